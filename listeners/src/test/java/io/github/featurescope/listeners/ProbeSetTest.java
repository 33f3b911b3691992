package io.github.featurescope.listeners;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.adapters.ModelInputs;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class ProbeSetTest {

  private static INDArray numbers(int n) {
    return Nd4j.arange(n).reshape(n, 1).castTo(DataType.FLOAT);
  }

  private static long count(int[] labels, int parity, int label) {
    return java.util.stream.IntStream.range(0, labels.length)
        .filter(i -> i % 2 == parity && labels[i] == label)
        .count();
  }

  @Test
  void evenAndOddRowsHoldEveryClass() {
    int[] labels = new int[40];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 4; // in this order even rows would hold classes 0 and 2 alone
    }

    int[] ordered = ProbeSet.of("train", numbers(40), labels).givenLabels();

    for (int c = 0; c < 4; c++) {
      assertThat(count(ordered, 0, c)).isEqualTo(5);
      assertThat(count(ordered, 1, c)).isEqualTo(5);
    }
  }

  @Test
  void keepsInputsLabelsAndIdsTogether() {
    int[] given = {0, 1, 1, 0, 2, 2, 0};
    int[] truth = {0, 1, 2, 0, 2, 1, 0};
    long[] ids = {0, 1, 2, 3, 4, 5, 6};

    ProbeSet set = ProbeSet.of("train", numbers(7), given, truth, ids);

    for (int row = 0; row < 7; row++) {
      int id = (int) set.sampleIds().orElseThrow()[row];
      assertThat(set.inputs().array(0).getInt(row, 0)).isEqualTo(id);
      assertThat(set.givenLabels()[row]).isEqualTo(given[id]);
      assertThat(set.trueLabels().orElseThrow()[row]).isEqualTo(truth[id]);
    }
  }

  @Test
  void samplesWithoutIdsAreKnownByTheirPlaces() {
    ProbeSet set = ProbeSet.of("train", numbers(7), new int[] {0, 1, 1, 0, 2, 2, 0});

    for (int row = 0; row < 7; row++) {
      long place = set.inputs().array(0).getLong(row, 0);
      assertThat(set.sampleIds().orElseThrow()[row]).isEqualTo(place);
    }
  }

  @Test
  void samplesOfAnIteratorAreKnownByTheirPlaces() {
    DataSet data = TestModels.data(60, 1);

    ProbeSet set = ProbeSet.stratified("train", TestModels.iterator(data, 7, false), 12, 5);

    for (int row = 0; row < 12; row++) {
      INDArray image = data.getFeatures().slice(set.sampleIds().orElseThrow()[row]);
      assertThat(set.inputs().array(0).slice(row)).isEqualTo(image);
    }
  }

  @Test
  void samplesOfAnIteratorAreKnownByTheNumbersTheyCarry() {
    DataSet data = TestModels.data(60, 1);
    List<Serializable> numbers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      numbers.add(1000 + i);
    }
    data.setExampleMetaData(numbers);
    DataSetIterator iterator = new ExistingDataSetIterator(data.batchBy(20));

    ProbeSet set = ProbeSet.stratified("train", iterator, 12, 5);

    for (int row = 0; row < 12; row++) {
      INDArray image = data.getFeatures().slice(set.sampleIds().orElseThrow()[row] - 1000);
      assertThat(set.inputs().array(0).slice(row)).isEqualTo(image);
    }
  }

  @Test
  void isACopy() {
    INDArray inputs = numbers(4);
    ProbeSet set = ProbeSet.of("train", inputs, new int[] {0, 1, 0, 1});

    inputs.assign(-1);

    assertThat(set.inputs().array(0).sumNumber().intValue()).isEqualTo(6);
  }

  @Test
  void choosesAStratifiedSampleFromAnIterator() {
    DataSet data = TestModels.data(60, 1);

    ProbeSet set = ProbeSet.stratified("train", TestModels.iterator(data, 7, false), 12, 5);

    assertThat(set.size()).isEqualTo(12);
    for (int c = 0; c < 3; c++) {
      int label = c;
      assertThat(Arrays.stream(set.givenLabels()).filter(l -> l == label).count()).isEqualTo(4);
    }
  }

  @Test
  void takesFeaturesAndLabelsOfTheSameSample() {
    DataSet data = TestModels.data(60, 1);

    ProbeSet set = ProbeSet.stratified("train", TestModels.iterator(data, 7, false), 60, 5);

    for (int row = 0; row < 60; row++) {
      INDArray image = set.inputs().array(0).slice(row).slice(0);
      double[] bands = {
        image.getRow(0).sumNumber().doubleValue() + image.getRow(1).sumNumber().doubleValue(),
        image.getRow(2).sumNumber().doubleValue() + image.getRow(3).sumNumber().doubleValue(),
        image.getRow(4).sumNumber().doubleValue() + image.getRow(5).sumNumber().doubleValue()
      };
      assertThat(bands[set.givenLabels()[row]]).isEqualTo(Arrays.stream(bands).max().orElseThrow());
    }
  }

  @Test
  void refusesFewerSamplesThanAskedFor() {
    assertThatThrownBy(
            () ->
                ProbeSet.stratified(
                    "train", TestModels.iterator(TestModels.data(9, 1), 7, false), 10, 5))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("10")
        .hasMessageContaining("9");
  }

  @Test
  void refusesOneClass() {
    assertThatThrownBy(() -> ProbeSet.of("train", numbers(3), new int[] {1, 1, 1}))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("two classes");
  }

  @Test
  void refusesInputsThatAreNotFinite() {
    INDArray inputs = numbers(3);
    inputs.putScalar(1, Double.NaN);

    assertThatThrownBy(() -> ProbeSet.of("train", inputs, new int[] {0, 1, 1}))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("1 input values are NaN");
  }

  @Test
  void refusesLabelsThatDoNotMatch() {
    assertThatThrownBy(() -> ProbeSet.of("train", numbers(3), new int[] {0, 1}))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("2 labels");
    assertThatThrownBy(() -> ProbeSet.of("train", numbers(2), new int[] {0, -1}))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void refusesANameThatIsNoTag() {
    assertThatThrownBy(() -> ProbeSet.of("my set", numbers(2), new int[] {0, 1}))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("my set");
  }

  @Test
  void masksGoWithTheirSamples() {
    INDArray sequences = Nd4j.zeros(DataType.FLOAT, 3, 2, 2);
    INDArray mask = Nd4j.createFromArray(new float[][] {{1, 0}, {1, 1}, {0, 1}});
    ProbeSet set =
        ProbeSet.of("train", ModelInputs.of(sequences, mask), new int[] {1, 0, 1}, null, null);

    assertThat(set.givenLabels()).containsExactly(0, 1, 1);
    assertThat(requireNonNull(set.inputs().mask(0)).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 1}, {1, 0}, {0, 1}});
  }

  @Test
  void anIteratorMayHoldSequencesOfDifferentLengths() {
    DataSet shorter = new DataSet(Nd4j.ones(2, 3, 2), Nd4j.eye(2));
    DataSet longer = new DataSet(Nd4j.ones(2, 3, 4), Nd4j.eye(2));
    ProbeSet set =
        ProbeSet.stratified("train", new ListDataSetIterator<>(List.of(shorter, longer), 1), 4, 0);

    assertThat(set.inputs().array(0).shape()).containsExactly(4, 3, 4);
    assertThat(requireNonNull(set.inputs().mask(0)).sumNumber().intValue()).isEqualTo(12);
  }
}
