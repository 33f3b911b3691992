package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LabelFitTest {

  @Test
  void equalsPlainLoops() {
    Snapshot snapshot = Samples.clusters(1, 50, 4, 3);
    double loss = 0;
    double hits = 0;
    for (int i = 0; i < 50; i++) {
      double[] logits = Samples.array(snapshot.logits())[i];
      int label = snapshot.givenLabels()[i];
      loss -= Math.log(Math.exp(logits[label]) / Arrays.stream(logits).map(Math::exp).sum()) / 50;
      hits += Arrays.stream(logits).allMatch(x -> x <= logits[label]) ? 1 : 0;
    }
    LabelFit.Result actual = LabelFit.FIT.measure(snapshot);
    assertThat(actual.loss()).isCloseTo(loss, within(1e-12));
    assertThat(actual.given()).isCloseTo(hits / 50, within(1e-15));
  }

  @Test
  void uniformLogitsLoseTheLogOfTheClasses() {
    Snapshot snapshot =
        Samples.withLogits(Samples.clusters(2, 12, 3, 4), Samples.matrix(new double[12][4]));
    assertThat(LabelFit.FIT.measure(snapshot).loss()).isCloseTo(Math.log(4), within(1e-15));
  }

  @Test
  void saturatedLogitsKeepTheirDigits() {
    double[][] logits = {{50, 0}, {0, 1000}};
    Snapshot snapshot =
        Samples.snapshot(
            Samples.normal(1, 2, 2), logits, new int[] {0, 0}, Samples.normal(2, 2, 2));
    assertThat(LabelFit.FIT.measure(snapshot).loss())
        .isCloseTo((Math.exp(-50) + 1000) / 2, within(1e-12));
    Snapshot right = Samples.withLabels(snapshot, new int[] {0, 1});
    assertThat(LabelFit.FIT.measure(right).loss() / (Math.exp(-50) / 2))
        .isCloseTo(1, within(1e-12));
  }
}
