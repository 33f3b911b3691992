package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceCriterionTest {

  private static double measure(Snapshot snapshot) {
    return EvidenceCriterion.EB.measure(snapshot).evidenceCriterion();
  }

  /** Writes out every sample's gradient and takes mean and variance of each coordinate. */
  private static double slow(Snapshot snapshot) {
    int n = snapshot.samples();
    int p = snapshot.width();
    int classes = snapshot.classes();
    double[][] gradients = new double[n][classes * p];
    for (int i = 0; i < n; i++) {
      double[] logits = Samples.array(snapshot.logits())[i];
      double sum = Arrays.stream(logits).map(Math::exp).sum();
      for (int k = 0; k < classes * p; k++) {
        double target = snapshot.givenLabels()[i] == k / p ? 1 : 0;
        gradients[i][k] =
            (Math.exp(logits[k / p]) / sum - target) * snapshot.features().get(i, k % p);
      }
    }
    double[] mean = SlowReference.columnMeans(gradients);
    double ratios = 0;
    int counted = 0;
    for (int k = 0; k < mean.length; k++) {
      double variance = 0;
      for (double[] gradient : gradients) {
        variance += Math.pow(gradient[k] - mean[k], 2) / (n - 1);
      }
      if (variance > 0) {
        ratios += mean[k] * mean[k] / variance;
        counted++;
      }
    }
    return 1 - n * ratios / counted;
  }

  @ParameterizedTest(name = "n {1}, p {2}, C {3}")
  @CsvSource({"1, 60, 6, 3", "2, 12, 30, 2", "3, 43, 1, 5"})
  void equalsPlainLoops(int seed, int n, int p, int classes) {
    Snapshot snapshot = Samples.clusters(seed, n, p, classes);
    double expected = slow(snapshot);
    assertThat(measure(snapshot)).isCloseTo(expected, within(1e-10 * Math.abs(expected)));
    assertThat(EvidenceCriterion.EB.measure(snapshot).evidenceCoordinates()).isEqualTo(classes * p);
  }

  @Test
  void fourSamplesByHand() {
    // Logits (0, 0): δ of class 0 is −1/2 for label 0 and 1/2 for label 1; with features 1, 1, 1, 3
    // and labels 0, 0, 1, 1 the gradients are −1/2, −1/2, 1/2, 3/2: mean 1/4, variance 11/12.
    double[][] features = {{1}, {1}, {1}, {3}};
    Snapshot snapshot =
        Samples.snapshot(features, new double[4][2], new int[] {0, 0, 1, 1}, new double[2][1]);
    assertThat(measure(snapshot)).isCloseTo(1 - 4 * (1 / 16.0) / (11 / 12.0), within(1e-14));
  }

  @Test
  void isOneWhereGradientsCancel() {
    double[][] features = {{2}, {2}, {5}, {5}};
    Snapshot snapshot =
        Samples.snapshot(features, new double[4][2], new int[] {0, 1, 0, 1}, new double[2][1]);
    assertThat(measure(snapshot)).isEqualTo(1);
  }

  @Test
  void isAboutZeroWhereLabelsAreDrawnFromTheModel() {
    // A model that knows the distribution of the labels has a gradient of mean 0. Then n g²/Σ̂ has
    // mean (n − 1)/(n − 3) about; 400 draws leave a standard error of about 0.016; 4 of
    // them are allowed.
    Random random = new Random(5);
    int n = 100;
    double sum = 0;
    for (int draw = 0; draw < 400; draw++) {
      double[][] features = Samples.normal(draw, n, 10);
      double[][] weights = Samples.normal(1000 + draw, 3, 10);
      double[][] logits = SlowReference.times(features, SlowReference.transpose(weights));
      int[] labels = new int[n];
      for (int i = 0; i < n; i++) {
        for (double[] row = logits[i]; labels[i] < 2; labels[i]++) {
          int from = labels[i];
          double rest = IntStream.range(from, 3).mapToDouble(c -> Math.exp(row[c])).sum();
          if (random.nextDouble() < Math.exp(row[from]) / rest) {
            break;
          }
        }
      }
      sum += measure(Samples.snapshot(features, logits, labels, weights));
    }
    assertThat(sum / 400).isCloseTo(1 - 99 / 97.0, within(0.064));
  }

  @Test
  void doublingTheSamplesDoublesTheEvidence() {
    Snapshot base = Samples.clusters(6, 50, 4, 3);
    int[] twice = IntStream.range(0, 100).map(i -> i % 50).toArray();
    int[] labels = base.givenLabels();
    Snapshot doubled =
        Snapshot.builder(
                base.features().selectRows(twice),
                base.logits().selectRows(twice),
                Arrays.stream(twice).map(i -> labels[i]).toArray(),
                base.headWeights())
            .build();
    // The variance of 100 samples divides by 99 and not by twice 49.
    double expected = 1 - 2 * (1 - measure(base)) * 99 / 98.0;
    assertThat(measure(doubled)).isCloseTo(expected, within(1e-10));
  }

  @Test
  void theScaleOfEachFeatureDoesNotMatter() {
    Snapshot base = Samples.clusters(7, 40, 4, 3);
    double[] factors = {1e-100, 1e100, 3, -1e-3};
    assertThat(measure(Samples.withFeatures(base, base.features().scaledColumns(factors))))
        .isCloseTo(measure(base), within(1e-9));
  }

  @Test
  void theOrderOfSamplesAndClassesDoesNotMatter() {
    Snapshot base = Samples.clusters(8, 40, 4, 3);
    int[] rows = IntStream.range(0, 40).map(i -> 39 - i).toArray();
    int[] rename = {2, 0, 1};
    int[] back = {1, 2, 0};
    int[] labels = base.givenLabels();
    Snapshot other =
        Snapshot.builder(
                base.features().selectRows(rows),
                base.logits().selectRows(rows).transposed().selectRows(back).transposed(),
                Arrays.stream(rows).map(i -> rename[labels[i]]).toArray(),
                base.headWeights().selectRows(back))
            .build();
    assertThat(measure(other)).isCloseTo(measure(base), within(1e-10));
  }

  @Test
  void aDeadNeuronIsLeftOut() {
    Snapshot base = Samples.clusters(9, 40, 4, 3);
    double[][] phi = Samples.array(base.features());
    double[][] wider = Arrays.stream(phi).map(x -> Arrays.copyOf(x, 5)).toArray(double[][]::new);
    double[][] weights =
        Arrays.stream(Samples.array(base.headWeights()))
            .map(w -> Arrays.copyOf(w, 5))
            .toArray(double[][]::new);
    Snapshot withDead =
        Samples.snapshot(wider, Samples.array(base.logits()), base.givenLabels(), weights);
    assertThat(EvidenceCriterion.EB.measure(withDead))
        .isEqualTo(EvidenceCriterion.EB.measure(base));
  }

  @Test
  void aSaturatedSoftmaxKeepsItsDigits() {
    // δ is about e^−300, whose square is no double; the label's own δ is rounded to 0.
    double[][] logits = {{300, 0}, {301, 0}, {300, 0}, {302, 0}};
    double[][] features = {{1}, {2}, {-1}, {4}};
    double[] gradients = {1, 2 * Math.exp(-1), -1, 4 * Math.exp(-2)};
    double mean = Arrays.stream(gradients).average().orElseThrow();
    double variance = Arrays.stream(gradients).map(g -> (g - mean) * (g - mean)).sum() / 3;
    Snapshot snapshot = Samples.snapshot(features, logits, new int[4], new double[2][1]);
    assertThat(EvidenceCriterion.EB.measure(snapshot).evidenceCoordinates()).isEqualTo(1);
    assertThat(measure(snapshot)).isCloseTo(1 - 4 * mean * mean / variance, within(1e-10));
  }

  @Test
  void isUndefinedForOneSample() {
    Snapshot one =
        Samples.snapshot(
            Samples.normal(1, 1, 3), Samples.normal(2, 1, 2), new int[1], new double[2][3]);
    assertThatThrownBy(() -> measure(one))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("no variance");
  }

  @Test
  void isUndefinedForCopiesOfOneSample() {
    double[][] phi = new double[9][];
    double[][] logits = new double[9][];
    Arrays.fill(phi, new double[] {0.1, 0.7});
    Arrays.fill(logits, new double[] {0.3, 0.2, 0.9});
    Snapshot snapshot = Samples.snapshot(phi, logits, new int[9], new double[3][2]);
    assertThatThrownBy(() -> measure(snapshot))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("same gradient in the weight of class 0 and feature 0");
  }

  @Test
  void isUndefinedWhereNoSampleHasAGradient() {
    double[][] logits = {{3000, 0}, {3000, 0}, {3000, 0}};
    Snapshot snapshot =
        Samples.snapshot(Samples.normal(6, 3, 2), logits, new int[3], new double[2][2]);
    assertThatThrownBy(() -> measure(snapshot))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("no sample has a gradient");
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
