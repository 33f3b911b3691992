package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientDisparityTest {

  private static double measure(Snapshot snapshot) {
    return GradientDisparity.DISPARITY.measure(snapshot).gradientDisparity();
  }

  /** Mean over deviation of the cross-entropy of a linear head whose bias is what is left over. */
  private static double rescaledLoss(
      double[][] features, double[][] rest, int[] labels, double[][] weights) {
    double[][] logits = SlowReference.times(features, SlowReference.transpose(weights));
    double[] losses = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      double sum = 0;
      for (int c = 0; c < weights.length; c++) {
        sum += Math.exp(logits[i][c] + rest[i][c]);
      }
      losses[i] = Math.log(sum) - logits[i][labels[i]] - rest[i][labels[i]];
    }
    double mean = Arrays.stream(losses).average().orElseThrow();
    double squares = Arrays.stream(losses).map(l -> (l - mean) * (l - mean)).sum();
    return mean / Math.sqrt(squares / (labels.length - 1));
  }

  /** Differentiates the rescaled loss of some rows numerically, one weight after the other. */
  private static double[] numericGradient(Snapshot snapshot, List<Integer> rows) {
    double[][] phi = Samples.array(snapshot.features());
    double[][] weights = Samples.array(snapshot.headWeights());
    double[][] linear = SlowReference.times(phi, SlowReference.transpose(weights));
    double[][] features = rows.stream().map(i -> phi[i]).toArray(double[][]::new);
    double[][] rest = new double[rows.size()][weights.length];
    int[] labels = rows.stream().mapToInt(i -> snapshot.givenLabels()[i]).toArray();
    for (int i = 0; i < rest.length; i++) {
      int row = rows.get(i);
      Arrays.setAll(rest[i], c -> snapshot.logits().get(row, c) - linear[row][c]);
    }
    double[] gradient = new double[weights.length * phi[0].length];
    double step = 1e-5;
    for (int k = 0; k < gradient.length; k++) {
      double[] ofClass = weights[k / phi[0].length];
      int j = k % phi[0].length;
      double before = ofClass[j];
      ofClass[j] = before + step;
      double above = rescaledLoss(features, rest, labels, weights);
      ofClass[j] = before - step;
      gradient[k] = (above - rescaledLoss(features, rest, labels, weights)) / (2 * step);
      ofClass[j] = before;
    }
    return gradient;
  }

  @ParameterizedTest(name = "n {1}, p {2}, C {3}")
  @CsvSource({"1, 60, 6, 3", "2, 25, 9, 2", "3, 43, 2, 5"})
  void equalsNumericDifferentiation(int seed, int n, int p, int classes) {
    Snapshot snapshot = Samples.clusters(seed, n, p, classes);
    List<List<Integer>> parts = new ArrayList<>();
    for (int part = 0; part < 5; part++) {
      parts.add(new ArrayList<>());
    }
    int dealt = 0;
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < n; i++) {
        if (snapshot.givenLabels()[i] == c) {
          parts.get(dealt++ % 5).add(i);
        }
      }
    }
    double sum = 0;
    for (int a = 0; a < 5; a++) {
      for (int b = a + 1; b < 5; b++) {
        double[] ga = numericGradient(snapshot, parts.get(a));
        double[] gb = numericGradient(snapshot, parts.get(b));
        sum +=
            Math.sqrt(
                IntStream.range(0, ga.length)
                    .mapToDouble(k -> (ga[k] - gb[k]) * (ga[k] - gb[k]))
                    .sum());
      }
    }
    // Central differences of step 1e-5 err by about 1e-9.
    assertThat(measure(snapshot)).isCloseTo(sum / 10, within(1e-7 * Math.max(1, sum)));
  }

  @Test
  void partsThatHoldTheSameSamplesAgree() {
    Snapshot one = Samples.clusters(4, 12, 5, 3);
    // Five copies of every sample, side by side: each part is dealt one of them.
    int[] rows = IntStream.range(0, 60).map(i -> i / 5).toArray();
    int[] labels = one.givenLabels();
    Snapshot copies =
        Snapshot.builder(
                one.features().selectRows(rows),
                one.logits().selectRows(rows),
                Arrays.stream(rows).map(i -> labels[i]).toArray(),
                one.headWeights())
            .build();
    assertThat(measure(copies)).isCloseTo(0, within(1e-13));
    assertThat(measure(one)).isGreaterThan(0.1);
  }

  @Test
  void twoLossesByHand() {
    // Two classes, one feature, logits (0, 0) or (ln 3, 0), label 0: losses ln 2 and ln 4/3.
    double a = Math.log(2);
    double b = Math.log(4 / 3.0);
    double[][] logits = new double[10][];
    double[][] features = new double[10][];
    for (int i = 0; i < 10; i++) {
      // Sample i goes to part i mod 5: the first five have the loss ln 2, the others ln 4/3.
      logits[i] = i < 5 ? new double[] {0, 0} : new double[] {Math.log(3), 0};
      features[i] = new double[] {i % 5 == 0 ? 1 : 0};
    }
    // Only part 0 has a feature, so four of ten pairs differ, by its gradient. With the deviation
    // (a − b)/√2 of two losses the loss is (a + b)/(a − b)/√2, whose derivatives are
    // −√2 b/(a − b)² and √2 a/(a − b)²; δ of class 0 is −1/2 and −1/4, of class 1 the opposite.
    double ofClassZero = Math.sqrt(2) * (b / 2 - a / 4) / ((a - b) * (a - b));
    double expected = 0.4 * Math.sqrt(2) * Math.abs(ofClassZero);
    Snapshot snapshot = Samples.snapshot(features, logits, new int[10], new double[2][1]);
    assertThat(measure(snapshot)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void rotatingTheFeaturesChangesNothing() {
    Snapshot base = Samples.clusters(5, 40, 2, 3);
    Matrix rotation = Samples.matrix(new double[][] {{0.6, 0.8}, {-0.8, 0.6}});
    Snapshot rotated =
        Snapshot.builder(
                base.features().times(rotation),
                base.logits(),
                base.givenLabels(),
                base.headWeights().times(rotation))
            .build();
    assertThat(measure(rotated)).isCloseTo(measure(base), within(1e-12));
  }

  @Test
  void growsInProportionToTheFeatures() {
    Snapshot base = Samples.clusters(6, 40, 4, 3);
    double[] factors = {3, 3, 3, 3};
    Snapshot scaled = Samples.withFeatures(base, base.features().scaledColumns(factors));
    assertThat(measure(scaled)).isCloseTo(3 * measure(base), within(1e-12 * measure(scaled)));
  }

  @Test
  void anOffsetOfASamplesLogitsChangesNothing() {
    Snapshot base = Samples.clusters(7, 40, 4, 3);
    double[][] logits = Samples.array(base.logits());
    for (int i = 0; i < logits.length; i++) {
      double offset = i - 20;
      double[] row = logits[i];
      Arrays.setAll(row, c -> row[c] + offset);
    }
    assertThat(measure(Samples.withLogits(base, Samples.matrix(logits))))
        .isCloseTo(measure(base), within(1e-12));
  }

  @Test
  void featuresThatVanishWhenSquaredKeepTheirDigits() {
    Snapshot base = Samples.clusters(8, 40, 4, 3);
    double[] factors = new double[4];
    Arrays.fill(factors, 0x1p-700);
    Snapshot tiny = Samples.withFeatures(base, base.features().scaledColumns(factors));
    assertThat(measure(tiny) * 0x1p700).isCloseTo(measure(base), within(1e-12));
  }

  @Test
  void isUndefinedForFewerThanTenSamples() {
    assertThatThrownBy(() -> measure(Samples.clusters(9, 9, 4, 3)))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("9 samples are too few");
  }

  @Test
  void isUndefinedWhereAllLossesAreEqual() {
    Snapshot base = Samples.clusters(10, 30, 4, 3);
    assertThatThrownBy(() -> measure(Samples.withLogits(base, Samples.matrix(new double[30][3]))))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("same loss");
  }

  @Test
  void isUndefinedForZeroFeatures() {
    Snapshot base = Samples.clusters(11, 30, 4, 3);
    assertThatThrownBy(() -> measure(Samples.withFeatures(base, Samples.matrix(new double[30][4]))))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("features are zero");
  }

  @Test
  void isUndefinedForALayerThatDoesNotFeedTheHead() {
    Snapshot base = Samples.clusters(12, 30, 4, 3);
    Snapshot inner =
        Snapshot.ofInnerLayer(base.features(), base.logits(), base.givenLabels()).build();
    assertThatThrownBy(() -> measure(inner))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("does not feed the head");
  }
}
