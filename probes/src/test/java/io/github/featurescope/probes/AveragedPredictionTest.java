package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AveragedPredictionTest {

  /** Looks at one sample of two classes: the probability of the first. */
  private static double average(AveragedPrediction averaged, double... looks) {
    for (double p : looks) {
      averaged.observe(Samples.matrix(new double[][] {{p, 1 - p}}));
    }
    assertThat(averaged.values().get(0, 0) + averaged.values().get(0, 1))
        .isEqualTo(1, within(1e-12));
    return averaged.values().get(0, 0);
  }

  @Test
  void meanWeighsAllLooksAlike() {
    assertThat(average(AveragedPrediction.mean(1, 2), 0.1, 0.5, 0.9)).isEqualTo(0.5, within(1e-12));
  }

  @Test
  void decayingFollowsItsRecursion() {
    double expected = 0.7 * (0.7 * 0.1 + 0.3 * 0.5) + 0.3 * 0.9;
    assertThat(average(AveragedPrediction.decaying(1, 2, 0.7), 0.1, 0.5, 0.9))
        .isEqualTo(expected, within(1e-12));
  }

  @Test
  void earlyWeighsByOneOverTime() {
    double expected = (0.1 + 0.5 / 2 + 0.9 / 3) / (1 + 1 / 2.0 + 1 / 3.0);
    assertThat(average(AveragedPrediction.early(1, 2), 0.1, 0.5, 0.9))
        .isEqualTo(expected, within(1e-12));
  }

  @Test
  void earlyRemembersWhatTheRecentOneHasForgotten() {
    // Ten looks at the true class, thirty at a wrong label learned by heart.
    double[] looks = new double[40];
    java.util.Arrays.fill(looks, 0, 10, 1);
    assertThat(average(AveragedPrediction.early(1, 2), looks)).isGreaterThan(0.5);
    assertThat(average(AveragedPrediction.mean(1, 2), looks)).isEqualTo(0.25, within(1e-12));
    assertThat(average(AveragedPrediction.decaying(1, 2, 0.7), looks)).isLessThan(1e-4);
  }

  @Test
  void refusesADecayThatIsNone() {
    assertThatThrownBy(() -> AveragedPrediction.decaying(1, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(0, 1)");
  }

  @Test
  void refusesOtherClasses() {
    assertThatThrownBy(() -> average(AveragedPrediction.mean(1, 3), 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("history is of 3");
  }
}
