package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RichnessTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10})
  void fullCollapseReadsZeroAndTheGaugeFloorInLiteralForm(int classes) {
    Richness.Result actual = Richness.DLR.measure(Samples.collapsed(200, classes));
    assertThat(actual.rank()).isEqualTo(classes - 1);
    assertThat(actual.doubleCentred()).isCloseTo(0, within(1e-12));
    // The floor is that of a gauge without overlap: 1/√n-size overlaps of a random one remain.
    assertThat(actual.literal()).isCloseTo(1 - Math.sqrt((classes - 1.0) / classes), within(0.02));
  }

  @Test
  void isotropicFeaturesApproachTheIsotropicLine() {
    int n = 20_000;
    int p = 32;
    double[][] phi = Samples.normal(1, n, p);
    double[][] weights = Samples.normal(2, 5, p);
    double[][] logits = SlowReference.times(phi, SlowReference.transpose(weights));
    Richness.Result actual =
        Richness.DLR.measure(Samples.snapshot(phi, logits, Samples.pairedLabels(n, 5), weights));
    assertThat(actual.isotropic()).isCloseTo(1 - Math.sqrt(4 / 32.0), within(1e-15));
    assertThat(actual.doubleCentred()).isCloseTo(actual.isotropic(), within(0.005));
    assertThat(actual.literal()).isCloseTo(1 - Math.sqrt(5 / 32.0), within(0.005));
  }

  @Test
  void oneHotOutputsHaveTheSameValueInBothForms() {
    Snapshot base = Samples.clusters(3, 60, 8, 4);
    double[][] outputs = SlowReference.oneHot(base.givenLabels(), 4);
    Richness.Result actual =
        Richness.DLR.measure(Samples.withLogits(base, Samples.matrix(outputs)));
    assertThat(actual.literal()).isCloseTo(actual.doubleCentred(), within(1e-11));
  }

  @Test
  void headBiasAndSampleOffsetsDoNotMatterInDoubleCentredForm() {
    Snapshot base = Samples.clusters(4, 60, 8, 4);
    double[][] logits = Samples.array(base.logits());
    double[] offsets = Samples.normal(5, 1, 60)[0];
    for (int i = 0; i < 60; i++) {
      for (int c = 0; c < 4; c++) {
        logits[i][c] += 3 * c * c + offsets[i];
      }
    }
    Snapshot shifted = Samples.withLogits(base, Samples.matrix(logits));
    Richness.Result before = Richness.DLR.measure(base);
    Richness.Result after = Richness.DLR.measure(shifted);
    assertThat(after.doubleCentred()).isCloseTo(before.doubleCentred(), within(1e-11));
    assertThat(Math.abs(after.literal() - before.literal())).isGreaterThan(1e-4);
  }

  @Test
  void linearOutputMapsDoNotMatterInLiteralForm() {
    Snapshot base = Samples.clusters(6, 60, 8, 4);
    Matrix map = Samples.matrix(Samples.normal(7, 4, 4));
    Snapshot mapped = Samples.withLogits(base, base.logits().times(map));
    assertThat(Richness.DLR.measure(mapped).literal())
        .isCloseTo(Richness.DLR.measure(base).literal(), within(1e-10));
  }

  @Test
  void isUndefinedForAZeroHead() {
    Snapshot zero =
        Samples.withLogits(Samples.clusters(8, 30, 4, 3), Samples.matrix(new double[30][3]));
    assertThatThrownBy(() -> Richness.DLR.measure(zero))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("logits do not differ");
  }

  @Test
  void isUndefinedForOffsetsThatSoftmaxDoesNotSee() {
    double[][] logits = Samples.normal(9, 30, 3);
    for (double[] row : logits) {
      row[1] = row[0];
      row[2] = row[0];
    }
    Snapshot offsets = Samples.withLogits(Samples.clusters(8, 30, 4, 3), Samples.matrix(logits));
    assertThatThrownBy(() -> Richness.DLR.measure(offsets))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("logits do not differ");
  }
}
