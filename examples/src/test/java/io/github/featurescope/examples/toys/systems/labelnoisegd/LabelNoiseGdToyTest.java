package io.github.featurescope.examples.toys.systems.labelnoisegd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.systems.ToyChecks;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelNoiseGdToyTest {

  private static final String[] SMALL = {"samples=20", "dimension=200", "steps=300", "fresh=200"};

  private final LabelNoiseGdToy toy = new LabelNoiseGdToy();

  private double end(String flip, String column) {
    return ToyRun.end(toy, Settings.of(toy, List.of(flip, "fresh=500")), 1).get(column);
  }

  @Test
  void dependsOnItsSeedAlone() {
    ToyChecks.assertDependsOnItsSeedAlone(toy, SMALL);
  }

  @Test
  void divergesWithStepAndValues() {
    ToyChecks.assertDivergesWithStepAndValues(toy, "rate=1e300", "dimension=60");
  }

  @Test
  void flipsTradeNoiseForSignal() {
    assertThat(end("flip=0", "loss")).isLessThan(0.01);
    assertThat(end("flip=0.3", "loss")).isGreaterThan(0.1);
    assertThat(end("flip=0", "rho")).isGreaterThan(10 * end("flip=0.3", "rho"));
    assertThat(end("flip=0", "testError")).isGreaterThan(0.4);
    assertThat(end("flip=0.3", "testError")).isLessThan(0.05);
  }

  @Test
  void aChanceAboveOneHalfIsRefused() {
    assertThatThrownBy(() -> Settings.of(toy, List.of("flip=0.7")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("flip = 0.7: give a number from 0 to 0.5");
  }

  @Test
  void tooFewDimensionsAreRefused() {
    assertThatThrownBy(() -> Settings.of(toy, List.of("dimension=50")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("samples + 1");
  }
}
