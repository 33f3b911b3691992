package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RidgeQualityTest {

  private static RidgeQuality.Result measure(Snapshot snapshot) {
    return RidgeQuality.RIDGE.measure(snapshot);
  }

  /** Generalised cross-validation with the hat matrix written out. */
  private static double[] slow(Snapshot snapshot) {
    int n = snapshot.samples();
    RealMatrix a =
        new Array2DRowRealMatrix(
            SlowReference.centreColumns(Samples.array(snapshot.features())), false);
    RealMatrix y =
        new Array2DRowRealMatrix(
            SlowReference.centreColumns(
                SlowReference.oneHot(snapshot.givenLabels(), snapshot.classes())),
            false);
    RealMatrix gram = a.transpose().multiply(a).scalarMultiply(1.0 / n);
    int rank = Math.min(n - 1, snapshot.width());
    double scale = gram.getTrace() / rank;
    double total = Math.pow(y.getFrobeniusNorm(), 2);
    double mean = total / Math.pow(1 - 1.0 / n, 2);
    double least = mean;
    double parameters = 0;
    for (int g = 0; g < 21; g++) {
      double penalty = scale * 1e-6 * Math.pow(10, g / 2.0);
      RealMatrix ridge =
          gram.add(
              MatrixUtils.createRealIdentityMatrix(gram.getRowDimension()).scalarMultiply(penalty));
      RealMatrix hat =
          a.multiply(new LUDecomposition(ridge).getSolver().solve(a.transpose()))
              .scalarMultiply(1.0 / n);
      double residual = Math.pow(y.subtract(hat.multiply(y)).getFrobeniusNorm(), 2);
      double error = residual / Math.pow(1 - (1 + hat.getTrace()) / n, 2);
      if (error < least) {
        least = error;
        parameters = hat.getTrace();
      }
    }
    return new double[] {1 - least / mean, parameters};
  }

  @ParameterizedTest(name = "n {1}, p {2}, C {3}")
  @CsvSource({"1, 60, 6, 3", "2, 30, 20, 3", "3, 16, 24, 2", "4, 200, 12, 5"})
  void equalsTheHatMatrixWrittenOut(int seed, int n, int p, int classes) {
    Snapshot snapshot = Samples.clusters(seed, n, p, classes);
    double[] expected = slow(snapshot);
    RidgeQuality.Result actual = measure(snapshot);
    assertThat(actual.r2()).isCloseTo(expected[0], within(1e-8)).isGreaterThan(0);
    assertThat(actual.effectiveParameters()).isCloseTo(expected[1], within(1e-6));
  }

  @Test
  void pureNoiseReadsNextToNothing() {
    double sum = 0;
    int runs = 10;
    for (int seed = 0; seed < runs; seed++) {
      int p = 40 * (1 + seed % 5);
      sum +=
          measure(
                      Samples.snapshot(
                          Samples.normal(seed, 200, p),
                          Samples.normal(100 + seed, 200, 4),
                          Samples.pairedLabels(200, 4),
                          Samples.normal(200 + seed, 4, p)))
                  .r2()
              / runs;
    }
    // In sample these read p/n, 0.2 to 1.
    assertThat(sum).isBetween(0.0, 0.01);
  }

  @Test
  void isNearTheCrossValidatedOne() {
    for (int seed = 0; seed < 5; seed++) {
      Snapshot snapshot = Samples.clusters(seed, 600, 40, 4);
      double crossValidated = CrossFittedQuality.CROSS_FITTED.measure(snapshot).ridgeR2();
      assertThat(measure(snapshot).r2()).isCloseTo(crossValidated, within(0.02));
    }
  }

  @Test
  void featuresThatAreTheLabelsExplainAll() {
    assertThat(measure(Samples.collapsed(12, 4)).r2()).isGreaterThan(0.999).isLessThanOrEqualTo(1);
  }

  @Test
  void aLinearTargetInNoiseReadsItsShareOfTheVariance() {
    // Two classes by the sign of x + noise: the best linear share of the variance is (2/π) · ½.
    int n = 20_000;
    double[][] phi = Samples.normal(3, n, 3);
    double[][] noise = Samples.normal(4, n, 1);
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> phi[i][0] + noise[i][0] > 0 ? 1 : 0);
    Snapshot snapshot =
        Samples.snapshot(phi, Samples.normal(5, n, 2), labels, Samples.normal(6, 2, 3));
    assertThat(measure(snapshot).r2()).isCloseTo(1 / Math.PI, within(0.015));
  }

  @Test
  void isUndefinedForOneClass() {
    Snapshot snapshot = Samples.clusters(1, 20, 3, 2);
    assertThatThrownBy(() -> measure(Samples.withLabels(snapshot, new int[20])))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("at least two classes");
  }

  @Test
  void isUndefinedForConstantFeatures() {
    Snapshot snapshot = Samples.clusters(1, 20, 3, 2);
    assertThatThrownBy(
            () -> measure(Samples.withFeatures(snapshot, Samples.matrix(new double[20][3]))))
        .isInstanceOf(UndefinedMeasurementException.class);
  }
}
