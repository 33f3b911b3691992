package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelWaveTest {

  /** Algorithm 1 over a whole run: changes[t] is between moments t and t + 1. */
  private static OptionalInt slow(double[] changes, int k, int patience) {
    double lowest = Double.POSITIVE_INFINITY;
    int at = 0;
    int waited = 0;
    for (int t = k - 1; t < changes.length; t++) {
      double average = 0;
      for (int back = 0; back < k; back++) {
        average += changes[t - back] / k;
      }
      if (average < lowest - 1e-12) {
        lowest = average;
        at = t + 1;
        waited = 0;
      } else if (++waited == patience) {
        return OptionalInt.of(at);
      }
    }
    return OptionalInt.empty();
  }

  @Test
  void equalsTheAlgorithmOverTheWholeRun() {
    Random random = new Random(1);
    for (int run = 0; run < 200; run++) {
      int k = 1 + run % 4;
      int patience = 1 + run % 3;
      double[] changes = new double[15];
      Arrays.setAll(changes, t -> random.nextInt(65) / 64.0);
      LabelWave wave = LabelWave.of(k, patience);
      Arrays.stream(changes).forEach(wave::observe);
      assertThat(wave.confirmed())
          .as("k %d, patience %d, %s", k, patience, Arrays.toString(changes))
          .isEqualTo(slow(changes, k, patience));
    }
  }

  @Test
  void theFirstShareBelongsToMomentOne() {
    LabelWave wave = LabelWave.of(1, 1);
    assertThat(wave.lowest()).isEmpty();
    assertThat(wave.observe(0.1)).isEmpty();
    assertThat(wave.lowest()).hasValue(1);
    assertThat(wave.observe(0.2)).hasValue(1);
  }

  @Test
  void aWaveByHand() {
    // Averages of three: .50 .24 .12 .11 .14 .17 from moment 3 on; the lowest is at 6.
    double[] shares = {0.9, 0.4, 0.2, 0.12, 0.04, 0.17, 0.21, 0.13};
    LabelWave wave = LabelWave.of(3, 2);
    OptionalInt answer = OptionalInt.empty();
    for (int t = 0; t < shares.length; t++) {
      answer = wave.observe(shares[t]);
      assertThat(answer.isPresent()).as("at moment %d", t + 1).isEqualTo(t + 1 >= 8);
    }
    assertThat(answer).hasValue(6);
  }

  @Test
  void aMomentWithoutALookIsCounted() {
    LabelWave wave = LabelWave.of(1, 1);
    wave.observe(0.5);
    wave.skip();
    wave.observe(0.1);
    assertThat(wave.observe(0.4)).hasValue(3);
  }

  @Test
  void refusesWhatIsNoShare() {
    LabelWave wave = LabelWave.of(3, 2);
    for (double share : new double[] {-0.1, 12, Double.NaN}) {
      assertThatThrownBy(() -> wave.observe(share))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("outside [0, 1]");
    }
  }
}
