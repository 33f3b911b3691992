package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfidentJointTest {

  @Test
  void countsASampleForTheClassOfWhichItIsConfident() {
    // Thresholds: (0.9 + 0.2) / 2 = 0.55 of class 0 and (0.7 + 0.9) / 2 = 0.8 of class 1.
    Matrix probabilities =
        Samples.matrix(new double[][] {{0.9, 0.1}, {0.2, 0.8}, {0.3, 0.7}, {0.1, 0.9}});
    ConfidentJoint joint = ConfidentJoint.of(probabilities, new int[] {0, 0, 1, 1});
    assertThat(joint.share(0, 0)).isEqualTo(0.25, within(1e-12));
    assertThat(joint.share(0, 1)).isEqualTo(0.25, within(1e-12));
    // The third is confident of nothing; the fourth stands for its whole row.
    assertThat(joint.share(1, 1)).isEqualTo(0.5, within(1e-12));
    assertThat(joint.noiseRate()).isEqualTo(0.25, within(1e-12));
  }

  @Test
  void findsTheRateOfAPerfectModel() {
    Random random = new Random(3);
    int n = 4000;
    int classes = 5;
    double[][] probabilities = new double[n][classes];
    int[] given = new int[n];
    int wrong = 0;
    for (int i = 0; i < n; i++) {
      int truth = random.nextInt(classes);
      boolean isWrong = random.nextDouble() < 0.3;
      given[i] = isWrong ? (truth + 1 + random.nextInt(classes - 1)) % classes : truth;
      wrong += isWrong ? 1 : 0;
      for (int c = 0; c < classes; c++) {
        probabilities[i][c] = c == truth ? 0.7 : 0.3 / (classes - 1);
      }
    }
    assertThat(ConfidentJoint.of(Samples.matrix(probabilities), given).noiseRate())
        .isEqualTo((double) wrong / n, within(1e-12));
  }

  @Test
  void findsNoNoiseWhereTheModelAgrees() {
    int[] given = Samples.pairedLabels(30, 3);
    double[][] probabilities = new double[30][3];
    for (int i = 0; i < 30; i++) {
      probabilities[i][given[i]] = 0.6 + 0.01 * i;
      probabilities[i][(given[i] + 1) % 3] = 0.4 - 0.01 * i;
    }
    assertThat(ConfidentJoint.of(Samples.matrix(probabilities), given).noiseRate()).isZero();
  }

  @Test
  void sharesSumToOneAlsoWithAClassThatNobodyWasGiven() {
    int[] given = {0, 0, 1, 1};
    ConfidentJoint joint = ConfidentJoint.of(Samples.matrix(Samples.normal(1, 4, 3)), given);
    double sum = 0;
    for (int j = 0; j < 3; j++) {
      for (int k = 0; k < 3; k++) {
        sum += joint.share(j, k);
      }
    }
    assertThat(sum).isEqualTo(1, within(1e-12));
  }
}
