package io.github.featurescope.examples.toys.systems.lazyrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.toys.DivergedException;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.Trajectory;
import java.util.List;
import org.junit.jupiter.api.Test;

class LazyRichToyTest {

  private static Trajectory run(long seed, String... assignments) {
    LazyRichToy toy = new LazyRichToy();
    return ToyRun.train(toy, Settings.of(toy, List.of(assignments)), seed);
  }

  @Test
  void sameSeedGivesTheSameRun() {
    Trajectory first = run(4, "steps=20");
    Trajectory again = run(4, "steps=20");
    for (int k = 0; k < first.size(); k++) {
      assertThat(again.row(k).values()).isEqualTo(first.row(k).values());
    }
    assertThat(run(5, "steps=20").last("loss")).isNotEqualTo(first.last("loss"));
  }

  @Test
  void smallScaleMovesFeaturesAndLargeScaleDoesNot() {
    String[] small = {"samples=60", "width=40", "scale=0.03", "rate=0.001", "steps=500"};
    String[] large = {"samples=60", "width=40", "scale=30", "rate=0.02", "steps=500"};
    Trajectory rich = run(1, small);
    Trajectory lazy = run(1, large);
    assertThat(rich.last("quality") - rich.row(0).get("quality")).isGreaterThan(0.3);
    assertThat(Math.abs(lazy.last("quality") - lazy.row(0).get("quality"))).isLessThan(0.01);
  }

  @Test
  void tooLargeRateEndsWithStepAndValues() {
    assertThatThrownBy(() -> run(1, "rate=1000", "scale=1"))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("diverged at step")
        .hasMessageContaining("quality");
  }
}
