package io.github.featurescope.examples.toys.systems.lazyrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScaledNetworkTest {

  private static final double MOVE = 1e-6;

  /** A network a few steps from its start, so that outputs and all gradients differ from zero. */
  private static ScaledNetwork trained(boolean frozen) {
    Random random = new Random(3);
    Clusters samples = Clusters.draw(Clusters.centres(3, 4, 2, random), 7, 0.5, random);
    ScaledNetwork network =
        ScaledNetwork.draw(samples.x(), samples.targets(3), 5, 0.7, frozen, random);
    for (int t = 0; t < 5; t++) {
      network.step(0.05);
    }
    return network;
  }

  @Test
  void gradientIsThatOfTheLoss() {
    ScaledNetwork network = trained(false);
    double[][][] gradients = network.gradients();
    double largest = 0;
    for (int layer = 0; layer < gradients.length; layer++) {
      for (int j = 0; j < gradients[layer].length; j++) {
        for (int k = 0; k < gradients[layer][j].length; k++) {
          double slope =
              (network.moved(layer, j, k, MOVE).loss() - network.moved(layer, j, k, -MOVE).loss())
                  / (2 * MOVE);
          assertThat(gradients[layer][j][k]).isCloseTo(slope, within(1e-8));
          largest = Math.max(largest, Math.abs(slope));
        }
      }
    }
    assertThat(largest).isGreaterThan(0.05);
  }

  @Test
  void stepLowersTheLoss() {
    ScaledNetwork network = trained(false);
    double before = network.step(0.01);
    assertThat(network.loss()).isLessThan(before);
  }

  @Test
  void frozenFeaturesStayToTheLastBit() {
    ScaledNetwork network = trained(true);
    double[][] before = network.features(network.samples());
    network.step(0.1);
    assertThat(network.features(network.samples())).isDeepEqualTo(before);
    assertThat(network.moved(network.hidden())).isZero();
  }
}
