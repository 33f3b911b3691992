package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalNoiseShareTest {

  private static final Snapshot TRAINING = Samples.clusters(1, 60, 6, 3);
  private static final Snapshot HELD_OUT = Samples.clusters(1, 44, 6, 3);

  private static double margin(double[] logits, int label) {
    double margin = 0;
    for (int c = 0; c < logits.length; c++) {
      margin += c == label ? logits[c] : -logits[c] / (logits.length - 1);
    }
    return margin;
  }

  private static int largest(double[] logits) {
    return IntStream.range(0, logits.length)
        .boxed()
        .max(Comparator.comparing((Integer c) -> logits[c]))
        .orElseThrow();
  }

  /** Returns the mean logits of the nearest held-out samples, sought one by one. */
  private static double[] neighbours(Snapshot training, int i, Snapshot heldOut) {
    double[] point = Samples.array(training.features())[i];
    double[][] others = Samples.array(heldOut.features());
    int m = others.length;
    double[] distances = new double[m];
    for (int k = 0; k < m; k++) {
      for (int j = 0; j < point.length; j++) {
        distances[k] += Math.pow(point[j] - others[k][j], 2);
      }
    }
    double limit =
        Arrays.stream(distances).sorted().toArray()[(int) Math.ceil(Math.sqrt(m)) - 1] + 1e-12;
    int[] near = IntStream.range(0, m).filter(k -> distances[k] <= limit).toArray();
    double[] mean = new double[heldOut.classes()];
    for (int k : near) {
      for (int c = 0; c < mean.length; c++) {
        mean[c] += heldOut.logits().get(k, c) / near.length;
      }
    }
    return mean;
  }

  @ParameterizedTest(name = "n {0}, m {1}, p {2}, C {3}")
  @CsvSource({"60, 44, 6, 3", "31, 9, 40, 4", "300, 70, 2, 2"})
  void equalsPlainLoops(int n, int m, int p, int classes) {
    Snapshot training = Samples.clusters(1, n, p, classes);
    Snapshot heldOut = Samples.clusters(2, m, p, classes);
    double[][] seen = Samples.array(training.logits());
    double[][] unseen = Samples.array(heldOut.logits());
    double noise = 0;
    double signal = 0;
    double[] signals = new double[n];
    double[] noises = new double[n];
    for (int i = 0; i < n; i++) {
      double own = margin(seen[i], training.givenLabels()[i]);
      signals[i] = margin(neighbours(training, i, heldOut), training.givenLabels()[i]);
      noises[i] = own - signals[i];
      noise += own / n;
    }
    for (int i = 0; i < m; i++) {
      noise -= margin(unseen[i], heldOut.givenLabels()[i]) / m;
      signal += margin(unseen[i], largest(unseen[i])) / m;
    }
    SignalNoiseShare.Result mean = SignalNoiseShare.measure(training, heldOut);
    assertThat(mean.signal()).isCloseTo(signal, within(1e-11));
    assertThat(mean.noise()).isCloseTo(noise, within(1e-11));
    assertThat(mean.share())
        .isCloseTo(Math.max(noise, 0) / (signal + Math.max(noise, 0)), within(1e-11));
    SignalNoiseShare.PerSample each = SignalNoiseShare.perSample(training, heldOut);
    assertThat(each.signal()).containsExactly(signals, within(1e-11));
    assertThat(each.noise()).containsExactly(noises, within(1e-11));
  }

  /** Two classes at ±1; logits (h, −h) times the side of the sample, label 1 right of 0. */
  private static Snapshot sides(double[] heights, int[] sides, int[] labels) {
    double[][] features = new double[sides.length][];
    double[][] logits = new double[sides.length][];
    for (int i = 0; i < sides.length; i++) {
      features[i] = new double[] {sides[i]};
      logits[i] = new double[] {-heights[i] * sides[i] / 2, heights[i] * sides[i] / 2};
    }
    return Samples.snapshot(features, logits, labels, new double[][] {{-0.5}, {0.5}});
  }

  @Test
  void whatOnlyTrainingSamplesHaveIsNoise() {
    // Signal 3 everywhere; one label of four is wrong in both sets; every training label gains 5.
    int[] sides = {1, 1, -1, -1};
    int[] labels = {1, 0, 0, 0};
    Snapshot training = sides(new double[] {8, -2, 8, 8}, sides, labels);
    Snapshot heldOut = sides(new double[] {3, 3, 3, 3}, sides, labels);
    SignalNoiseShare.Result mean = SignalNoiseShare.measure(training, heldOut);
    assertThat(mean.signal()).isCloseTo(3, within(1e-12));
    assertThat(mean.noise()).isCloseTo(5, within(1e-12));
    assertThat(mean.share()).isCloseTo(5.0 / 8, within(1e-12));
    // Margins 8, 2, 8, 8 and 3, −3, 3, 3: each has variance 9.
    assertThat(mean.noiseError()).isCloseTo(Math.sqrt(9.0 / 4 + 9.0 / 4), within(1e-12));
    SignalNoiseShare.PerSample each = SignalNoiseShare.perSample(training, heldOut);
    assertThat(each.signal()).containsExactly(new double[] {3, -3, 3, 3}, within(1e-12));
    assertThat(each.noise()).containsExactly(new double[] {5, 5, 5, 5}, within(1e-12));
    assertThat(each.negativeSignal()).isEqualTo(0.25);
  }

  @Test
  void theSameSamplesHaveNoNoise() {
    SignalNoiseShare.Result actual = SignalNoiseShare.measure(TRAINING, TRAINING);
    assertThat(actual.noise()).isZero();
    assertThat(actual.share()).isZero();
    assertThat(actual.signal()).isPositive();
  }

  private static void assertSame(Snapshot training, Snapshot heldOut, double scale) {
    SignalNoiseShare.Result expected = SignalNoiseShare.measure(TRAINING, HELD_OUT);
    SignalNoiseShare.Result actual = SignalNoiseShare.measure(training, heldOut);
    assertThat(actual.signal()).isCloseTo(scale * expected.signal(), within(1e-10 * scale));
    assertThat(actual.noise()).isCloseTo(scale * expected.noise(), within(1e-10 * scale));
    assertThat(actual.share()).isCloseTo(expected.share(), within(1e-10));
    assertThat(actual.noiseError()).isCloseTo(scale * expected.noiseError(), within(1e-10 * scale));
    double[] signal = SignalNoiseShare.perSample(TRAINING, HELD_OUT).signal();
    assertThat(SignalNoiseShare.perSample(training, heldOut).signal())
        .containsExactly(
            Arrays.stream(signal).map(x -> scale * x).toArray(), within(1e-10 * scale));
  }

  private static Snapshot moved(Snapshot snapshot) {
    double[][] phi = Samples.array(snapshot.features());
    double[][] axes = SlowReference.orth(Samples.normal(9, 6, 6));
    double[][] rotated = SlowReference.times(phi, axes);
    for (double[] row : rotated) {
      Arrays.setAll(row, j -> 3 * row[j] + j);
    }
    return Samples.withFeatures(snapshot, Samples.matrix(rotated));
  }

  @Test
  void rotationShiftAndScaleOfFeaturesDoNotMatter() {
    assertSame(moved(TRAINING), moved(HELD_OUT), 1);
  }

  private static Snapshot regauged(Snapshot snapshot, double scale) {
    double[][] logits = Samples.array(snapshot.logits());
    for (int i = 0; i < logits.length; i++) {
      double offset = Math.sin(i);
      double[] row = logits[i];
      Arrays.setAll(row, c -> scale * row[c] + offset);
    }
    return Samples.withLogits(snapshot, Samples.matrix(logits));
  }

  @Test
  void anOffsetOfASamplesLogitsDoesNotMatterAndScaleIsKept() {
    assertSame(regauged(TRAINING, 1), regauged(HELD_OUT, 1), 1);
    assertSame(regauged(TRAINING, 100), regauged(HELD_OUT, 100), 100);
  }

  @Test
  void theOrderOfHeldOutSamplesDoesNotMatter() {
    int[] order = IntStream.range(0, 44).map(i -> (i * 13 + 5) % 44).toArray();
    int[] labels = HELD_OUT.givenLabels();
    Snapshot permuted =
        Snapshot.builder(
                HELD_OUT.features().selectRows(order),
                HELD_OUT.logits().selectRows(order),
                Arrays.stream(order).map(i -> labels[i]).toArray(),
                HELD_OUT.headWeights())
            .build();
    assertSame(TRAINING, permuted, 1);
  }

  @Test
  void silentLogitsAreUndefined() {
    Snapshot silent =
        Samples.snapshot(Samples.normal(1, 4, 2), new double[4][2], new int[4], new double[2][2]);
    assertThatThrownBy(() -> SignalNoiseShare.measure(silent, silent))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("nothing to split");
  }

  @Test
  void oneLogitIsUndefined() {
    Snapshot one =
        Samples.snapshot(new double[][] {{1}}, new double[][] {{1}}, new int[1], new double[1][1]);
    assertThatThrownBy(() -> SignalNoiseShare.measure(one, one))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("two classes");
  }

  @Test
  void setsOfDifferentNetworksAreRefused() {
    Snapshot other = Samples.clusters(3, 20, 5, 3);
    assertThatThrownBy(() -> SignalNoiseShare.perSample(TRAINING, other))
        .isInstanceOf(InvalidSnapshotException.class)
        .hasMessageContaining("different networks");
  }
}
