package io.github.featurescope.examples.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.datavec.api.conf.Configuration;
import org.datavec.api.records.Record;
import org.datavec.api.records.metadata.RecordMetaData;
import org.datavec.api.records.reader.BaseRecordReader;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.Writable;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the label, the last value of each record, by a noisy one.
 *
 * <p>The true label stays in the record's {@link NoisyLabelMetaData}. All labels are read once
 * before the first record, since the number of wrong ones is exact; the reader below must support
 * {@link RecordReader#reset()}.
 */
public final class NoisyLabelRecordReader extends BaseRecordReader {

  private final RecordReader reader;
  private final LabelNoise noise;
  private final int classes;
  private final long seed;
  private int @Nullable [] given;
  private int position;

  private NoisyLabelRecordReader(RecordReader reader, LabelNoise noise, int classes, long seed) {
    this.reader = reader;
    this.noise = noise;
    this.classes = classes;
    this.seed = seed;
  }

  /**
   * Wraps a reader, initialised or still to be so through this one.
   *
   * @param reader gives records whose last value is a label in 0..classes-1
   * @param noise the noise
   * @param classes number of classes, C
   * @param seed seed of the noise
   * @return the reader of noisy labels
   * @throws IllegalArgumentException if the reader cannot be reset
   */
  public static NoisyLabelRecordReader wrap(
      RecordReader reader, LabelNoise noise, int classes, long seed) {
    if (!reader.resetSupported()) {
      throw new IllegalArgumentException(
          reader.getClass().getName() + " cannot be reset, and the labels must be read beforehand");
    }
    return new NoisyLabelRecordReader(reader, noise, classes, seed);
  }

  @Override
  public void initialize(InputSplit split) throws IOException, InterruptedException {
    super.initialize(split);
    reader.initialize(split);
    forget();
  }

  @Override
  public void initialize(Configuration conf, InputSplit split)
      throws IOException, InterruptedException {
    super.initialize(split);
    reader.initialize(conf, split);
    forget();
  }

  private void forget() {
    given = null;
    position = 0;
  }

  private int[] given() {
    int[] labels = given;
    if (labels == null) {
      labels = noise.apply(truth(), classes, seed).given();
      given = labels;
      reset();
    }
    return labels;
  }

  private int[] truth() {
    if (reader instanceof ImageFileRecordReader files) {
      return files.labels(); // without making the images
    }
    IntStream.Builder truth = IntStream.builder();
    reader.reset();
    while (reader.hasNext()) {
      truth.add(label(reader.next()));
    }
    return truth.build().toArray();
  }

  private int label(List<Writable> record) {
    int label = record.get(record.size() - 1).toInt();
    if (label < 0 || label >= classes) {
      throw new DataException(
          "label " + label + " is outside 0.." + (classes - 1) + "; state the number of classes");
    }
    return label;
  }

  @Override
  public boolean hasNext() {
    given();
    return reader.hasNext();
  }

  @Override
  public List<Writable> next() {
    return nextRecord().getRecord();
  }

  @Override
  public Record nextRecord() {
    if (!hasNext()) {
      throw new NoSuchElementException("all " + position + " records are read; reset the reader");
    }
    Record record = relabelled(reader.nextRecord(), given()[position]);
    position++;
    invokeListeners(record.getRecord());
    return record;
  }

  private Record relabelled(Record record, int label) {
    List<Writable> values = new ArrayList<>(record.getRecord());
    int truth = label(values);
    values.set(values.size() - 1, new IntWritable(label));
    return new org.datavec.api.records.impl.Record(
        values, new NoisyLabelMetaData(record.getMetaData(), truth, label));
  }

  @Override
  public Record loadFromMetaData(RecordMetaData metaData) throws IOException {
    if (metaData instanceof NoisyLabelMetaData noisy && noisy.source() != null) {
      return relabelled(reader.loadFromMetaData(noisy.source()), noisy.givenLabel());
    }
    throw new IllegalArgumentException(metaData + ": use metadata of this reader");
  }

  @Override
  public List<Record> loadFromMetaData(List<RecordMetaData> metaData) throws IOException {
    List<Record> records = new ArrayList<>(metaData.size());
    for (RecordMetaData one : metaData) {
      records.add(loadFromMetaData(one));
    }
    return records;
  }

  @Override
  public List<Writable> record(URI uri, DataInputStream stream) {
    throw new UnsupportedOperationException("a record outside the files has no noisy label");
  }

  @Override
  public List<String> getLabels() {
    return reader.getLabels();
  }

  @Override
  public void reset() {
    reader.reset();
    position = 0;
  }

  @Override
  public boolean resetSupported() {
    return true;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  @Override
  public void setConf(Configuration conf) {
    reader.setConf(conf);
  }

  @Override
  public Configuration getConf() {
    return reader.getConf();
  }
}
