package io.github.featurescope.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AurocTest {

  @Test
  void isOneWhereEveryEventScoresHigher() {
    assertThat(Auroc.of(new double[] {1, 2, 3, 4}, new boolean[] {false, false, true, true}))
        .isEqualTo(1);
  }

  @Test
  void isAHalfWhereAllScoresAreEqual() {
    assertThat(Auroc.of(new double[] {2, 2, 2}, new boolean[] {false, true, false})).isEqualTo(0.5);
  }

  @Test
  void isTheShareOfPairsInOrderTiesCountingAHalf() {
    Random random = new Random(2);
    double[] scores = random.ints(300, 0, 12).asDoubleStream().toArray();
    boolean[] events = new boolean[scores.length];
    for (int i = 0; i < events.length; i++) {
      events[i] = random.nextDouble() < 0.3;
    }
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (events[i] && !events[j]) {
          pairs++;
          sum += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }

    assertThat(Auroc.of(scores, events)).isCloseTo(sum / pairs, within(1e-12));
  }
}
