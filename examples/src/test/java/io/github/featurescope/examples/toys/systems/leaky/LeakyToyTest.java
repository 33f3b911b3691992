package io.github.featurescope.examples.toys.systems.leaky;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.toys.DivergedException;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.Trajectory;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeakyToyTest {

  private static Trajectory run(long seed, String... assignments) {
    LeakyToy toy = new LeakyToy();
    return ToyRun.train(toy, Settings.of(toy, List.of(assignments)), seed);
  }

  @Test
  void sameSeedGivesTheSameRun() {
    String[] small = {"samples=20", "dimension=40", "neurons=8", "steps=50"};
    Trajectory first = run(4, small);
    Trajectory again = run(4, small);
    for (int k = 0; k < first.size(); k++) {
      assertThat(again.row(k).values()).isEqualTo(first.row(k).values());
    }
    assertThat(run(5, small).last("loss")).isNotEqualTo(first.last("loss"));
  }

  @Test
  void overfittingIsBenignWithSignalAndHarmfulWithout() {
    String[] small = {"samples=60", "dimension=120", "neurons=16", "share=0.1"};
    Trajectory signal = run(1, small);
    Trajectory none = run(1, "samples=60", "dimension=120", "neurons=16", "share=0");
    assertThat(signal.last("accuracy")).isEqualTo(1);
    assertThat(signal.last("testError")).isLessThan(0.2);
    assertThat(none.last("accuracy")).isEqualTo(1);
    assertThat(none.last("testError")).isBetween(0.4, 0.6);
  }

  @Test
  void shareOfWrongLabelsIsMissingWhereNoneIsWrong() {
    Trajectory run = run(1, "samples=20", "dimension=40", "wrong=0", "steps=5");
    assertThat(run.last("accuracyWrong")).isNaN();
  }

  @Test
  void tooLargeRateEndsWithStepAndValues() {
    // Samples that are all signal contradict each other once some labels are wrong.
    String[] endless = {"samples=20", "dimension=40", "neurons=2", "share=1", "rate=1e308"};
    assertThatThrownBy(() -> run(1, endless))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("diverged at step");
  }
}
