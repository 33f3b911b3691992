package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrongLabelFitTest {

  private static final int[] TRUTH = {0, 0, 1, 1, 2, 2, 0, 1};

  private static Snapshot snapshot(int[] given, int[] truth, int... predicted) {
    double[][] logits = new double[given.length][3];
    for (int i = 0; i < given.length; i++) {
      logits[i][predicted[i]] = 1;
    }
    return Snapshot.builder(
            Samples.matrix(Samples.normal(1, given.length, 2)),
            Samples.matrix(logits),
            given,
            Samples.matrix(Samples.normal(2, 3, 2)))
        .trueLabels(truth)
        .build();
  }

  @Test
  void countsEachGroup() {
    int[] given = {0, 0, 1, 1, 0, 1, 2, 0}; // the last four are wrong
    Snapshot snapshot = snapshot(given, TRUTH, 0, 1, 1, 1, 0, 2, 0, 2);
    assertThat(WrongLabelFit.WRONG_LABELS.measure(snapshot))
        .isEqualTo(new WrongLabelFit.Result(4, 5 / 8.0, 3 / 4.0, 1 / 4.0, 2 / 4.0));
  }

  @Test
  void cleanLabelsHaveNoWrongGroup() {
    Snapshot snapshot = snapshot(TRUTH, TRUTH, TRUTH);
    assertThat(WrongLabelFit.WRONG_LABELS.measure(snapshot))
        .isEqualTo(new WrongLabelFit.Result(0, 1, 1.0, null, null));
  }

  @Test
  void onlyWrongLabelsHaveNoCleanGroup() {
    int[] given = {1, 1, 2, 2, 0, 0, 1, 2};
    assertThat(WrongLabelFit.WRONG_LABELS.measure(snapshot(given, TRUTH, given)))
        .isEqualTo(new WrongLabelFit.Result(8, 0, null, 1.0, 0.0));
  }

  @Test
  void isUndefinedWithoutTrueLabels() {
    Snapshot unknown = Samples.clusters(1, 10, 2, 2);
    assertThatThrownBy(() -> WrongLabelFit.WRONG_LABELS.measure(unknown))
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("true labels are not known");
  }
}
