package io.github.featurescope.examples.toys.systems.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.Trajectory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InvariantToyTest {

  private static final double MOVE = 1e-5;

  private static Trajectory run(long seed, String... assignments) {
    InvariantToy toy = new InvariantToy();
    return ToyRun.train(toy, Settings.of(toy, List.of(assignments)), seed);
  }

  @Test
  void gradientIsThatOfTheLoss() {
    Random random = new Random(1);
    TwoFeatures samples = TwoFeatures.draw(15, 6, 0.25, new double[] {0.1, 0.2}, 0.5, random);
    TanhNetwork network = TanhNetwork.draw(3, 6, 0.5, random);
    double[][] gradient = network.gradient(samples);
    for (int k = 0; k < 6; k++) {
      for (int r = 0; r < 6; r++) {
        double slope =
            (network.moved(k, r, MOVE).loss(samples) - network.moved(k, r, -MOVE).loss(samples))
                / (2 * MOVE);
        assertThat(gradient[k][r]).isCloseTo(slope, within(1e-9));
      }
    }
  }

  @Test
  void featuresLieAtTheirRates() {
    TwoFeatures samples =
        TwoFeatures.draw(20_000, 3, 0.25, new double[] {0.1, 0.3}, 0.1, new Random(2));
    double[] lies = new double[3];
    for (int i = 0; i < 20_000; i++) {
      double[] pair = TwoFeatures.PAIRS[samples.kinds()[i]];
      lies[0] += pair[0] == samples.labels()[i] ? 0 : 1.0 / 20_000;
      lies[1 + i % 2] += pair[1] == samples.labels()[i] ? 0 : 1.0 / 10_000;
    }
    // Four standard deviations of the rates.
    assertThat(lies[0]).isCloseTo(0.25, within(0.0125));
    assertThat(lies[1]).isCloseTo(0.1, within(0.012));
    assertThat(lies[2]).isCloseTo(0.3, within(0.0185));
  }

  @Test
  void sameSeedGivesTheSameRun() {
    String[] small = {"samples=50", "steps=10"};
    Trajectory first = run(4, small);
    Trajectory again = run(4, small);
    for (int k = 0; k < first.size(); k++) {
      assertThat(again.row(k).values()).isEqualTo(first.row(k).values());
    }
    assertThat(run(5, small).last("loss")).isNotEqualTo(first.last("loss"));
  }

  @Test
  void fasterFeatureIsTheMoreCorrelatedOne() {
    Trajectory spurious = run(1, "samples=1000", "steps=100");
    Trajectory invariant = run(1, "samples=1000", "steps=100", "firstFlips=0.4", "secondFlips=0.4");
    assertThat(spurious.last("spurious")).isGreaterThan(spurious.last("invariant"));
    assertThat(invariant.last("spurious")).isLessThan(invariant.last("invariant"));
    assertThat(invariant.last("spurious")).isPositive();
  }

  @Test
  void saturationKeepsEvenTheLargestRateFromDiverging() {
    Trajectory run = run(1, "samples=50", "rate=1e300", "steps=20");
    assertThat(run.last("loss")).isLessThan(Math.log1p(Math.exp(4)));
  }
}
