package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ParticipationTest {

  private static final Snapshot SAMPLES = Samples.clusters(5, 200, 9, 3);

  private static double ratio(Snapshot snapshot) {
    return Participation.RATIO.measure(snapshot).participationRatio();
  }

  @Test
  void agreesWithTheSlowSumOverTheCovariance() {
    double[][] phi = Samples.array(SAMPLES.features());
    int n = phi.length;
    int p = phi[0].length;
    double trace = 0;
    double squares = 0;
    for (int j = 0; j < p; j++) {
      for (int k = 0; k < p; k++) {
        double meanJ = 0;
        double meanK = 0;
        for (double[] row : phi) {
          meanJ += row[j] / n;
          meanK += row[k] / n;
        }
        double covariance = 0;
        for (double[] row : phi) {
          covariance += (row[j] - meanJ) * (row[k] - meanK) / n;
        }
        trace += j == k ? covariance : 0;
        squares += covariance * covariance;
      }
    }
    assertThat(ratio(SAMPLES)).isCloseTo(trace * trace / squares, within(1e-9));
  }

  @Test
  void agreesWithTheDimensions() {
    assertThat(ratio(SAMPLES))
        .isCloseTo(Dimensionality.STANDARD.measure(SAMPLES).participationRatio(), within(1e-9));
  }

  @Test
  void orthogonalDirectionsOfOneSizeCountOneEach() {
    double[][] cross = new double[200][9];
    for (int i = 0; i < 200; i++) {
      cross[i][i % 4 / 2] = i % 2 == 0 ? 3 : -3; // two directions, four points
    }
    assertThat(ratio(Samples.withFeatures(SAMPLES, Samples.matrix(cross))))
        .isCloseTo(2, within(1e-12));
  }

  @Test
  void scaleAndShiftDoNotMatter() {
    double[][] phi = Samples.array(SAMPLES.features());
    for (double[] row : phi) {
      for (int j = 0; j < row.length; j++) {
        row[j] = 7 * row[j] + 2;
      }
    }
    assertThat(ratio(Samples.withFeatures(SAMPLES, Samples.matrix(phi))))
        .isCloseTo(ratio(SAMPLES), within(1e-9));
  }

  @Test
  void constantFeaturesHaveNone() {
    Snapshot constant = Samples.withFeatures(SAMPLES, Samples.matrix(new double[200][9]));
    assertThatThrownBy(() -> ratio(constant)).isInstanceOf(UndefinedMeasurementException.class);
  }
}
