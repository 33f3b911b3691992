package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectrumTest {

  private static Spectrum spectrum(double[][] features, boolean centred) {
    Matrix matrix = Samples.matrix(features);
    return centred
        ? Spectrum.centred(matrix.centredColumns(), matrix.columnMeans())
        : Spectrum.uncentred(matrix);
  }

  @ParameterizedTest(name = "n {0}, p {1}, centred {2}")
  @CsvSource({"12, 5, false", "12, 5, true", "5, 12, false", "5, 12, true", "6, 6, true"})
  void eigenvaluesAreThoseOfTheSecondMoment(int n, int p, boolean centred) {
    double[][] phi = Samples.normal(n + p, n, p);
    double[][] moment = SlowReference.moment(centred ? SlowReference.centreColumns(phi) : phi);
    double[] expected = SlowReference.eigenpairs(moment).values();
    Spectrum spectrum = spectrum(phi, centred);
    assertThat(spectrum.rank()).isEqualTo(Math.min(centred ? n - 1 : n, p));
    assertThat(spectrum.eigenvalues()).containsExactly(expected, within(1e-12));
    assertThat(spectrum.effectiveDimension())
        .isCloseTo(SlowReference.exponentialEntropy(expected), within(1e-11));
  }

  @ParameterizedTest(name = "n {0}, p {1}, centred {2}")
  @CsvSource({"12, 5, false", "12, 5, true", "5, 12, false", "5, 12, true"})
  void eigenfunctionsAreOrthonormalAndSolveTheOperator(int n, int p, boolean centred) {
    double[][] phi = Samples.normal(n * p, n, p);
    Spectrum spectrum = spectrum(phi, centred);
    double[][] a = centred ? SlowReference.centreColumns(phi) : phi;
    double[][] e = SlowReference.transpose(Samples.array(spectrum.eigenfunctions()));
    for (int k = 0; k < e.length; k++) {
      for (int l = 0; l < e.length; l++) {
        assertThat(SlowReference.dot(e[k], e[l]) / n).isCloseTo(k == l ? 1 : 0, within(1e-11));
      }
      for (int i = 0; i < n; i++) {
        double applied = 0;
        for (int j = 0; j < n; j++) {
          applied += SlowReference.dot(a[i], a[j]) * e[k][j] / n;
        }
        assertThat(applied).isCloseTo(spectrum.eigenvalues()[k] * e[k][i], within(1e-11));
      }
    }
  }

  @ParameterizedTest(name = "n {0}, p {1}, centred {2}")
  @CsvSource({"12, 5, false", "12, 5, true", "5, 12, false", "5, 12, true"})
  void extensionOnTheSampleIsTheSample(int n, int p, boolean centred) {
    double[][] phi = Samples.normal(3, n, p);
    Spectrum spectrum = spectrum(phi, centred);
    assertThat(spectrum.eigenfunctionsAt(Samples.matrix(phi)).toRowMajor())
        .containsExactly(spectrum.eigenfunctions().toRowMajor(), within(1e-10));
  }

  @ParameterizedTest(name = "n {0}, p {1}")
  @CsvSource({"12, 5", "5, 12"})
  void extensionOutsideTheSampleIsNystroem(int n, int p) {
    double[][] phi = Samples.normal(4, n, p);
    double[][] points = Samples.normal(5, 3, p);
    Spectrum spectrum = spectrum(phi, false);
    Matrix extended = spectrum.eigenfunctionsAt(Samples.matrix(points));
    Matrix onSample = spectrum.eigenfunctions();
    for (int x = 0; x < 3; x++) {
      for (int k = 0; k < spectrum.rank(); k++) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += SlowReference.dot(points[x], phi[i]) * onSample.get(i, k);
        }
        assertThat(extended.get(x, k))
            .isCloseTo(sum / (n * spectrum.eigenvalues()[k]), within(1e-10));
      }
    }
  }

  @Test
  void extensionRefusesAnotherWidth() {
    Spectrum spectrum = spectrum(Samples.normal(6, 8, 4), true);
    assertThatThrownBy(() -> spectrum.eigenfunctionsAt(Samples.matrix(Samples.normal(7, 2, 5))))
        .isInstanceOf(InvalidSnapshotException.class)
        .hasMessageContaining("width 5")
        .hasMessageContaining("width 4");
  }

  @Test
  void directionsAreUnitVectorsOfFeatureSpaceInBothForms() {
    for (double[][] phi : new double[][][] {Samples.normal(8, 9, 4), Samples.normal(9, 4, 9)}) {
      Matrix directions = spectrum(phi, false).directions();
      double[][] products = Samples.array(directions.timesTranspose(directions));
      for (int k = 0; k < 4; k++) {
        for (int l = 0; l < 4; l++) {
          assertThat(products[k][l]).isCloseTo(k == l ? 1 : 0, within(1e-11));
        }
      }
    }
  }

  @Test
  void tinyEigenvaluesCountAsZero() {
    double[][] phi = Samples.normal(10, 50, 3);
    for (double[] row : phi) {
      row[2] = row[0] - row[1] + 1e-7 * row[2];
    }
    assertThat(spectrum(phi, false).rank()).isEqualTo(2);
  }

  @Test
  void zeroFeaturesHaveRankZeroAndNoDimension() {
    Spectrum spectrum = spectrum(new double[6][3], false);
    assertThat(spectrum.rank()).isZero();
    assertThat(spectrum.eigenvalues()).isEmpty();
    assertThat(spectrum.eigenfunctions().cols()).isZero();
    assertThat(spectrum.eigenfunctionsAt(Samples.matrix(new double[2][3])).rows()).isEqualTo(2);
    assertThatThrownBy(spectrum::effectiveDimension)
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("features are zero");
  }

  @Test
  void constantFeaturesHaveCentredRankZero() {
    double[][] phi = new double[7][];
    Arrays.fill(phi, new double[] {0.1, 1e9 / 3, -7});
    assertThat(spectrum(phi, true).rank()).isZero();
    assertThat(spectrum(phi, false).rank()).isOne();
  }

  @Test
  void hugeFeaturesAreRefusedByName() {
    double[][] phi = {{1e200, 0}, {0, 1}};
    assertThatThrownBy(() -> spectrum(phi, false))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("1.0E200");
  }

  @Test
  void oneSampleHasOneEigenvalue() {
    Spectrum spectrum = spectrum(new double[][] {{3, 4}}, false);
    assertThat(spectrum.eigenvalues()).containsExactly(new double[] {25}, within(1e-12));
  }

  @Test
  void isSolvedOncePerSnapshotAndFormByManyThreads() {
    Snapshot snapshot = Samples.clusters(11, 60, 10, 3);
    assertThat(
            IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> i % 2 == 0 ? snapshot.spectrum() : snapshot.centredSpectrum())
                .distinct())
        .containsExactlyInAnyOrder(snapshot.spectrum(), snapshot.centredSpectrum());
  }

  @ParameterizedTest(name = "n {0}, p {1}, mean {2}")
  @CsvSource({"40, 12, 0.3", "40, 12, 100", "12, 12, 1", "8, 12, 1", "40, 12, 0"})
  void theUncentredFormFromTheCentredOneIsTheSame(int n, int p, double mean) {
    double[][] phi = Samples.normal(7 + n, n, p);
    for (double[] row : phi) {
      for (int j = 0; j < p; j++) {
        row[j] += mean * (j % 3);
      }
    }
    Matrix features = Samples.matrix(phi);
    Spectrum direct = Spectrum.uncentred(features);
    Spectrum updated =
        Spectrum.uncentred(
            features, Spectrum.centred(features.centredColumns(), features.columnMeans()));
    double largest = direct.eigenvalues()[0];
    assertThat(updated.eigenvalues())
        .containsExactly(direct.eigenvalues(), within(1e-13 * largest));
    assertThat(updated.trace()).isEqualTo(direct.trace());
    assertThat(updated.norm()).isCloseTo(direct.norm(), within(1e-13 * largest));
    Matrix basis = Basis.ofColumns(Samples.matrix(Samples.normal(3, n, 2)));
    Functions functions = Functions.on(features.centredColumns(), basis);
    double[] expected = direct.eigenfunctions().transposeTimes(basis).squaredRowNorms();
    for (Spectrum spectrum : List.of(direct, updated)) {
      double[] overlaps = spectrum.squaredOverlaps(functions);
      for (int k = 0; k < overlaps.length; k++) {
        assertThat(overlaps[k]).isCloseTo(expected[k] / n, within(1e-8));
      }
    }
    Matrix e = updated.eigenfunctions();
    Matrix gram = e.transposeTimes(e);
    for (int k = 0; k < e.cols(); k++) {
      assertThat(gram.get(k, k) / n).isCloseTo(1, within(1e-8));
    }
  }
}
