package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalNoiseMarginTest {

  /** Returns the signal margin of one sample by projecting it on the other half's means. */
  private static double signal(Snapshot snapshot, int i) {
    int n = snapshot.samples();
    int p = snapshot.width();
    int classes = snapshot.classes();
    double[][] a = SlowReference.centreColumns(Samples.array(snapshot.features()));
    double[][] columns = new double[p][classes];
    for (int c = 0; c < classes; c++) {
      int count = 0;
      for (int k = 1 - i % 2; k < n; k += 2) {
        if (snapshot.givenLabels()[k] == c) {
          count++;
          for (int j = 0; j < p; j++) {
            columns[j][c] += a[k][j];
          }
        }
      }
      for (int j = 0; j < p; j++) {
        columns[j][c] /= count;
      }
    }
    double[] projected = new double[p];
    for (double[] direction : SlowReference.orth(columns)) {
      double length = SlowReference.dot(direction, a[i]);
      for (int j = 0; j < p; j++) {
        projected[j] += length * direction[j];
      }
    }
    return margin(snapshot, i, projected);
  }

  private static double margin(Snapshot snapshot, int i, double[] features) {
    double[][] weights = Samples.array(snapshot.headWeights());
    double margin = 0;
    for (int c = 0; c < weights.length; c++) {
      double logit = SlowReference.dot(weights[c], features);
      margin += snapshot.givenLabels()[i] == c ? logit : -logit / (weights.length - 1);
    }
    return margin;
  }

  @ParameterizedTest(name = "n {1}, p {2}, C {3}")
  @CsvSource({"1, 60, 6, 3", "2, 31, 40, 3", "3, 60, 2, 5", "4, 30, 9, 2"})
  void equalsPlainLoopsForEachSample(int seed, int n, int p, int classes) {
    Snapshot snapshot = Samples.clusters(seed, n, p, classes);
    double[][] a = SlowReference.centreColumns(Samples.array(snapshot.features()));
    double[] signal = new double[n];
    double[] noise = new double[n];
    for (int i = 0; i < n; i++) {
      signal[i] = signal(snapshot, i);
      noise[i] = margin(snapshot, i, a[i]) - signal[i];
    }
    SignalNoiseMargin.PerSample actual = SignalNoiseMargin.perSample(snapshot);
    assertThat(actual.signal()).containsExactly(signal, within(1e-11));
    assertThat(actual.noise()).containsExactly(noise, within(1e-11));
    SignalNoiseMargin.Result mean = SignalNoiseMargin.MARGIN.measure(snapshot);
    assertThat(mean.signal())
        .isCloseTo(Arrays.stream(signal).average().orElseThrow(), within(1e-11));
    assertThat(mean.noise()).isCloseTo(Arrays.stream(noise).average().orElseThrow(), within(1e-11));
  }

  @Test
  void collapsedFeaturesAreAllSignal() {
    SignalNoiseMargin.Result actual = SignalNoiseMargin.MARGIN.measure(Samples.collapsed(6, 4));
    // w·φ is 3/4 at the label and −1/4 elsewhere.
    assertThat(actual.signal()).isCloseTo(1, within(1e-12));
    assertThat(actual.noise()).isCloseTo(0, within(1e-12));
  }

  @Test
  void wrongLabelsHaveNegativeSignal() {
    Snapshot clean = Samples.collapsed(8, 4);
    int[] labels = clean.givenLabels();
    labels[5] = (labels[5] + 1) % 4;
    double[] signal = SignalNoiseMargin.perSample(Samples.withLabels(clean, labels)).signal();
    assertThat(signal[5]).isLessThan(-0.2);
    assertThat(signal[4]).isGreaterThan(0.8);
  }

  @Test
  void constantFeaturesHaveNoMargin() {
    double[][] phi = new double[8][];
    Arrays.fill(phi, new double[] {0.1, 0.2});
    Snapshot snapshot =
        Samples.snapshot(
            phi, Samples.normal(1, 8, 2), Samples.pairedLabels(8, 2), Samples.normal(2, 2, 2));
    assertThat(SignalNoiseMargin.MARGIN.measure(snapshot))
        .isEqualTo(new SignalNoiseMargin.Result(0, 0));
  }

  @Test
  void isUndefinedWhereAClassIsInOneHalfOnly() {
    int[] alternating = new int[20];
    Arrays.setAll(alternating, i -> i % 2);
    Snapshot snapshot = Samples.withLabels(Samples.clusters(5, 20, 4, 3), alternating);
    assertThatThrownBy(() -> SignalNoiseMargin.MARGIN.measure(snapshot))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("class 1 has no sample among the even rows")
        .hasMessageContaining("shuffle");
  }

  @Test
  void aClassWithoutAnySampleDoesNotMatter() {
    Snapshot base = Samples.clusters(6, 24, 4, 3);
    Snapshot two = Samples.withLabels(base, Samples.pairedLabels(24, 2));
    assertThat(SignalNoiseMargin.perSample(two).signal()).hasSize(24);
  }

  @Test
  void isUndefinedForOneSample() {
    Snapshot one =
        Samples.snapshot(
            new double[][] {{1, 2}}, new double[][] {{1, 2}}, new int[1], Samples.normal(1, 2, 2));
    assertThatThrownBy(() -> SignalNoiseMargin.MARGIN.measure(one))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("1 samples");
  }
}
