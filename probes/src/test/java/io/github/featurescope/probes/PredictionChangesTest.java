package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PredictionChangesTest {

  @Test
  void countsTheSamplesThatDiffer() {
    assertThat(PredictionChanges.between(new int[] {0, 1, 2, 3}, new int[] {0, 2, 1, 3}))
        .isEqualTo(new PredictionChanges(2, 0.5));
  }

  @Test
  void refusesOtherSamples() {
    assertThatThrownBy(() -> PredictionChanges.between(new int[3], new int[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 before and 2 after");
  }

  @Test
  void refusesNoSamples() {
    assertThatThrownBy(() -> PredictionChanges.between(new int[0], new int[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }
}
