package io.github.featurescope.examples.toys.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadTrainingTest {

  private static final int D = 7;
  private static final int H = 3;

  private static AttentionSystem system(int tokens, boolean pair, int support) {
    return new AttentionSystem(
        6, D, tokens, 1.5, pair, 0.8, support, H, 0.6, 0.7, false, 0.1, 10, 0);
  }

  private static HeadTraining start(AttentionSystem system) {
    return HeadTraining.start(
        system.head(new Random(1)), system.draw(system.samples(), new Random(2)));
  }

  /** The mean loss by the definition of f, over full tokens. */
  private static double loss(double[] weights, double[][][] x, double[] y) {
    double loss = 0;
    for (int i = 0; i < y.length; i++) {
      int tokens = x[i].length;
      double f = 0;
      for (int l = 0; l < tokens; l++) {
        double[] exps = new double[tokens];
        for (int s = 0; s < tokens; s++) {
          double score = 0;
          for (int c = 0; c < H; c++) {
            double query = 0;
            double key = 0;
            for (int k = 0; k < D; k++) {
              query += x[i][l][k] * weights[k * H + c];
              key += x[i][s][k] * weights[D * H + k * H + c];
            }
            score += query * key;
          }
          exps[s] = Math.exp(score);
        }
        for (int s = 0; s < tokens; s++) {
          double value = 0;
          for (int k = 0; k < D; k++) {
            value += x[i][s][k] * weights[2 * D * H + k];
          }
          f += exps[s] / Arrays.stream(exps).sum() * value / tokens;
        }
      }
      loss += Math.log(1 + Math.exp(-y[i] * f)) / y.length;
    }
    return loss;
  }

  @ParameterizedTest(name = "{0} tokens, pair {1}, support {2}")
  @CsvSource({"2, false, 3", "4, true, 0", "3, false, 0"})
  void theGradientIsThatOfTheLossByFiniteDifferences(int tokens, boolean pair, int support) {
    HeadTraining training = start(system(tokens, pair, support));
    double[][][] x = training.data().dense(D);
    double[] y = training.data().signs();
    double[] gradient = training.gradient();
    double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    for (int k = 0; k < gradient.length; k++) {
      double[] up = training.head().weights();
      double[] down = up.clone();
      up[k] += 1e-5;
      down[k] -= 1e-5;
      assertThat(gradient[k])
          .isCloseTo((loss(up, x, y) - loss(down, x, y)) / 2e-5, within(1e-8 * largest + 1e-10));
    }
    assertThat(largest).isGreaterThan(1e-3);
  }

  @Test
  void aStepReturnsTheLossBeforeIt() {
    HeadTraining training = start(system(3, true, 0));
    double before =
        loss(training.head().weights(), training.data().dense(D), training.data().signs());
    assertThat(training.step(0.1, false)).isCloseTo(before, within(1e-14));
    assertThat(training.loss()).isLessThan(before);
  }

  @Test
  void signStepsMoveEachWeightByTheRateOrNotAtAll() {
    HeadTraining training = start(system(2, false, 1));
    double[] gradient = training.gradient();
    double[] before = training.head().weights();
    training.step(0.25, true);
    double[] after = training.head().weights();
    for (int k = 0; k < after.length; k++) {
      assertThat(after[k] - before[k]).isCloseTo(-0.25 * Math.signum(gradient[k]), within(1e-15));
    }
    assertThat(gradient).contains(0.0);
  }

  @Test
  void withoutQueriesAttentionIsUniform() {
    AttentionSystem system = system(4, true, 0);
    HeadTraining training =
        HeadTraining.start(
            SingleHead.of(new double[D][H], new double[D][H], new double[] {1, -1, 0, 0, 0, 0, 0}),
            system.draw(6, new Random(3)));
    double[] row = AttentionColumns.of(training, training.data());
    assertThat(row[0]).as("attention to the signal").isCloseTo(0.25, within(1e-15));
    assertThat(row[1]).as("attention to noise").isCloseTo(0.25, within(1e-15));
    assertThat(row[3]).as("value of the signal").isCloseTo(1.5, within(1e-15));
    assertThat(row[4]).as("value of noise").isZero();
    assertThat(training.loss()).isCloseTo(Math.log1p(Math.exp(-1.5 / 4)), within(1e-15));
  }

  @Test
  void noiseLiesInAsManyCoordinatesAsAskedForAndNeverInTheSignals() {
    TokenData data = system(3, false, 2).draw(40, new Random(4));
    assertThat(Arrays.stream(data.signs()).sum()).isZero();
    int[] taken = new int[D];
    for (int i = 0; i < 40; i++) {
      for (int l = 1; l < 3; l++) {
        assertThat(data.coordinates(i, l)).hasSize(2).isSorted().doesNotHaveDuplicates();
        Arrays.stream(data.coordinates(i, l)).forEach(k -> taken[k]++);
      }
      assertThat(data.along(i, 0, new double[] {1, 0, 0, 0, 0, 0, 0}))
          .isEqualTo(1.5 * data.sign(i));
    }
    assertThat(Arrays.copyOf(taken, 2)).containsOnly(0);
    // 160 choices of 5 coordinates: 32 each, give or take 5.
    assertThat(Arrays.stream(taken, 2, D)).allMatch(count -> count > 12 && count < 52);
  }

  @Test
  void sizesThatDoNotFitAreNamed() {
    assertThatThrownBy(() -> SingleHead.of(new double[2][1], new double[3][1], new double[3]))
        .hasMessage(
            "2 rows of query weights, 3 of key weights and 3 value weights: give d of each");
  }
}
