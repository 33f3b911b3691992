package io.github.featurescope.examples.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class MixupTest {

  private static final int SAMPLES = 6;

  /** Sample i holds 2^i everywhere and has class i, so that every mixture can be read off. */
  private static DataSet distinct() {
    INDArray features = Nd4j.zeros(DataType.DOUBLE, SAMPLES, 1, 2, 2);
    for (int i = 0; i < SAMPLES; i++) {
      features.slice(i).assign(1 << i);
    }
    return new DataSet(features, Nd4j.eye(SAMPLES).castTo(DataType.DOUBLE));
  }

  @Test
  void mixesInputsAndLabelsAlike() {
    DataSet batch = distinct();

    Mixup.of(1, 5).preProcess(batch);

    for (int i = 0; i < SAMPLES; i++) {
      double[] shares = batch.getLabels().getRow(i).toDoubleVector();
      double expected = 0;
      for (int c = 0; c < SAMPLES; c++) {
        expected += shares[c] * (1 << c);
      }
      assertThat(java.util.Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
      assertThat(batch.getFeatures().slice(i).minNumber().doubleValue())
          .isCloseTo(expected, within(1e-12));
      assertThat(batch.getFeatures().slice(i).maxNumber().doubleValue())
          .isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void everySampleIsAPartnerOnce() {
    DataSet batch = distinct();

    Mixup.of(1, 5).preProcess(batch);

    // Columns sum to λ + (1 − λ) if and only if the partners are a permutation.
    for (double sum : batch.getLabels().sum(0).toDoubleVector()) {
      assertThat(sum).isCloseTo(1, within(1e-12));
    }
  }

  private static List<Double> lambdas(double alpha, int batches) {
    Mixup mixup = Mixup.of(alpha, 11);
    List<Double> lambdas = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      DataSet batch = distinct();
      mixup.preProcess(batch);
      for (int row = 0; row < SAMPLES; row++) {
        double own = batch.getLabels().getDouble(row, row);
        if (own < 1 - 1e-9) { // its partner is another sample
          lambdas.add(own);
          break;
        }
      }
    }
    return lambdas;
  }

  /** Beta(α, α) has mean 1/2 and variance 1 / (4 (2α + 1)). */
  @Test
  void sharesFollowTheBetaDistribution() {
    for (double alpha : new double[] {0.2, 1, 8}) {
      List<Double> lambdas = lambdas(alpha, 2000);
      double mean = lambdas.stream().mapToDouble(x -> x).average().orElseThrow();
      double variance =
          lambdas.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElseThrow();
      double expected = 1 / (4 * (2 * alpha + 1));
      assertThat(lambdas.size()).as("batches that were mixed").isGreaterThan(1900);
      assertThat(mean).as("mean at " + alpha).isCloseTo(0.5, within(0.03)); // 3 standard errors
      assertThat(variance).as("variance at " + alpha).isCloseTo(expected, within(0.1 * expected));
    }
  }

  @Test
  void isAFunctionOfTheSeed() {
    assertThat(lambdas(1, 20)).isEqualTo(lambdas(1, 20)).doesNotHaveDuplicates();
  }

  @Test
  void leavesTheOriginalArraysAlone() {
    DataSet batch = distinct();
    INDArray features = batch.getFeatures();

    Mixup.of(1, 5).preProcess(batch);

    assertThat(features).isEqualTo(distinct().getFeatures());
  }

  @Test
  void refusesAnAlphaThatIsNone() {
    assertThatThrownBy(() -> Mixup.of(0, 1)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> Mixup.of(1e30, 1)).hasMessageContaining("alpha");
  }
}
