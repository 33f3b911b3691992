package io.github.featurescope.examples.toys.systems.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.toys.DivergedException;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Trajectory;
import org.junit.jupiter.api.Test;

class DiffusionToyTest {

  private static final String SMALL = "dimension=200";

  private static Trajectory run(long seed, String... assignments) {
    return Evidence.of(new DiffusionToy(), seed).run(assignments);
  }

  @Test
  void denoisingIsBalancedWhereClassificationLearnsTheSignalAlone() {
    String classification = "task=classification";
    assertThat(run(1, SMALL).last("ratio")).isBetween(0.1, 3.0);
    Trajectory classifier = run(1, SMALL, classification, "rate=0.1");
    assertThat(classifier.last("loss")).isLessThanOrEqualTo(0.05);
    assertThat(classifier.last("ratio")).isGreaterThan(5);
    assertThat(classifier.last("testError")).isLessThan(0.02);
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    String[] few = {SMALL, "steps=5"};
    assertThat(run(5, few).column("signal")).isEqualTo(run(5, few).column("signal"));
    assertThat(run(5, few).column("signal")).isNotEqualTo(run(6, few).column("signal"));
  }

  @Test
  void aDivergingRunEndsWithItsStepAndValues() {
    assertThatThrownBy(() -> run(1, SMALL, "rate=50"))
        .isInstanceOf(DivergedException.class)
        .hasMessageStartingWith("diverged at step ")
        .hasMessageContaining("the last healthy row: step = ");
  }
}
