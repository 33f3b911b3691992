package io.github.featurescope.examples.toys.systems.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpertMixtureTest {

  private static final double MOVE = 1e-6;

  private final ClusterSamples samples = ClusterSamples.draw(12, 7, 3, 0.3, new Random(1));
  private final double[][] noise = noise(12, 2);

  private static double[][] noise(int samples, int experts) {
    Random random = new Random(2);
    double[][] noise = new double[samples][experts];
    for (double[] row : noise) {
      for (int m = 0; m < experts; m++) {
        row[m] = random.nextDouble();
      }
    }
    return noise;
  }

  /** A mixture some steps from its start, where the router is not 0 and both experts are used. */
  private ExpertMixture trained(boolean cubic) {
    ExpertMixture mixture = ExpertMixture.draw(3, 2, 4, 7, 0.3, cubic, new Random(3));
    ExpertMixture.Gradients gradients = mixture.gradients(samples, noise);
    for (int t = 0; t < 5; t++) {
      mixture.step(samples, noise, 0.1, 0.1, gradients);
    }
    return mixture;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gradientsAreThoseOfTheLoss(boolean cubic) {
    ExpertMixture mixture = trained(cubic);
    ExpertMixture.Gradients gradients = mixture.gradients(samples, noise);
    double largest = 0;
    for (int m = 0; m < 2; m++) {
      for (int k = 0; k < 7; k++) {
        for (int j = 0; j < 4; j++) {
          double slope =
              slope(mixture.movedExpert(m, j, k, MOVE), mixture.movedExpert(m, j, k, -MOVE));
          assertThat(gradients.experts()[m][j][k]).isCloseTo(slope, within(1e-8));
        }
        double slope = slope(mixture.movedRouter(k, m, MOVE), mixture.movedRouter(k, m, -MOVE));
        assertThat(gradients.router()[k][m]).isCloseTo(slope, within(1e-8));
        largest = Math.max(largest, Math.abs(slope));
      }
    }
    assertThat(largest).isGreaterThan(1e-3);
  }

  private double slope(ExpertMixture up, ExpertMixture down) {
    return (up.loss(samples, noise) - down.loss(samples, noise)) / (2 * MOVE);
  }

  @Test
  void expertSumsItsFiltersOverAllPatches() {
    ExpertMixture mixture = trained(false);
    // Linear experts see the sum of the patches, as the router does.
    ClusterSamples doubled =
        new ClusterSamples(
            samples.labels(),
            samples.clusters(),
            samples.others(),
            new double[12],
            new double[12],
            new double[12],
            samples.sums(),
            samples.sums());
    for (int i = 0; i < 12; i++) {
      assertThat(mixture.expert(1, samples, i))
          .isCloseTo(mixture.expert(1, doubled, i), within(1e-12));
    }
  }

  @Test
  void entropyIsZeroForAnExpertAClusterAndLargestForAFairTable() {
    assertThat(Dispatch.entropy(new int[][] {{5, 0, 0}, {0, 2, 3}}, 10)).isZero();
    assertThat(Dispatch.entropy(new int[][] {{3, 2}, {3, 2}}, 10))
        .isCloseTo(Math.log(2), within(1e-15));
  }

  @Test
  void firstOfEqualExpertsIsPicked() {
    assertThat(ExpertMixture.pick(new double[] {1, 1}, new double[] {0, 0})).isZero();
    assertThat(ExpertMixture.pick(new double[] {1, 1}, new double[] {0, 0.1})).isEqualTo(1);
  }
}
