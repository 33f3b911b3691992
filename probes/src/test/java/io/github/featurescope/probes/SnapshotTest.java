package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SnapshotTest {

  private static final Matrix FEATURES = Samples.matrix(Samples.normal(1, 4, 3));
  private static final Matrix LOGITS = Samples.matrix(Samples.normal(2, 4, 2));
  private static final Matrix WEIGHTS = Samples.matrix(Samples.normal(3, 2, 3));
  private static final int[] LABELS = {0, 1, 1, 0};

  private static void assertRefused(Snapshot.Builder builder, String... words) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidSnapshotException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void keepsItsPartsAsCopies() {
    int[] labels = LABELS.clone();
    Snapshot snapshot =
        Snapshot.builder(FEATURES, LOGITS, labels, WEIGHTS)
            .trueLabels(labels)
            .sampleIds(new long[] {9, 8, 7, 6})
            .build();
    labels[0] = 1;
    snapshot.givenLabels()[1] = 0;
    assertThat(snapshot.givenLabels()).containsExactly(LABELS);
    assertThat(snapshot.trueLabels())
        .hasValueSatisfying(t -> assertThat(t).containsExactly(LABELS));
    assertThat(snapshot.sampleIds())
        .hasValueSatisfying(ids -> assertThat(ids).containsExactly(9, 8, 7, 6));
    assertThat(snapshot).hasToString("Snapshot[n=4, p=3, C=2]");
  }

  @Test
  void predictsTheFirstOfEqualLogits() {
    Matrix logits = Samples.matrix(new double[][] {{1, 1}, {0, 2}, {3, 2}, {-1, -1}});
    assertThat(Snapshot.builder(FEATURES, logits, LABELS, WEIGHTS).build().predictions())
        .containsExactly(0, 1, 0, 0);
  }

  @Test
  void refusesOtherNumbersOfRows() {
    assertRefused(
        Snapshot.builder(FEATURES, LOGITS.firstRows(3), LABELS, WEIGHTS), "logits", "3", "4");
    assertRefused(Snapshot.builder(FEATURES, LOGITS, new int[5], WEIGHTS), "labels", "5", "4");
    assertRefused(
        Snapshot.builder(FEATURES, LOGITS, LABELS, WEIGHTS).trueLabels(new int[3]),
        "true labels",
        "3");
    assertRefused(
        Snapshot.builder(FEATURES, LOGITS, LABELS, WEIGHTS).sampleIds(new long[3]),
        "sample ids",
        "3");
  }

  @Test
  void refusesWeightsOfAnotherShape() {
    assertRefused(
        Snapshot.builder(FEATURES, LOGITS, LABELS, WEIGHTS.transposed()), "weights", "[3, 2]");
  }

  @Test
  void refusesLabelsOutOfRange() {
    assertRefused(
        Snapshot.builder(FEATURES, LOGITS, new int[] {0, 1, 2, 0}, WEIGHTS), "value 2", "row 2");
    assertRefused(
        Snapshot.builder(FEATURES, LOGITS, new int[] {0, -1, 0, 0}, WEIGHTS), "value -1", "row 1");
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    double[][] broken = Samples.normal(1, 4, 3);
    broken[2][1] = Double.NaN;
    assertRefused(
        Snapshot.builder(Samples.matrix(broken), LOGITS, LABELS, WEIGHTS),
        "features: 1 of 12 values are NaN or infinite",
        "row 2, column 1");
  }

  @Test
  void refusesEmptyParts() {
    Matrix none = Matrix.ofRowMajor(0, 3, new double[0]);
    assertRefused(Snapshot.builder(none, LOGITS, LABELS, WEIGHTS), "features: no samples");
    Matrix thin = Matrix.ofRowMajor(4, 0, new double[0]);
    assertRefused(Snapshot.builder(thin, LOGITS, LABELS, WEIGHTS), "features: width 0");
    assertRefused(Snapshot.builder(FEATURES, thin, LABELS, WEIGHTS), "logits: no columns");
  }
}
