package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrongEventsTest {

  @Test
  void countsLooksAtWhichAnotherClassWasPredicted() {
    WrongEvents events = WrongEvents.of(new int[] {0, 1, 2});
    events.observe(new int[] {0, 0, 0});
    events.observe(new int[] {0, 1, 1});
    events.observe(new int[] {0, 0, 2});
    assertThat(events.counts()).containsExactly(0, 2, 2);
  }

  @Test
  void countsNothingBeforeTheFirstLook() {
    assertThat(WrongEvents.of(new int[] {0, 1}).counts()).containsExactly(0, 0);
  }

  @Test
  void refusesOtherSamples() {
    WrongEvents events = WrongEvents.of(new int[] {0, 1, 2});
    assertThatThrownBy(() -> events.observe(new int[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 samples")
        .hasMessageContaining("history is of 3");
  }
}
