package io.github.featurescope.examples.toys.systems.largerate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.DivergedException;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.patch.Vectors;
import io.github.featurescope.examples.toys.systems.ToyChecks;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LargeRateToyTest {

  private final LargeRateToy toy = new LargeRateToy();
  private final StrongWeakData data = StrongWeakData.draw(6, 9, 2, 0.5, new Random(1));

  private double loss(double[][] w) {
    double total = 0;
    for (int i = 0; i < data.samples(); i++) {
      double y = data.labels()[i];
      double f = 0;
      for (int r = 0; r < w.length; r++) {
        double value =
            Math.pow(Math.max(y * 0.5 * w[r][1], 0), 2)
                + Math.pow(Math.max(Vectors.dot(w[r], data.noise()[i]), 0), 2);
        if (data.strong()[i]) {
          value += Math.pow(Math.max(y * 2 * w[r][0], 0), 2);
        }
        f += (2 * r < w.length ? value : -value) / (w.length / 2.0);
      }
      total += (f - y) * (f - y) / 2 / data.samples();
    }
    return total;
  }

  @Test
  void stepsGoDownhill() {
    double[][] weights = Vectors.normal(6, 9, 0.5, new Random(2));
    SquaredModel model = new SquaredModel(data, 2, 0.5, weights);
    assertThat(model.step(1)).isCloseTo(loss(weights), within(1e-12));
    ToyChecks.assertWentDownhill(weights, this::loss, model.weights());
  }

  @Test
  void asManySamplesAsAskedLackTheStrongSignal() {
    int lacking = 0;
    for (boolean strong : data.strong()) {
      lacking += strong ? 0 : 1;
    }
    assertThat(lacking).isEqualTo(2);
  }

  @Test
  void dependsOnItsSeedAlone() {
    ToyChecks.assertDependsOnItsSeedAlone(toy, "time=200", "fresh=100");
  }

  @Test
  void divergesWithStepAndValues() {
    ToyChecks.assertDivergesWithStepAndValues(toy, "rate=20", "fresh=10");
  }

  /** The square of the network reaches numbers that no float holds before it is infinite. */
  @Test
  void theLastHealthyRowIsShownFinite() {
    Settings settings = Settings.of(toy, List.of("rate=50", "fresh=10"));
    assertThatThrownBy(() -> ToyRun.train(toy, settings, 1))
        .isInstanceOf(DivergedException.class)
        .hasMessageNotContaining("= Infinity")
        .hasMessageNotContaining("= -Infinity")
        .hasMessageMatching(".*loss = [0-9.]+E[0-9]+.*");
  }

  @Test
  void onlyALargeRateLearnsTheWeakSignal() {
    ToyChecks.assertHolds(toy, "rate ");
  }

  @Test
  void moreLackingSamplesThanSamplesAreRefused() {
    assertThatThrownBy(() -> Settings.of(toy, List.of("weakOnly=17")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("weakOnly = 17 with samples = 16");
  }

  @Test
  void aRateTooSmallForTheTimeIsRefused() {
    assertThatThrownBy(() -> Settings.of(toy, List.of("rate=1e-9")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("give less time or a larger rate");
  }
}
