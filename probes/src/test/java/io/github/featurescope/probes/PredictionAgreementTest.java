package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PredictionAgreementTest {

  @Test
  void theFirstLookHasNothingToAgreeWith() {
    assertThat(PredictionAgreement.remembering(4).observe(new int[] {1, 2})).isEmpty();
  }

  @Test
  void countsEqualPredictionsOldestLookFirst() {
    PredictionAgreement agreement = PredictionAgreement.remembering(4);
    agreement.observe(new int[] {0, 0, 0, 0});
    agreement.observe(new int[] {0, 1, 1, 1});

    assertThat(agreement.observe(new int[] {0, 0, 1, 1}))
        .containsExactly(new double[] {0.5, 0.75}, within(1e-15));
  }

  @Test
  void forgetsTheOldestLookFirst() {
    PredictionAgreement agreement = PredictionAgreement.remembering(2);
    agreement.observe(new int[] {0, 0});
    agreement.observe(new int[] {0, 1});
    agreement.observe(new int[] {1, 1});

    assertThat(agreement.observe(new int[] {1, 1})).containsExactly(0.5, 1);
  }

  @Test
  void remembersWhatItWasTold() {
    PredictionAgreement agreement = PredictionAgreement.remembering(2);
    int[] predictions = {0, 1};
    agreement.observe(predictions);
    predictions[0] = 1;

    assertThat(agreement.observe(new int[] {0, 1})).containsExactly(1);
  }

  @Test
  void agreesWithACountByHandInAnyOrderOfSamplesAndNamesOfClasses() {
    Random random = new Random(3);
    int[][] looks = new int[5][200];
    for (int[] look : looks) {
      for (int i = 0; i < look.length; i++) {
        look[i] = random.nextInt(4);
      }
    }
    PredictionAgreement plain = PredictionAgreement.remembering(9);
    PredictionAgreement changed = PredictionAgreement.remembering(9);
    for (int t = 0; t < looks.length; t++) {
      double[] seen = plain.observe(looks[t]);
      double[] same = changed.observe(reversedAndRenamed(looks[t]));
      assertThat(seen).hasSize(t).containsExactly(same, within(1e-15));
      for (int s = 0; s < t; s++) {
        int equal = 0;
        for (int i = 0; i < looks[t].length; i++) {
          equal += looks[s][i] == looks[t][i] ? 1 : 0;
        }
        assertThat(seen[s]).isCloseTo(equal / 200.0, within(1e-15));
      }
    }
  }

  private static int[] reversedAndRenamed(int[] look) {
    int[] changed = new int[look.length];
    for (int i = 0; i < look.length; i++) {
      changed[i] = 3 - look[look.length - 1 - i];
    }
    return changed;
  }

  /** Where each look errs by itself, two looks agree where both are right or err alike. */
  @Test
  void theMostAccurateOfIndependentLooksAgreesMost() {
    Random random = new Random(5);
    int n = 20_000;
    double[] accuracies = {0.5, 0.9, 0.7};
    int[][] looks = new int[3][n];
    for (int t = 0; t < 3; t++) {
      for (int i = 0; i < n; i++) {
        looks[t][i] = random.nextDouble() < accuracies[t] ? 0 : 1 + random.nextInt(9);
      }
    }
    PredictionAgreement agreement = PredictionAgreement.remembering(3);
    agreement.observe(looks[0]);
    double zeroOne = agreement.observe(looks[1])[0];
    double[] two = agreement.observe(looks[2]);

    // Equal by being right together, or by one of nine errors; five standard errors.
    assertThat(zeroOne).isCloseTo(0.5 * 0.9 + 0.5 * 0.1 / 9, within(0.018));
    assertThat(two[1]).isCloseTo(0.9 * 0.7 + 0.1 * 0.3 / 9, within(0.018));
    assertThat(two[1]).isGreaterThan(two[0]);
  }

  @Test
  void refusesOtherSamples() {
    PredictionAgreement agreement = PredictionAgreement.remembering(2);
    agreement.observe(new int[] {0, 1});

    assertThatThrownBy(() -> agreement.observe(new int[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("compare the same samples");
  }

  @Test
  void refusesNoSamplesAndNoMemory() {
    assertThatThrownBy(() -> PredictionAgreement.remembering(2).observe(new int[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no samples");
    assertThatThrownBy(() -> PredictionAgreement.remembering(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
  }
}
