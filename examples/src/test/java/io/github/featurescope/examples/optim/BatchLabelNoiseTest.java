package io.github.featurescope.examples.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class BatchLabelNoiseTest {

  private static final int SAMPLES = 2000;
  private static final int CLASSES = 5;

  /** All samples are of class 1. */
  private static DataSet batch() {
    INDArray labels = Nd4j.zeros(SAMPLES, CLASSES);
    labels.getColumn(1).assign(1);
    return new DataSet(Nd4j.zeros(SAMPLES, 2), labels);
  }

  @Test
  void flipsTheShareAskedForToTheOtherClassesAlike() {
    DataSet batch = batch();

    BatchLabelNoise.of(0.4, 1).preProcess(batch);

    double[] shares = batch.getLabels().mean(0).toDoubleVector();
    assertThat(shares[1]).isCloseTo(0.6, within(0.033)); // 3 standard errors
    for (int c : new int[] {0, 2, 3, 4}) {
      assertThat(shares[c]).as("class " + c).isCloseTo(0.1, within(0.02)); // 3 standard errors
    }
    assertThat(batch.getLabels().sum(1).minNumber().doubleValue()).isEqualTo(1);
    assertThat(batch.getLabels().sum(1).maxNumber().doubleValue()).isEqualTo(1);
  }

  @Test
  void flipsAnewInEveryBatch() {
    BatchLabelNoise noise = BatchLabelNoise.of(0.4, 1);
    DataSet first = batch();
    DataSet second = batch();

    noise.preProcess(first);
    noise.preProcess(second);

    assertThat(first.getLabels()).isNotEqualTo(second.getLabels());
  }

  @Test
  void isAFunctionOfTheSeed() {
    DataSet first = batch();
    DataSet second = batch();

    BatchLabelNoise.of(0.4, 9).preProcess(first);
    BatchLabelNoise.of(0.4, 9).preProcess(second);

    assertThat(first.getLabels()).isEqualTo(second.getLabels());
  }

  @Test
  void leavesTheOriginalArrayAlone() {
    DataSet batch = batch();
    INDArray labels = batch.getLabels();

    BatchLabelNoise.of(1, 1).preProcess(batch);

    assertThat(labels).isEqualTo(batch().getLabels());
    assertThat(batch.getLabels().getColumn(1).sumNumber().doubleValue()).isZero();
  }

  @Test
  void refusesARateThatIsNone() {
    assertThatThrownBy(() -> BatchLabelNoise.of(1.5, 1)).hasMessageContaining("[0, 1]");
  }
}
