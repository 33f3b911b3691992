package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectralSketchTest {

  private static final List<Measurement<?>> SPECTRAL =
      List.of(
          SpectralAlignment.UNCENTRED,
          SpectralAlignment.CENTRED,
          Richness.DLR,
          KernelTargetAlignment.CENTRED,
          RidgeQuality.RIDGE,
          Dimensionality.STANDARD);

  /**
   * Class clusters over features whose scales fall as a power of their place, rotated by a mean.
   */
  private static Snapshot decaying(int n, int p, double power, SpectrumMethod method) {
    Random random = new Random(7);
    int classes = 6;
    double[][] centres = Samples.normal(8, classes, p);
    int[] labels = Samples.pairedLabels(n, classes);
    double[][] features = new double[n][p];
    double[][] logits = new double[n][classes];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < p; j++) {
        double x = random.nextGaussian() + 0.4 * centres[labels[i]][j] + 0.3;
        features[i][j] = x * Math.pow(j + 1, -power);
      }
      for (int c = 0; c < classes; c++) {
        for (int j = 0; j < p; j++) {
          logits[i][c] += features[i][j] * centres[c][j];
        }
      }
    }
    return snapshot(Samples.matrix(features), Samples.matrix(logits), labels, method);
  }

  private static Snapshot snapshot(
      Matrix features, Matrix logits, int[] labels, SpectrumMethod method) {
    return Snapshot.ofInnerLayer(features, logits, labels).spectrum(method).build();
  }

  private static Snapshot by(SpectrumMethod method, Snapshot from) {
    return snapshot(from.features(), from.logits(), from.givenLabels(), method);
  }

  private static double[] scalars(Report report) {
    assertThat(report.undefined()).isEmpty();
    SpectralAlignment.Result centred = report.find(SpectralAlignment.CENTRED).orElseThrow();
    SpectralAlignment.Result uncentred = report.find(SpectralAlignment.UNCENTRED).orElseThrow();
    Richness.Result dlr = report.find(Richness.DLR).orElseThrow();
    Dimensionality.Result dimensions = report.find(Dimensionality.STANDARD).orElseThrow();
    return new double[] {
      centred.effectiveDimension(),
      centred.eigenvalues()[0],
      centred.eigenvalues()[15],
      centred.cumulativeQuality()[15],
      centred.cumulativeUtility()[15],
      uncentred.effectiveDimension(),
      uncentred.eigenvalues()[15],
      uncentred.cumulativeQuality()[15],
      uncentred.cumulativeUtility()[15],
      dlr.literal(),
      dlr.doubleCentred(),
      report.find(KernelTargetAlignment.CENTRED).orElseThrow().kernelTargetAlignment(),
      report.find(RidgeQuality.RIDGE).orElseThrow().r2(),
      dimensions.rankMe(),
      dimensions.participationRatio(),
      dimensions.stableRank(),
      centred.rank(),
    };
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.4, 1})
  void scalarsAreWithinOnePerCentOfTheWholeSpectrum(double power) {
    Snapshot exact = decaying(1200, 300, power, SpectrumMethod.EXACT);
    double[] expected = scalars(Report.of(exact, SPECTRAL));
    double[] actual = scalars(Report.of(by(SpectrumMethod.LEADING, exact), SPECTRAL));
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("scalar %d", i).isCloseTo(expected[i], Percentage.withPercentage(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {150, 1200})
  void eigenvaluesAreWithinTheirResidualsOfTheExactOnes(int n) {
    Snapshot exact = decaying(n, 300, 0, SpectrumMethod.EXACT);
    SpectralSketch sketch = by(SpectrumMethod.LEADING, exact).shared().sketch().orElseThrow();
    for (boolean centred : new boolean[] {true, false}) {
      double[] all = (centred ? exact.centredSpectrum() : exact.spectrum()).eigenvalues();
      KrylovSpace.Pairs pairs = sketch.pairs(centred);
      assertThat(pairs.values()).hasSize(SpectralSketch.PAIRS);
      for (int k = 0; k < pairs.values().length; k++) {
        assertThat(Math.abs(pairs.values()[k] - all[k]))
            .isLessThanOrEqualTo(pairs.residuals()[k] + 1e-12 * all[0]);
      }
    }
  }

  @Test
  void fewSamplesOfWideFeaturesAgreeToo() {
    Snapshot exact = decaying(200, 600, 0.3, SpectrumMethod.EXACT);
    double[] expected = scalars(Report.of(exact, SPECTRAL));
    double[] actual = scalars(Report.of(by(SpectrumMethod.LEADING, exact), SPECTRAL));
    for (int i = 0; i < expected.length - 1; i++) {
      assertThat(actual[i]).as("scalar %d", i).isCloseTo(expected[i], Percentage.withPercentage(1));
    }
  }

  @Test
  void whiteFeaturesReadTheLawOfMarchenkoAndPastur() {
    // Participation ratio p/(1 + p/n); the edge (1 + √(p/n))²; entropy by integration of the law.
    int n = 2400;
    int p = 600;
    double ratio = (double) p / n;
    Matrix features = Samples.matrix(Samples.normal(3, n, p));
    Snapshot snapshot =
        snapshot(
            features, features.columns(0, 3), Samples.pairedLabels(n, 3), SpectrumMethod.LEADING);
    double low = Math.pow(1 - Math.sqrt(ratio), 2);
    double high = Math.pow(1 + Math.sqrt(ratio), 2);
    int steps = 100_000;
    double entropy = 0;
    for (int i = 0; i < steps; i++) {
      double x = low + (high - low) * (i + 0.5) / steps;
      double density = Math.sqrt((high - x) * (x - low)) / (2 * Math.PI * ratio * x);
      entropy -= (high - low) / steps * density * x * Math.log(x / p);
    }
    SpectralAlignment.Result centred = SpectralAlignment.CENTRED.measure(snapshot);
    assertThat(centred.effectiveDimension())
        .isCloseTo(Math.exp(entropy), Percentage.withPercentage(0.5));
    assertThat(centred.eigenvalues()[0]).isCloseTo(high, Percentage.withPercentage(2));
    assertThat(Dimensionality.STANDARD.measure(snapshot).participationRatio())
        .isCloseTo(p / (1 + ratio), Percentage.withPercentage(0.5));
  }

  @Test
  void plantedSpikesStandWhereTheoryPutsThem() {
    // Baik and Silverstein: a variance s above the bulk reads s(1 + γ/(s − 1)).
    int n = 3000;
    int p = 500;
    double[][] features = Samples.normal(4, n, p);
    double[] spikes = {50, 30, 20};
    for (double[] row : features) {
      for (int j = 0; j < spikes.length; j++) {
        row[j] *= Math.sqrt(spikes[j]);
      }
    }
    Matrix matrix = Samples.matrix(features);
    SpectralSketch sketch =
        snapshot(matrix, matrix.columns(0, 2), Samples.pairedLabels(n, 2), SpectrumMethod.LEADING)
            .shared()
            .sketch()
            .orElseThrow();
    for (int j = 0; j < spikes.length; j++) {
      double expected = spikes[j] * (1 + (double) p / n / (spikes[j] - 1));
      // The deviation of one variance over n samples is √(2/n) of it.
      assertThat(sketch.pairs(true).values()[j])
          .isCloseTo(expected, within(4 * Math.sqrt(2.0 / n) * expected));
    }
  }

  @Test
  void whatLowRankLeavesIsNothing() {
    Matrix factors = Samples.matrix(Samples.normal(5, 400, 20));
    Matrix features = factors.times(Samples.matrix(Samples.normal(6, 20, 300)));
    Snapshot exact =
        snapshot(
            features, factors.columns(0, 4), Samples.pairedLabels(400, 4), SpectrumMethod.EXACT);
    Snapshot leading = by(SpectrumMethod.LEADING, exact);
    double[] expected = scalars(Report.of(exact, SPECTRAL));
    assertThat(scalars(Report.of(leading, SPECTRAL)))
        .containsExactly(expected, within(1e-6 * Arrays.stream(expected).max().orElseThrow()));
    SpectrumAccuracy accuracy = leading.shared().accuracy().orElseThrow();
    assertThat(accuracy.pairs()).isEqualTo(20);
    assertThat(accuracy.effectiveDimensionError()).isZero();
  }

  @Test
  void constantFeaturesHaveNoSpectrum() {
    double[][] features = new double[100][80];
    for (double[] row : features) {
      Arrays.fill(row, 3);
    }
    Matrix matrix = Samples.matrix(features);
    Matrix logits = Samples.matrix(Samples.normal(1, 100, 3));
    Snapshot snapshot =
        snapshot(matrix, logits, Samples.pairedLabels(100, 3), SpectrumMethod.LEADING);
    assertThatThrownBy(() -> SpectralAlignment.CENTRED.measure(snapshot))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("the same for every sample");
  }

  @Test
  void deadFeaturesAreNotCounted() {
    double[][] features = Samples.normal(2, 800, 200);
    for (double[] row : features) {
      Arrays.fill(row, 150, 200, 0);
    }
    Matrix matrix = Samples.matrix(features);
    Snapshot snapshot =
        snapshot(
            matrix, matrix.columns(0, 3), Samples.pairedLabels(800, 3), SpectrumMethod.LEADING);
    assertThat(SpectralAlignment.CENTRED.measure(snapshot).rank()).isEqualTo(150);
  }

  @Test
  void scaleChangesEigenvaluesOnly() {
    Snapshot snapshot = decaying(600, 200, 0.5, SpectrumMethod.LEADING);
    double[] factors = new double[200];
    Arrays.fill(factors, 1e-3);
    Snapshot small =
        snapshot(
            snapshot.features().scaledColumns(factors),
            snapshot.logits(),
            snapshot.givenLabels(),
            SpectrumMethod.LEADING);
    double[] expected = scalars(Report.of(snapshot, SPECTRAL));
    for (int eigenvalue : new int[] {1, 2, 6}) {
      expected[eigenvalue] *= 1e-6;
    }
    double[] actual = scalars(Report.of(small, SPECTRAL));
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], Percentage.withPercentage(1e-6));
    }
  }

  @Test
  void orderOfSamplesAndFeaturesChangesNoMoreThanTheError() {
    Snapshot snapshot = decaying(600, 200, 0.2, SpectrumMethod.LEADING);
    int[] rows = new int[600];
    Arrays.setAll(rows, i -> 599 - i);
    int[] columns = new int[200];
    Arrays.setAll(columns, j -> 199 - j);
    int[] labels = Arrays.stream(rows).map(i -> snapshot.givenLabels()[i]).toArray();
    Matrix turned =
        snapshot.features().selectRows(rows).transposed().selectRows(columns).transposed();
    Snapshot other =
        snapshot(turned, snapshot.logits().selectRows(rows), labels, SpectrumMethod.LEADING);
    double[] expected = scalars(Report.of(snapshot, SPECTRAL));
    double[] actual = scalars(Report.of(other, SPECTRAL));
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], Percentage.withPercentage(0.5));
    }
  }

  @Test
  void theSameFeaturesReadTheSame() {
    Snapshot snapshot = decaying(600, 200, 0.2, SpectrumMethod.LEADING);
    double[] once = scalars(Report.of(snapshot, SPECTRAL));
    assertThat(scalars(Report.of(by(SpectrumMethod.LEADING, snapshot), SPECTRAL)))
        .containsExactly(once);
  }

  @Test
  void theReportSaysHowExactItIs() {
    Snapshot leading = decaying(600, 200, 0.2, SpectrumMethod.LEADING);
    Report report = Report.of(leading, SPECTRAL);
    SpectrumAccuracy accuracy = report.spectrumAccuracy().orElseThrow();
    SpectralAlignment.Result centred = report.find(SpectralAlignment.CENTRED).orElseThrow();
    assertThat(centred.targetDimension()).as("needs all pairs").isNull();
    assertThat(centred.learnedDimension()).isNull();
    assertThat(accuracy.method()).isEqualTo("lanczos");
    assertThat(accuracy.pairs()).isEqualTo(64);
    double exact = by(SpectrumMethod.EXACT, leading).centredSpectrum().effectiveDimension();
    double estimate = SpectralAlignment.CENTRED.measure(leading).effectiveDimension();
    assertThat(Math.abs(estimate / exact - 1)).isLessThan(accuracy.effectiveDimensionError());
    assertThat(accuracy.normError()).isZero();
    assertThat(Report.of(by(SpectrumMethod.AUTOMATIC, leading), SPECTRAL).spectrumAccuracy())
        .isEmpty();
  }

  @Test
  void streamedMomentsAreSolvedAlike() {
    Snapshot snapshot = decaying(600, 200, 0.2, SpectrumMethod.LEADING);
    RunningMoments moments = RunningMoments.of(200, 6);
    moments.add(snapshot.features(), snapshot.logits(), snapshot.givenLabels());
    Report report = moments.report(RunningMoments.measurable(), SpectrumMethod.LEADING);
    assertThat(report.spectrumAccuracy()).isPresent();
    assertThat(report.find(SpectralAlignment.CENTRED).orElseThrow().effectiveDimension())
        .isCloseTo(
            SpectralAlignment.CENTRED.measure(snapshot).effectiveDimension(),
            Percentage.withPercentage(1e-6));
  }

  @Test
  void singlePrecisionFindsTheSamePairs() {
    Snapshot snapshot = decaying(600, 200, 0.5, SpectrumMethod.LEADING);
    Matrix centred = snapshot.shared().centredFeatures().values();
    SpectralSketch exact = snapshot.shared().sketch().orElseThrow();
    SpectralSketch rough =
        new SpectralSketch(
            LinearAlgebra.best().roughGramOperator(centred, 1.0 / 600),
            600,
            snapshot.shared().mean(),
            exact.trace(true),
            OptionalDouble.empty(),
            snapshot.shared().classMeans().sums());
    for (int k = 0; k < SpectralSketch.PAIRS; k++) {
      assertThat(rough.pairs(true).values()[k])
          .isCloseTo(exact.pairs(true).values()[k], Percentage.withPercentage(1e-3));
    }
    double normError = rough.accuracy().normError();
    assertThat(normError).isPositive();
    assertThat(Math.abs(rough.centredNorm() / exact.centredNorm() - 1)).isLessThan(normError);
    assertThat(rough.effectiveDimension(true).value())
        .isCloseTo(exact.effectiveDimension(true).value(), Percentage.withPercentage(0.5));
  }

  @Test
  void theMethodIsChosenBySize() {
    assertThat(SpectrumMethod.AUTOMATIC.isExact(2048)).isTrue();
    assertThat(SpectrumMethod.AUTOMATIC.isExact(2049)).isFalse();
    assertThat(SpectrumMethod.EXACT.isExact(1e6)).isTrue();
    assertThat(SpectrumMethod.LEADING.isExact(2)).isFalse();
  }
}
