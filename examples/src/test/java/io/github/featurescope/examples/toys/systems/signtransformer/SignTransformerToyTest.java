package io.github.featurescope.examples.toys.systems.signtransformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.DivergedException;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Trajectory;
import org.junit.jupiter.api.Test;

class SignTransformerToyTest {

  private static final String FRESH = "fresh=200";

  private static Trajectory run(long seed, String... assignments) {
    return Evidence.of(new SignTransformerToy(), seed).run(assignments);
  }

  @Test
  void signStepsLookAtNoiseWhereTheGradientLooksAtTheSignal() {
    Trajectory sign = run(1, FRESH);
    Trajectory gradient = run(1, FRESH, "sign=false", "rate=0.2");
    assertThat(sign.last("loss")).isLessThanOrEqualTo(0.01);
    assertThat(gradient.last("loss")).isLessThanOrEqualTo(0.01);
    assertThat(sign.last("attentionNoise")).isGreaterThan(0.99);
    assertThat(gradient.last("attentionSignal")).isGreaterThan(0.5);
    assertThat(sign.last("testError")).isGreaterThan(0.2);
    assertThat(gradient.last("testError")).isLessThan(0.02);
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    String[] few = {FRESH, "steps=20"};
    assertThat(run(5, few).column("loss")).isEqualTo(run(5, few).column("loss"));
    assertThat(run(5, few).column("loss")).isNotEqualTo(run(6, few).column("loss"));
  }

  @Test
  void aDivergingRunEndsWithItsStepAndValues() {
    assertThatThrownBy(() -> run(1, FRESH, "rate=1e200"))
        .isInstanceOf(DivergedException.class)
        .hasMessageStartingWith("diverged at step 1: ")
        .hasMessageContaining("the last healthy row: step = 0, attentionSignal = 0.49");
  }

  @Test
  void moreCoordinatesWithNoiseThanThereAreIsRefused() {
    assertThatThrownBy(() -> run(1, "dimension=10", "support=9"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("support = 9 with dimension = 10")
        .hasMessageContaining("at most 8");
  }
}
