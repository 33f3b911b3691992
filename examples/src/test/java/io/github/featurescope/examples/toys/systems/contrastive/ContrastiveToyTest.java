package io.github.featurescope.examples.toys.systems.contrastive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.DivergedException;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Trajectory;
import org.junit.jupiter.api.Test;

class ContrastiveToyTest {

  private static Trajectory run(long seed, String... assignments) {
    return Evidence.of(new ContrastiveToy(), seed).run(assignments);
  }

  @Test
  void oneModalityLearnsNoiseAndTwoLearnTheSignal() {
    Trajectory single = run(1, "modalities=1", "fresh=100");
    Trajectory multi = run(1, "modalities=2", "fresh=100");
    assertThat(single.last("loss")).isLessThan(0.002);
    assertThat(multi.last("loss")).isLessThan(0.002);
    assertThat(single.last("ratio")).isLessThan(0.3);
    assertThat(multi.last("ratio")).isGreaterThan(1);
    assertThat(single.last("probeError")).isGreaterThan(0.25);
    assertThat(multi.last("probeError")).isLessThan(0.02);
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    String[] few = {"modalities=1", "fresh=10", "steps=5", "dimension=100"};
    assertThat(run(5, few).column("loss")).isEqualTo(run(5, few).column("loss"));
    assertThat(run(5, few).column("loss")).isNotEqualTo(run(6, few).column("loss"));
  }

  @Test
  void aDivergingRunEndsWithItsStepAndValues() {
    assertThatThrownBy(() -> run(1, "fresh=10", "rate=1e300", "dimension=100"))
        .isInstanceOf(DivergedException.class)
        .hasMessageStartingWith("diverged at step ")
        .hasMessageContaining("the last healthy row: step = ");
  }

  @Test
  void tooFewDimensionsAreRefused() {
    assertThatThrownBy(() -> run(1, "dimension=60"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("dimension = 60 with samples = 60");
  }
}
