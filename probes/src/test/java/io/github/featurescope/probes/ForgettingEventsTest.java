package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ForgettingEventsTest {

  @Test
  void countsStepsFromRightToWrong() {
    ForgettingEvents events = ForgettingEvents.of(new int[] {1, 1, 1});
    int[][] looks = {{1, 0, 1}, {0, 1, 1}, {1, 1, 1}, {2, 0, 1}};
    for (int[] look : looks) {
      events.observe(look);
    }
    assertThat(events.counts()).containsExactly(2, 1, 0);
  }

  @Test
  void neverLearnedCountsEveryLook() {
    ForgettingEvents events = ForgettingEvents.of(new int[] {1, 1});
    for (int look = 0; look < 5; look++) {
      events.observe(new int[] {0, 1});
    }
    assertThat(events.counts()).containsExactly(5, 0);
  }

  @Test
  void agreesWithTheDefinitionOverWholeSequences() {
    Random random = new Random(7);
    int looks = 30;
    int[] given = random.ints(200, 0, 4).toArray();
    int[][] predicted = new int[looks][];
    ForgettingEvents events = ForgettingEvents.of(given);
    for (int t = 0; t < looks; t++) {
      predicted[t] = random.ints(200, 0, t < 20 ? 4 : 2).toArray();
      events.observe(predicted[t]);
    }
    int[] expected = new int[given.length];
    for (int i = 0; i < given.length; i++) {
      StringBuilder history = new StringBuilder();
      for (int t = 0; t < looks; t++) {
        history.append(predicted[t][i] == given[i] ? 'R' : 'W');
      }
      String text = history.toString();
      expected[i] = text.contains("R") ? text.split("RW", -1).length - 1 : looks;
    }
    assertThat(events.counts()).containsExactly(expected);
  }
}
