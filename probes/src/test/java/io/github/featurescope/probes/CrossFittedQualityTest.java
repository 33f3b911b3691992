package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossFittedQualityTest {

  private static CrossFittedQuality.Result measure(Snapshot snapshot) {
    return CrossFittedQuality.CROSS_FITTED.measure(snapshot);
  }

  /** Deals the samples, sorted by class, to parts 0, 1, 2, 0, 1, 2, …. */
  private static int[] parts(int[] labels) {
    int[] sorted =
        IntStream.range(0, labels.length)
            .boxed()
            .sorted((i, j) -> Integer.compare(labels[i], labels[j]))
            .mapToInt(i -> i)
            .toArray();
    int[] parts = new int[labels.length];
    for (int k = 0; k < sorted.length; k++) {
      parts[sorted[k]] = k % 3;
    }
    return parts;
  }

  private static int[] rows(int[] parts, int part) {
    return IntStream.range(0, parts.length).filter(i -> parts[i] == part).toArray();
  }

  private static double[][] select(double[][] a, int[] rows) {
    return Arrays.stream(rows).mapToObj(i -> a[i]).toArray(double[][]::new);
  }

  /** Returns orthonormal functions of the centred one-hot labels, in the sense of 1/n, [n, C−1]. */
  private static double[][] targets(int[] labels, int classes) {
    double[][] basis =
        SlowReference.orth(SlowReference.centreColumns(SlowReference.oneHot(labels, classes)));
    for (double[] row : basis) {
      Arrays.setAll(row, i -> row[i] * Math.sqrt(labels.length));
    }
    return SlowReference.transpose(basis);
  }

  @ParameterizedTest(name = "n {1}, p {2}, C {3}")
  @CsvSource({"1, 60, 6, 3", "2, 30, 20, 3", "3, 63, 4, 2"})
  void qualityEqualsPlainLoops(int seed, int n, int p, int classes) {
    Snapshot snapshot = Samples.clusters(seed, n, p, classes);
    int[] labels = snapshot.givenLabels();
    int[] parts = parts(labels);
    double[][] phi = Samples.array(snapshot.features());
    double[][] h = targets(labels, classes);
    double[] actual = measure(snapshot).quality();
    double[] expected = new double[actual.length];
    for (int fit = 0; fit < 3; fit++) {
      double[][] train = select(phi, rows(parts, fit));
      double[] mean = SlowReference.columnMeans(train);
      SlowReference.Pairs pairs =
          SlowReference.eigenpairs(SlowReference.moment(SlowReference.centreColumns(train)));
      for (int k = 0; k < expected.length; k++) {
        double[][] e = new double[n][1];
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < p; j++) {
            e[i][0] += (phi[i][j] - mean[j]) * pairs.vectors()[k][j];
          }
        }
        expected[k] += product(e, h, rows(parts, (fit + 1) % 3), rows(parts, (fit + 2) % 3)) / 3;
      }
    }
    assertThat(actual).hasSizeGreaterThan(3);
    assertThat(actual).containsExactly(expected, within(1e-10));
  }

  private static double product(double[][] e, double[][] h, int[] a, int[] b) {
    double sum = 0;
    for (int c = 0; c < h[0].length; c++) {
      sum += covariance(e, 0, h, c, a) * covariance(e, 0, h, c, b);
    }
    return sum / Math.sqrt(covariance(e, 0, e, 0, a) * covariance(e, 0, e, 0, b));
  }

  private static double covariance(double[][] u, int j, double[][] v, int k, int[] rows) {
    double meanU = Arrays.stream(rows).mapToDouble(i -> u[i][j]).average().orElseThrow();
    return Arrays.stream(rows)
        .mapToDouble(i -> (u[i][j] - meanU) * v[i][k])
        .average()
        .orElseThrow();
  }

  @ParameterizedTest(name = "n {1}, p {2}, C {3}")
  @CsvSource({"4, 30, 4, 3", "5, 16, 20, 2"})
  void ridgeEqualsRefittingWithoutEachSample(int seed, int n, int p, int classes) {
    Snapshot snapshot = Samples.clusters(seed, n, p, classes);
    int[] labels = snapshot.givenLabels();
    double[][] phi = Samples.array(snapshot.features());
    double[][] y = SlowReference.oneHot(labels, classes);
    double[] rho =
        SlowReference.eigenpairs(SlowReference.moment(SlowReference.centreColumns(phi))).values();
    double scale = Arrays.stream(rho).average().orElseThrow();
    double[][] errors = new double[22][n];
    for (int i = 0; i < n; i++) {
      int left = i;
      int[] others = IntStream.range(0, n).filter(k -> k != left).toArray();
      for (int g = 0; g < 21; g++) {
        double penalty = n * scale * Math.pow(10, -6 + g / 2.0);
        errors[g][i] = error(select(phi, others), select(y, others), penalty, phi[i], y[i]);
      }
      errors[21][i] = error(new double[n - 1][1], select(y, others), 1, new double[1], y[i]);
    }
    int[] parts = parts(labels);
    double total = 0;
    for (int part = 0; part < 3; part++) {
      int held = part;
      double[] chosen =
          Arrays.stream(errors)
              .min((a, b) -> Double.compare(sumOutside(a, parts, held), sumOutside(b, parts, held)))
              .orElseThrow();
      total += Arrays.stream(rows(parts, part)).mapToDouble(i -> chosen[i]).sum();
    }
    double expected = 1 - total / Arrays.stream(errors[21]).sum();
    assertThat(measure(snapshot).ridgeR2()).isCloseTo(expected, within(1e-8));
  }

  private static double sumOutside(double[] errors, int[] parts, int held) {
    return IntStream.range(0, parts.length)
        .filter(i -> parts[i] != held)
        .mapToDouble(i -> errors[i])
        .sum();
  }

  /** Returns the squared error at one point of ridge with a free intercept. */
  private static double error(
      double[][] phi, double[][] y, double penalty, double[] point, double[] target) {
    double[] meanPhi = SlowReference.columnMeans(phi);
    double[] meanY = SlowReference.columnMeans(y);
    double[][] a = SlowReference.centreColumns(phi);
    double[][] normal = SlowReference.times(SlowReference.transpose(a), a);
    for (int j = 0; j < normal.length; j++) {
      normal[j][j] += penalty;
    }
    double[][] weights =
        new LUDecomposition(new Array2DRowRealMatrix(normal))
            .getSolver()
            .solve(
                new Array2DRowRealMatrix(
                    SlowReference.times(
                        SlowReference.transpose(a), SlowReference.centreColumns(y))))
            .getData();
    double error = 0;
    for (int c = 0; c < target.length; c++) {
      double fitted = meanY[c];
      for (int j = 0; j < point.length; j++) {
        fitted += (point[j] - meanPhi[j]) * weights[j][c];
      }
      error += (target[c] - fitted) * (target[c] - fitted);
    }
    return error;
  }

  @Test
  void pureNoiseReadsZeroWhereInSampleReadsItsShareOfDimensions() {
    int n = 600;
    int p = 300;
    double crossFitted = 0;
    double ridge = 0;
    int runs = 5;
    for (int seed = 0; seed < runs; seed++) {
      Snapshot snapshot =
          Samples.snapshot(
              Samples.normal(seed, n, p),
              Samples.normal(100 + seed, n, 4),
              Samples.pairedLabels(n, 4),
              Samples.normal(200 + seed, 4, p));
      CrossFittedQuality.Result actual = measure(snapshot);
      crossFitted += actual.cumulativeQuality()[11] / runs;
      ridge += actual.ridgeR2() / runs;
      double inSample = inSampleTotal(snapshot);
      assertThat(inSample).isCloseTo((double) p / n, within(0.06));
    }
    // The deviation of the mean of 5 runs is about 0.002 for both.
    assertThat(crossFitted).isCloseTo(0, within(0.01));
    assertThat(ridge).isCloseTo(0, within(0.01));
  }

  private static double inSampleTotal(Snapshot snapshot) {
    double[] overlaps =
        snapshot.centredSpectrum().squaredOverlaps(snapshot.shared().classFunctions());
    return Arrays.stream(overlaps).sum() / (snapshot.shared().classMeans().size() - 1);
  }

  @Test
  void collapsedFeaturesHaveFullQuality() {
    CrossFittedQuality.Result actual = measure(Samples.collapsed(12, 4));
    assertThat(actual.cumulativeQuality()[2]).isCloseTo(1, within(1e-10));
    assertThat(actual.ridgeR2()).isGreaterThan(0.999).isLessThanOrEqualTo(1);
  }

  @Test
  void listsThreeTimesTheClassesAtMostSixteenOrTheRank() {
    assertThat(measure(Samples.clusters(6, 90, 20, 2)).quality()).hasSize(6);
    assertThat(measure(Samples.clusters(7, 200, 30, 10)).quality()).hasSize(16);
    assertThat(measure(Samples.clusters(8, 90, 4, 3)).quality()).hasSize(4);
    assertThat(measure(Samples.clusters(9, 12, 40, 3)).quality()).hasSize(3);
  }

  @Test
  void everyPartHasEveryClassAndItsShareOfSamples() {
    int[] labels = Samples.pairedLabels(100, 7);
    int[] parts = StratifiedParts.of(labels, 7, 3);
    for (int part = 0; part < 3; part++) {
      int[] rows = StratifiedParts.rows(parts, part);
      assertThat(rows.length).isBetween(33, 34);
      assertThat(Arrays.stream(rows).map(i -> labels[i]).distinct().count()).isEqualTo(7);
    }
  }

  @Test
  void isUndefinedForFewerThanSixSamples() {
    assertThatThrownBy(() -> measure(Samples.clusters(10, 5, 3, 2)))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("at least 6 samples");
  }

  @Test
  void isUndefinedWhereFeaturesAreConstantOnAPart() {
    double[][] phi = new double[12][1];
    phi[0][0] = 1;
    Snapshot snapshot =
        Samples.snapshot(
            phi, Samples.normal(1, 12, 2), Samples.pairedLabels(12, 2), Samples.normal(2, 2, 1));
    assertThatThrownBy(() -> measure(snapshot))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("constant on a third");
  }
}
