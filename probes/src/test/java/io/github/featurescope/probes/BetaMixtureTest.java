package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BetaMixtureTest {

  /** A beta variable of whole parameters: the a-th smallest of a + b − 1 uniform ones. */
  private static double beta(Random random, int a, int b) {
    double[] uniform = random.doubles(a + b - 1).sorted().toArray();
    return uniform[a - 1];
  }

  private static double[] mixed(long seed, int n, double share) {
    Random random = new Random(seed);
    return IntStream.range(0, n)
        .mapToDouble(i -> i < share * n ? beta(random, 8, 3) : beta(random, 2, 10))
        .toArray();
  }

  @Test
  void findsTheMeansOfItsOwnModel() {
    BetaMixture mixture = BetaMixture.ofWeight(mixed(1, 20_000, 0.3), 0.3);
    assertThat(mixture.lowMean()).isEqualTo(2.0 / 12, within(0.01));
    assertThat(mixture.highMean()).isEqualTo(8.0 / 11, within(0.01));
  }

  @Test
  void posteriorIsBayesRuleOnTheTrueDensities() {
    BetaMixture mixture = BetaMixture.ofWeight(mixed(1, 20_000, 0.3), 0.3);
    for (double x : new double[] {0.3, 0.4, 0.5, 0.6}) {
      // Beta(8, 3) and Beta(2, 10): x^7 (1-x)^2 · 360 and x (1-x)^9 · 110.
      double high = 0.3 * 360 * Math.pow(x, 7) * Math.pow(1 - x, 2);
      double low = 0.7 * 110 * x * Math.pow(1 - x, 9);
      assertThat(mixture.posterior(x)).isEqualTo(high / (high + low), within(0.05));
    }
  }

  @Test
  void posteriorNeverFallsFromOneMeanToTheOtherAndBeyond() {
    BetaMixture mixture = BetaMixture.ofWeight(mixed(2, 2000, 0.2), 0.2);
    assertThat(mixture.posterior(0)).isEqualTo(mixture.posterior(mixture.lowMean()));
    assertThat(mixture.posterior(1)).isEqualTo(mixture.posterior(mixture.highMean()));
    assertThat(mixture.posterior(0)).isLessThan(0.05);
    assertThat(mixture.posterior(1)).isGreaterThan(0.95);
  }

  @Test
  void aKnownWeightOfNothingLeavesNothing() {
    double[] scores = mixed(3, 500, 0);
    BetaMixture mixture = BetaMixture.ofWeight(scores, 0);
    assertThat(Arrays.stream(scores).map(mixture::posterior).max().orElseThrow()).isZero();
  }

  @Test
  void constantScoresGiveADefinedAnswer() {
    double[] scores = new double[20];
    Arrays.fill(scores, 1);
    assertThat(BetaMixture.ofWeight(scores, 0.4).posterior(1)).isBetween(0.0, 1.0);
  }

  @Test
  void overlappingGroupsDoNotBecomeOne() {
    Random random = new Random(4);
    double[] scores =
        IntStream.range(0, 400)
            .mapToDouble(i -> i < 160 ? beta(random, 20, 15) : beta(random, 17, 27))
            .toArray();
    BetaMixture mixture = BetaMixture.ofWeight(scores, 0.4);
    assertThat(mixture.highMean() - mixture.lowMean()).isGreaterThan(0.1);
    assertThat(mixture.posterior(0.75)).isGreaterThan(0.9);
    assertThat(mixture.posterior(0.2)).isLessThan(0.1);
  }

  @Test
  void refusesScoresOutOfRange() {
    assertThatThrownBy(() -> BetaMixture.ofWeight(new double[] {0.2, Double.NaN}, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sample 1");
  }
}
