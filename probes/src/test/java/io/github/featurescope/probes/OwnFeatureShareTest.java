package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnFeatureShareTest {

  private static void assertSplit(
      double[][] features, int directions, OwnFeatureShare.Result actual) {
    double[][] moment = SlowReference.moment(SlowReference.centreColumns(features));
    double[] eigenvalues = SlowReference.eigenpairs(moment).values();
    double shared = 0;
    double own = 0;
    for (int k = 0; k < eigenvalues.length; k++) {
      shared += k < directions ? eigenvalues[k] : 0;
      own += k < directions ? 0 : Math.max(eigenvalues[k], 0);
    }
    assertThat(actual.shared()).isCloseTo(Math.sqrt(shared), within(1e-7 * Math.sqrt(shared)));
    assertThat(actual.own()).isCloseTo(Math.sqrt(own), within(1e-7 * Math.sqrt(own)));
    assertThat(actual.share())
        .isCloseTo(Math.sqrt(own) / (Math.sqrt(shared) + Math.sqrt(own)), within(1e-7));
  }

  @ParameterizedTest(name = "n {0}, p {1}, C {2}")
  @CsvSource({"60, 6, 3", "20, 30, 4", "40, 5, 2"})
  void equalsJacobiEigenvalues(int n, int p, int classes) {
    Snapshot snapshot = Samples.clusters(1, n, p, classes);
    assertSplit(
        Samples.array(snapshot.features()),
        classes - 1,
        OwnFeatureShare.OWN_SHARE.measure(snapshot));
  }

  @Test
  void sinceStartEqualsTheSplitOfTheChange() {
    Snapshot start = Samples.clusters(2, 50, 7, 3);
    Snapshot now = Samples.clusters(3, 50, 7, 3);
    double[][] change = Samples.array(now.features());
    double[][] before = Samples.array(start.features());
    for (int i = 0; i < change.length; i++) {
      double[] row = change[i];
      double[] old = before[i];
      Arrays.setAll(row, j -> row[j] - old[j]);
    }
    assertSplit(change, 2, OwnFeatureShare.sinceStart(start, now));
  }

  @Test
  void collapsedFeaturesAreAllShared() {
    OwnFeatureShare.Result actual = OwnFeatureShare.OWN_SHARE.measure(Samples.collapsed(6, 4));
    assertThat(actual.own()).isZero();
    assertThat(actual.share()).isZero();
    // Simplex vertices of squared length 3/4.
    assertThat(actual.shared()).isCloseTo(Math.sqrt(0.75), within(1e-12));
  }

  @Test
  void handMadeScatterIsOwn() {
    // Class at ±2 on the first axis, the sample itself at ±1 on the second.
    double[][] phi = {{2, 1}, {2, -1}, {-2, 1}, {-2, -1}};
    Snapshot snapshot =
        Samples.snapshot(phi, new double[4][2], new int[] {0, 0, 1, 1}, new double[2][2]);
    OwnFeatureShare.Result actual = OwnFeatureShare.OWN_SHARE.measure(snapshot);
    assertThat(actual.shared()).isCloseTo(2, within(1e-12));
    assertThat(actual.own()).isCloseTo(1, within(1e-12));
    assertThat(actual.share()).isCloseTo(1.0 / 3, within(1e-12));
  }

  @Test
  void rotationShiftAndScaleOfFeaturesDoNotMatter() {
    Snapshot base = Samples.clusters(4, 40, 6, 3);
    double[][] axes = SlowReference.orth(Samples.normal(9, 6, 6));
    double[][] phi = SlowReference.times(Samples.array(base.features()), axes);
    for (double[] row : phi) {
      Arrays.setAll(row, j -> 1e3 * row[j] + j);
    }
    assertThat(
            OwnFeatureShare.OWN_SHARE
                .measure(Samples.withFeatures(base, Samples.matrix(phi)))
                .share())
        .isCloseTo(OwnFeatureShare.OWN_SHARE.measure(base).share(), within(1e-9));
  }

  @Test
  void nothingChangedIsUndefined() {
    Snapshot same = Samples.clusters(5, 20, 4, 2);
    assertThatThrownBy(() -> OwnFeatureShare.sinceStart(same, same))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("the same as at the start");
  }

  @Test
  void oneClassIsUndefined() {
    Snapshot one = Samples.withLabels(Samples.clusters(5, 20, 4, 2), new int[20]);
    assertThatThrownBy(() -> OwnFeatureShare.OWN_SHARE.measure(one))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("all samples have label 0");
  }

  @Test
  void otherSamplesThanAtTheStartAreRefused() {
    Snapshot base = Samples.clusters(5, 20, 4, 2);
    Snapshot fewer = Samples.clusters(5, 18, 4, 2);
    assertThatThrownBy(() -> OwnFeatureShare.sinceStart(fewer, base))
        .isInstanceOf(InvalidSnapshotException.class)
        .hasMessageContaining("same samples");
  }

  @Test
  void anotherOrderThanAtTheStartIsRefused() {
    Snapshot base = Samples.clusters(5, 2, 4, 2);
    Snapshot first = withIds(base, 1, 2);
    Snapshot second = withIds(base, 2, 1);
    assertThatThrownBy(() -> OwnFeatureShare.sinceStart(first, second))
        .isInstanceOf(InvalidSnapshotException.class)
        .hasMessageContaining("another order");
  }

  private static Snapshot withIds(Snapshot base, long... ids) {
    return Snapshot.builder(base.features(), base.logits(), base.givenLabels(), base.headWeights())
        .sampleIds(ids)
        .build();
  }
}
