package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeuralCollapseTest {

  @ParameterizedTest(name = "n {1}, p {2}, C {3}")
  @CsvSource({"1, 60, 6, 3", "2, 24, 30, 4", "3, 60, 2, 5", "4, 30, 9, 2"})
  void equalsPlainLoops(int seed, int n, int p, int classes) {
    Snapshot snapshot = Samples.clusters(seed, n, p, classes);
    NeuralCollapse.Result actual = NeuralCollapse.NC.measure(snapshot);
    double[][] phi = Samples.array(snapshot.features());
    int[] labels = snapshot.givenLabels();
    double[][] means = classMeans(phi, labels, classes);
    double[] mu = SlowReference.columnMeans(phi);
    double[][] m = new double[classes][p];
    double[][] within = new double[p][p];
    double[][] between = new double[p][p];
    for (int c = 0; c < classes; c++) {
      for (int j = 0; j < p; j++) {
        m[c][j] = means[c][j] - mu[j];
      }
      addOuter(between, m[c], 1.0 / classes);
    }
    int mismatches = 0;
    int[] predictions = snapshot.predictions();
    for (int i = 0; i < n; i++) {
      addOuter(within, minus(phi[i], means[labels[i]]), 1.0 / n);
      mismatches += nearest(phi[i], means) == predictions[i] ? 0 : 1;
    }
    double[][] w = Samples.array(snapshot.headWeights());
    double[][] mt = SlowReference.transpose(m);
    assertThat(actual.nc1())
        .isCloseTo(traceOfPseudoInverse(between, within) / classes, within(1e-8 * actual.nc1()));
    assertThat(actual.nc1Trace()).isCloseTo(trace(within) / trace(between), within(1e-10));
    assertThat(actual.nc2()).isCloseTo(simplex(SlowReference.times(m, mt)), within(1e-10));
    assertThat(actual.nc3()).isCloseTo(simplex(SlowReference.times(w, mt)), within(1e-10));
    assertThat(actual.nc4()).isCloseTo((double) mismatches / n, within(1e-15));
  }

  private static double[][] classMeans(double[][] phi, int[] labels, int classes) {
    double[][] means = new double[classes][phi[0].length];
    int[] counts = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i]]++;
      for (int j = 0; j < phi[0].length; j++) {
        means[labels[i]][j] += phi[i][j];
      }
    }
    for (int c = 0; c < classes; c++) {
      int count = counts[c];
      means[c] = Arrays.stream(means[c]).map(x -> x / count).toArray();
    }
    return means;
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = a.clone();
    Arrays.setAll(difference, j -> a[j] - b[j]);
    return difference;
  }

  private static void addOuter(double[][] to, double[] v, double factor) {
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < v.length; j++) {
        to[i][j] += factor * v[i] * v[j];
      }
    }
  }

  private static int nearest(double[] x, double[][] means) {
    int best = 0;
    for (int c = 1; c < means.length; c++) {
      double[] toBest = minus(x, means[best]);
      double[] toC = minus(x, means[c]);
      if (SlowReference.dot(toC, toC) < SlowReference.dot(toBest, toBest)) {
        best = c;
      }
    }
    return best;
  }

  private static double trace(double[][] a) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i][i];
    }
    return sum;
  }

  private static double traceOfPseudoInverse(double[][] between, double[][] within) {
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(between));
    double[] values = eigen.getRealEigenvalues();
    double largest = Arrays.stream(values).max().orElseThrow();
    double sum = 0;
    for (int k = 0; k < values.length; k++) {
      if (values[k] > 1e-8 * largest) {
        double[] v = eigen.getEigenvector(k).toArray();
        double[][] row = {v};
        sum +=
            SlowReference.times(SlowReference.times(row, within), SlowReference.transpose(row))[0][
                    0]
                / values[k];
      }
    }
    return sum;
  }

  private static double simplex(double[][] products) {
    int c = products.length;
    double norm = SlowReference.norm(products);
    double[][] difference = new double[c][c];
    for (int i = 0; i < c; i++) {
      for (int j = 0; j < c; j++) {
        difference[i][j] = products[i][j] / norm - ((i == j ? 1 : 0) - 1.0 / c) / Math.sqrt(c - 1);
      }
    }
    return SlowReference.norm(difference);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10})
  void fullCollapseReadsZero(int classes) {
    NeuralCollapse.Result actual = NeuralCollapse.NC.measure(Samples.collapsed(6, classes));
    assertThat(actual.nc1()).isCloseTo(0, within(1e-12));
    assertThat(actual.nc1Trace()).isCloseTo(0, within(1e-12));
    assertThat(actual.nc2()).isCloseTo(0, within(1e-12));
    assertThat(actual.nc3()).isCloseTo(0, within(1e-12));
    assertThat(actual.nc4()).isZero();
  }

  @Test
  void fullCollapseReadsZeroAlsoWhereAClassHasNoSample() {
    Snapshot all = Samples.collapsed(6, 5);
    int[] rows = IntStream.range(0, all.samples()).filter(i -> all.givenLabels()[i] != 2).toArray();
    Snapshot some =
        Snapshot.builder(
                all.features().selectRows(rows),
                all.logits().selectRows(rows),
                Arrays.stream(rows).map(i -> all.givenLabels()[i]).toArray(),
                all.headWeights())
            .build();
    NeuralCollapse.Result actual = NeuralCollapse.NC.measure(some);
    assertThat(actual.nc1()).isCloseTo(0, within(1e-12));
    assertThat(actual.nc2()).isCloseTo(0, within(1e-12));
    assertThat(actual.nc3()).isCloseTo(0, within(1e-12));
    assertThat(actual.nc4()).isZero();
  }

  @Test
  void equalDistancesGoToTheFirstClass() {
    double[][] phi = {{-1}, {-1}, {1}, {1}, {0}, {0}};
    double[][] logits = {{1, 0}, {1, 0}, {0, 1}, {0, 1}, {0, 1}, {1, 0}};
    Snapshot snapshot =
        Samples.snapshot(phi, logits, new int[] {0, 0, 1, 1, 0, 1}, new double[][] {{-1}, {1}});
    // Means are -2/3 and 2/3: samples 4 and 5 are as far from both, and 4 is predicted as 1.
    assertThat(NeuralCollapse.NC.measure(snapshot).nc4()).isCloseTo(1 / 6.0, within(1e-15));
  }

  @Test
  void isUndefinedForZeroHeadWeights() {
    Snapshot base = Samples.clusters(5, 30, 4, 3);
    assertThatThrownBy(
            () ->
                NeuralCollapse.NC.measure(
                    Samples.withWeights(base, Samples.matrix(new double[3][4]))))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("weights are zero");
  }

  @Test
  void isUndefinedWhereClassMeansCoincide() {
    double[][] phi = {{0.1}, {0.7}, {0.1}, {0.7}, {0.1}, {0.7}};
    Snapshot snapshot =
        Samples.snapshot(
            phi, new double[6][2], new int[] {0, 0, 1, 1, 0, 0}, new double[][] {{1}, {2}});
    assertThatThrownBy(() -> NeuralCollapse.NC.measure(snapshot))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("coincide");
  }
}
