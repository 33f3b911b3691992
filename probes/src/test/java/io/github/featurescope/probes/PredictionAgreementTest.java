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
  void isKappaByHandOldestLookFirst() {
    PredictionAgreement agreement = PredictionAgreement.remembering(4);
    agreement.observe(new int[] {0, 0, 1, 0});
    agreement.observe(new int[] {0, 1, 1, 1});

    // Equal 3 of 4, by chance 3/4 * 2/4 + 1/4 * 2/4; equal 3 of 4, by chance 1/4 * 2/4 + 3/4 * 2/4.
    assertThat(agreement.observe(new int[] {0, 0, 1, 1}))
        .containsExactly(new double[] {0.5, 0.5}, within(1e-15));
  }

  @Test
  void isZeroByChanceAndWhereOneClassIsAllThatIsSaid() {
    PredictionAgreement agreement = PredictionAgreement.remembering(4);
    agreement.observe(new int[] {0, 0, 1, 1});
    agreement.observe(new int[] {1, 1, 1, 1});

    assertThat(agreement.observe(new int[] {1, 1, 1, 1}))
        .containsExactly(new double[] {0, 0}, within(1e-15));
  }

  @Test
  void forgetsTheOldestLookFirst() {
    PredictionAgreement agreement = PredictionAgreement.remembering(2);
    agreement.observe(new int[] {1, 0});
    agreement.observe(new int[] {1, 0});
    agreement.observe(new int[] {0, 1});

    assertThat(agreement.observe(new int[] {0, 1})).containsExactly(-1, 1);
  }

  @Test
  void remembersWhatItWasTold() {
    PredictionAgreement agreement = PredictionAgreement.remembering(2);
    int[] predictions = {0, 1};
    agreement.observe(predictions);
    predictions[0] = 1;

    assertThat(agreement.observe(new int[] {0, 1})).containsExactly(1.0);
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
        assertThat(seen[s]).isCloseTo(kappa(looks[s], looks[t]), within(1e-14));
      }
    }
  }

  /** From the table of pairs of classes. */
  private static double kappa(int[] one, int[] other) {
    double[][] table = new double[4][4];
    for (int i = 0; i < one.length; i++) {
      table[one[i]][other[i]] += 1.0 / one.length;
    }
    double equal = 0;
    double chance = 0;
    for (int a = 0; a < 4; a++) {
      equal += table[a][a];
      double row = 0;
      double column = 0;
      for (int b = 0; b < 4; b++) {
        row += table[a][b];
        column += table[b][a];
      }
      chance += row * column;
    }
    return (equal - chance) / (1 - chance);
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
    for (int i = 0; i < n; i++) {
      int truth = random.nextInt(10);
      for (int t = 0; t < 3; t++) {
        boolean right = random.nextDouble() < accuracies[t];
        looks[t][i] = right ? truth : (truth + 1 + random.nextInt(9)) % 10;
      }
    }
    PredictionAgreement agreement = PredictionAgreement.remembering(3);
    agreement.observe(looks[0]);
    double zeroOne = agreement.observe(looks[1])[0];
    double[] two = agreement.observe(looks[2]);

    // Equal by being right together, or by one of nine errors; chance is 1/10; five standard
    // errors.
    assertThat(zeroOne).isCloseTo((0.5 * 0.9 + 0.5 * 0.1 / 9 - 0.1) / 0.9, within(0.02));
    assertThat(two[1]).isCloseTo((0.9 * 0.7 + 0.1 * 0.3 / 9 - 0.1) / 0.9, within(0.02));
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
