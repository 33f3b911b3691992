package io.github.featurescope.examples.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.datavec.api.records.Record;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.jspecify.annotations.Nullable;

/** Collects samples one by one and checks them. */
final class LabelledImagesBuilder {

  private final ImageShape shape;
  private final List<String> classNames;
  private final List<float[]> pixels = new ArrayList<>();
  private final IntStream.Builder given = IntStream.builder();
  private final IntStream.Builder truth = IntStream.builder();

  LabelledImagesBuilder(ImageShape shape, List<String> classNames) {
    this.shape = shape;
    this.classNames = classNames;
  }

  static LabelledImages read(RecordReader reader, ImageShape shape) {
    @Nullable List<String> names = reader.getLabels();
    if (names == null || names.isEmpty()) {
      throw new DataException(
          reader.getClass().getName() + " does not name its classes (getLabels)");
    }
    LabelledImagesBuilder builder = new LabelledImagesBuilder(shape, names);
    reader.reset();
    if (reader instanceof ImageFileRecordReader files) {
      files.addTo(builder);
      return builder.build();
    }
    while (reader.hasNext()) {
      builder.add(reader.nextRecord());
    }
    reader.reset();
    return builder.build();
  }

  private void add(Record record) {
    List<Writable> values = record.getRecord();
    if (values.size() != 2 || !(values.get(0) instanceof NDArrayWritable image)) {
      throw new DataException(
          "record "
              + pixels.size()
              + " has the values "
              + values.stream().map(value -> value.getClass().getSimpleName()).toList()
              + ": expected [NDArrayWritable, a label]");
    }
    int label = values.get(1).toInt();
    boolean noisy = record.getMetaData() instanceof NoisyLabelMetaData;
    int trueLabel = noisy ? ((NoisyLabelMetaData) record.getMetaData()).trueLabel() : label;
    add(image.get().dup('c').data().asFloat(), label, trueLabel);
  }

  /** Keeps the array without a copy. */
  void add(float[] values, int label, int trueLabel) {
    int index = pixels.size();
    if (values.length != shape.size()) {
      throw new DataException(
          "image "
              + index
              + " has "
              + values.length
              + " values: expected "
              + shape.size()
              + ", "
              + shape);
    }
    for (int one : new int[] {label, trueLabel}) {
      if (one < 0 || one >= classNames.size()) {
        throw new DataException(
            "label " + one + " of image " + index + " is outside 0.." + (classNames.size() - 1));
      }
    }
    for (float value : values) {
      if (!(value >= 0 && value <= 1)) {
        throw new DataException(
            "image " + index + " holds the value " + value + ": scale the pixels to [0, 1]");
      }
    }
    pixels.add(values);
    given.add(label);
    truth.add(trueLabel);
  }

  LabelledImages build() {
    if (pixels.isEmpty()) {
      throw new DataException("no images: the data set is empty");
    }
    return new LabelledImages(
        shape,
        classNames,
        pixels.toArray(float[][]::new),
        given.build().toArray(),
        truth.build().toArray(),
        IntStream.range(0, pixels.size()).toArray());
  }
}
