package io.github.featurescope.examples.toys.systems.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.DivergedException;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.Trajectory;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpertsToyTest {

  private static Trajectory run(long seed, String... assignments) {
    ExpertsToy toy = new ExpertsToy();
    return ToyRun.train(toy, Settings.of(toy, List.of(assignments)), seed);
  }

  @Test
  void sameSeedGivesTheSameRun() {
    String[] small = {"samples=50", "steps=10"};
    Trajectory first = run(4, small);
    Trajectory again = run(4, small);
    for (int k = 0; k < first.size(); k++) {
      assertThat(again.row(k).values()).isEqualTo(first.row(k).values());
    }
    assertThat(run(5, small).last("loss")).isNotEqualTo(first.last("loss"));
  }

  @Test
  void routerTellsClustersApart() {
    String[] small = {"samples=800", "dimension=20", "steps=300", "rate=0.1"};
    Trajectory mixture = run(1, small);
    assertThat(mixture.last("testError")).isLessThan(0.15);
    assertThat(mixture.last("dispatchEntropy"))
        .isLessThan(0.5 * mixture.row(0).get("dispatchEntropy"));
  }

  @Test
  void tooSmallADimensionIsRefused() {
    assertThatThrownBy(() -> run(1, "dimension=7"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("dimension = 7 and clusters = 4")
        .hasMessageContaining("at least twice the clusters");
  }

  @Test
  void tooLargeRateEndsWithStepAndValues() {
    assertThatThrownBy(() -> run(1, "samples=50", "rate=1e200", "steps=5"))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("diverged at step");
  }
}
