package io.github.featurescope.examples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.impl.collection.CollectionRecordReader;
import org.datavec.api.writable.DoubleWritable;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.datavec.api.writable.Writable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class LabelledImagesTest {

  private static final ImageShape SHAPE = new ImageShape(2, 2, 3);
  private static final List<String> NAMES = List.of("a", "b", "c");

  /** 100 images in classes of 60, 30 and 10; value k of image i is {@link #value}. */
  private static LabelledImages hundred() {
    int[] labels = IntStream.range(0, 100).map(i -> i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2).toArray();
    return images(labels);
  }

  private static LabelledImages images(int... labels) {
    List<float[]> pixels = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      pixels.add(pixels(i));
    }
    return LabelledImages.of(SHAPE, NAMES, pixels, labels);
  }

  private static float[] pixels(int image) {
    float[] values = new float[12];
    for (int k = 0; k < values.length; k++) {
      values[k] = value(image, k);
    }
    return values;
  }

  private static float value(int image, int index) {
    return (image * 12 + index) / 1200f;
  }

  private static int[] counts(LabelledImages images) {
    int[] counts = new int[3];
    IntStream.of(images.given()).forEach(label -> counts[label]++);
    return counts;
  }

  private static final class Records extends CollectionRecordReader {
    private final @Nullable List<String> names;

    Records(@Nullable List<String> names, List<List<Writable>> records) {
      super(records);
      this.names = names;
    }

    @Override
    @SuppressWarnings("NullAway") // DataVec's readers without class names give null
    public List<String> getLabels() {
      return names;
    }
  }

  @Test
  void rowsAreTheImagesInOrder() {
    INDArray features = hundred().features(ImageLayout.FLAT);
    assertThat(features.shape()).containsExactly(100, 12);
    assertThat(features.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(features.getRow(37).toFloatVector()).containsExactly(pixels(37));
  }

  @Test
  void convolutionalLayoutIsChannelRowColumn() {
    INDArray features = hundred().features(ImageLayout.NCHW);
    assertThat(features.shape()).containsExactly(100, 2, 2, 3);
    for (int c = 0; c < 2; c++) {
      for (int y = 0; y < 2; y++) {
        for (int x = 0; x < 3; x++) {
          assertThat(features.getFloat(41, c, y, x)).isEqualTo(value(41, c * 6 + y * 3 + x));
        }
      }
    }
  }

  @Test
  void featuresAreFloatsWhateverTheDefaultType() {
    DataType before = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      DataSet all = hundred().toDataSet(ImageLayout.FLAT);
      assertThat(all.getFeatures().dataType()).isEqualTo(DataType.FLOAT);
      assertThat(all.getLabels().dataType()).isEqualTo(DataType.FLOAT);
    } finally {
      Nd4j.setDefaultDataTypes(before, before);
    }
  }

  @Test
  void dataSetHasOneHotGivenLabelsAndIds() {
    LabelledImages images = images(0, 2, 1, 0).withNoise(LabelNoise.pair(1), 1);
    DataSet all = images.toDataSet(ImageLayout.FLAT);
    assertThat(all.getLabels().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}, {0, 1, 0}});
    assertThat(all.getExampleMetaData(Integer.class)).containsExactly(0, 1, 2, 3);
    assertThat(all.getLabelNamesList()).isEqualTo(NAMES);
  }

  @Test
  void copiesWhatItIsGivenAndWhatItGives() {
    float[] pixels = pixels(0);
    int[] labels = {1};
    LabelledImages images = LabelledImages.of(SHAPE, NAMES, List.of(pixels), labels);
    pixels[0] = 1;
    labels[0] = 2;
    images.given()[0] = 2;
    images.truth()[0] = 2;
    images.origins()[0] = 2;
    images.features(ImageLayout.FLAT).assign(1);
    assertThat(images.given()).containsExactly(1);
    assertThat(images.truth()).containsExactly(1);
    assertThat(images.origins()).containsExactly(0);
    assertThat(images.features(ImageLayout.FLAT).toFloatVector()).containsExactly(pixels(0));
  }

  @Test
  void subsetKeepsTheSharesOfTheClasses() {
    assertThat(counts(hundred().subset(50, 1))).containsExactly(30, 15, 5);
    assertThat(counts(hundred().subset(10, 2))).containsExactly(6, 3, 1);
  }

  /** 15 of 100: quotas 9, 4.5 and 1.5, so one of the two halves is rounded up. */
  @Test
  void subsetHasTheSizeAskedForWhereSharesAreNotWhole() {
    int[] counts = counts(hundred().subset(15, 3));
    assertThat(IntStream.of(counts).sum()).isEqualTo(15);
    assertThat(counts[0]).isEqualTo(9);
    assertThat(counts[1]).isBetween(4, 5);
    assertThat(counts[2]).isBetween(1, 2);
  }

  @Test
  void everySizeCanBeChosen() {
    for (int size = 1; size <= 100; size++) {
      assertThat(hundred().subset(size, size).size()).isEqualTo(size);
    }
  }

  @Test
  void subsetKeepsImagesLabelsTruthAndOriginsTogether() {
    LabelledImages all = hundred().withNoise(LabelNoise.symmetric(0.5), 1);
    LabelledImages some = all.subset(40, 4).subset(20, 5);
    int[] origins = some.origins();
    assertThat(origins).isSorted().doesNotHaveDuplicates().hasSize(20);
    INDArray features = some.features(ImageLayout.FLAT);
    for (int i = 0; i < 20; i++) {
      assertThat(features.getRow(i).toFloatVector()).containsExactly(pixels(origins[i]));
      assertThat(some.given()[i]).isEqualTo(all.given()[origins[i]]);
      assertThat(some.truth()[i]).isEqualTo(all.truth()[origins[i]]);
    }
    assertThat(some.toDataSet(ImageLayout.FLAT).getExampleMetaData(Integer.class))
        .isEqualTo(IntStream.range(0, 20).boxed().toList());
  }

  @Test
  void choiceIsAFunctionOfTheSeed() {
    assertThat(hundred().subset(50, 8).origins()).isEqualTo(hundred().subset(50, 8).origins());
    assertThat(hundred().subset(50, 8).origins()).isNotEqualTo(hundred().subset(50, 9).origins());
  }

  @Test
  void splitIsDisjointAndComplete() {
    LabelledImages.Split split = hundred().split(70, 1);
    assertThat(split.first().size()).isEqualTo(70);
    assertThat(split.rest().size()).isEqualTo(30);
    int[] both =
        IntStream.concat(
                IntStream.of(split.first().origins()), IntStream.of(split.rest().origins()))
            .sorted()
            .toArray();
    assertThat(both).isEqualTo(IntStream.range(0, 100).toArray());
    assertThat(counts(split.first())).containsExactly(42, 21, 7);
    assertThat(counts(split.rest())).containsExactly(18, 9, 3);
  }

  @Test
  void refusesToChooseMoreThanThereAre() {
    assertThatThrownBy(() -> hundred().subset(101, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("101 samples asked for, but there are 100");
    assertThatThrownBy(() -> hundred().subset(0, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("ask for 1 to 100");
  }

  @Test
  void refusesASplitWithAnEmptyPart() {
    for (int size : new int[] {-1, 0, 100, 101}) {
      assertThatThrownBy(() -> hundred().split(size, 1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("cannot split " + size + " of 100");
    }
  }

  @Test
  void noiseStartsFromTheTruthAndKeepsIt() {
    LabelledImages clean = hundred();
    LabelledImages noisy = clean.withNoise(LabelNoise.symmetric(0.4), 1);
    assertThat(noisy.truth()).isEqualTo(clean.truth());
    assertThat(IntStream.range(0, 100).filter(i -> noisy.given()[i] != noisy.truth()[i]).count())
        .isEqualTo(40);
    assertThat(clean.given()).isEqualTo(clean.truth());
    assertThat(noisy.withNoise(LabelNoise.none(), 1).given()).isEqualTo(clean.truth());
    assertThat(noisy.withNoise(LabelNoise.pair(0.1), 2).given())
        .isEqualTo(clean.withNoise(LabelNoise.pair(0.1), 2).given());
  }

  @Test
  void readsRecordsOfAnyReaderOfArrays() {
    INDArray transposed = Nd4j.createFromArray(new double[][] {{0, .5}, {.25, 1}}).transpose();
    List<Writable> record = List.of(new NDArrayWritable(transposed), new IntWritable(2));
    Records reader = new Records(NAMES, List.of(record));
    LabelledImages images = LabelledImages.read(reader, new ImageShape(1, 2, 2));
    assertThat(images.features(ImageLayout.FLAT).toFloatVector()).containsExactly(0, .25f, .5f, 1);
    assertThat(images.given()).containsExactly(2);
    assertThat(reader.hasNext()).as("reset").isTrue();
  }

  @Test
  void refusesRecordsThatAreNoImages() {
    List<Writable> record = List.of(new DoubleWritable(0.5), new IntWritable(2));
    assertThatThrownBy(() -> LabelledImages.read(new Records(NAMES, List.of(record)), SHAPE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("record 0")
        .hasMessageContaining("DoubleWritable, IntWritable");
  }

  @Test
  void refusesReadersWithoutClassNamesOrRecords() {
    assertThatThrownBy(() -> LabelledImages.read(new Records(null, List.of()), SHAPE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("does not name its classes");
    assertThatThrownBy(() -> LabelledImages.read(new Records(NAMES, List.of()), SHAPE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no images");
  }

  @Test
  void refusesImagesOfAnotherSize() {
    List<float[]> pixels = List.of(new float[12], new float[11]);
    assertThatThrownBy(() -> LabelledImages.of(SHAPE, NAMES, pixels, new int[2]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("image 1 has 11 values: expected 12, 2x2x3");
  }

  @Test
  void refusesLabelsWithoutAClassAndAnotherNumberOfLabels() {
    List<float[]> pixels = List.of(new float[12]);
    assertThatThrownBy(() -> LabelledImages.of(SHAPE, NAMES, pixels, new int[] {3}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("label 3 of image 0 is outside 0..2");
    assertThatThrownBy(() -> LabelledImages.of(SHAPE, NAMES, pixels, new int[2]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 images, but 2 labels");
  }

  @Test
  void refusesValuesOutsideTheUnitInterval() {
    for (float value : new float[] {-0.1f, 1.1f, 255, Float.NaN}) {
      float[] pixels = new float[12];
      Arrays.fill(pixels, value);
      assertThatThrownBy(() -> LabelledImages.of(SHAPE, NAMES, List.of(pixels), new int[1]))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("image 0 holds the value " + value);
    }
  }
}
