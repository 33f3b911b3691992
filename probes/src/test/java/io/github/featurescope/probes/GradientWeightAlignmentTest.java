package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GradientWeightAlignmentTest {

  /** Returns the cosine of −∂loss/∂W, written out as a C × p matrix, and W. */
  private static double cosine(Snapshot snapshot, int i) {
    double[] logits = Samples.array(snapshot.logits())[i];
    double[] features = Samples.array(snapshot.features())[i];
    double[][] weights = Samples.array(snapshot.headWeights());
    double sum = Arrays.stream(logits).map(Math::exp).sum();
    double inner = 0;
    double gradientNorm = 0;
    double weightNorm = 0;
    for (int c = 0; c < logits.length; c++) {
      double delta = Math.exp(logits[c]) / sum - (snapshot.givenLabels()[i] == c ? 1 : 0);
      for (int j = 0; j < features.length; j++) {
        double gradient = delta * features[j];
        inner -= gradient * weights[c][j];
        gradientNorm += gradient * gradient;
        weightNorm += weights[c][j] * weights[c][j];
      }
    }
    return inner / Math.sqrt(gradientNorm * weightNorm);
  }

  @Test
  void equalsPlainLoops() {
    Snapshot snapshot = Samples.clusters(1, 40, 12, 3);
    double[] gamma = new double[40];
    Arrays.setAll(gamma, i -> cosine(snapshot, i));
    double mean = Arrays.stream(gamma).average().orElseThrow();
    double second = Arrays.stream(gamma).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    double fourth = Arrays.stream(gamma).map(x -> Math.pow(x - mean, 4)).average().orElseThrow();
    GradientWeightAlignment.Result actual = GradientWeightAlignment.GWA.measure(snapshot);
    assertThat(actual.mean()).isCloseTo(mean, within(1e-12));
    assertThat(actual.excessKurtosis()).isCloseTo(fourth / (second * second) - 3, within(1e-10));
  }

  @Test
  void samplesWithoutAGradientAreLeftOut() {
    Snapshot base = Samples.clusters(2, 40, 5, 3);
    double[][] phi = Samples.array(base.features());
    double[][] logits = Samples.array(base.logits());
    int[] labels = base.givenLabels();
    double[][] longerPhi = Arrays.copyOf(phi, 42);
    double[][] longerLogits = Arrays.copyOf(logits, 42);
    int[] longerLabels = Arrays.copyOf(labels, 42);
    longerPhi[40] = new double[5]; // dead features
    longerLogits[40] = logits[0];
    longerPhi[41] = phi[1]; // a saturated softmax at the given label
    longerLogits[41] = new double[] {2000, 0, 0};
    Snapshot longer =
        Samples.snapshot(longerPhi, longerLogits, longerLabels, Samples.array(base.headWeights()));
    GradientWeightAlignment.Result expected = GradientWeightAlignment.GWA.measure(base);
    GradientWeightAlignment.Result actual = GradientWeightAlignment.GWA.measure(longer);
    // The mean of the features, which is taken off on the way, is another one: up to rounding.
    assertThat(actual.mean()).isCloseTo(expected.mean(), within(1e-15));
    assertThat(actual.excessKurtosis()).isCloseTo(expected.excessKurtosis(), within(1e-14));
  }

  @Test
  void nearlySaturatedSoftmaxStaysFinite() {
    Snapshot base = Samples.clusters(3, 30, 4, 3);
    double[] thousand = {400, 400, 400};
    GradientWeightAlignment.Result actual =
        GradientWeightAlignment.GWA.measure(
            Samples.withLogits(base, base.logits().scaledColumns(thousand)));
    assertThat(actual.mean()).isBetween(-1.0, 1.0);
    assertThat(actual.excessKurtosis()).isGreaterThanOrEqualTo(-2);
  }

  @Test
  void isUndefinedForZeroWeights() {
    Snapshot base = Samples.clusters(4, 30, 4, 3);
    assertThatThrownBy(
            () ->
                GradientWeightAlignment.GWA.measure(
                    Samples.withWeights(base, Samples.matrix(new double[3][4]))))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("weights are all zero");
  }

  @Test
  void isUndefinedForCopiesOfOneSample() {
    double[][] phi = new double[9][];
    double[][] logits = new double[9][];
    Arrays.fill(phi, new double[] {0.1, 0.7});
    Arrays.fill(logits, new double[] {0.3, 0.2, 0.9});
    Snapshot snapshot = Samples.snapshot(phi, logits, new int[9], Samples.normal(5, 3, 2));
    assertThatThrownBy(() -> GradientWeightAlignment.GWA.measure(snapshot))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("align equally");
  }

  @Test
  void isUndefinedWhereNoSampleHasAGradient() {
    double[][] logits = {{3000, 0}, {3000, 0}, {3000, 0}};
    Snapshot snapshot =
        Samples.snapshot(Samples.normal(6, 3, 2), logits, new int[3], Samples.normal(7, 2, 2));
    assertThatThrownBy(() -> GradientWeightAlignment.GWA.measure(snapshot))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("0 of 3 samples have a gradient");
  }
}
