package io.github.featurescope.examples.toys.systems.leaky;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeakyNetworkTest {

  private static final double SLOPE = 0.1;
  private static final double RATE = 1e-3;
  private static final double MOVE = 1e-7;

  private static final SharedSignal SAMPLES = SharedSignal.draw(9, 6, 0.3, 0.2, new Random(1));

  /** The summed hinge loss by its definition. */
  private static double loss(double[][] weights) {
    double loss = 0;
    for (int i = 0; i < SAMPLES.x().length; i++) {
      loss += Math.max(0, 1 - SAMPLES.given()[i] * output(weights, SAMPLES.x()[i]));
    }
    return loss;
  }

  private static double output(double[][] weights, double[] x) {
    double f = 0;
    for (int r = 0; r < weights.length; r++) {
      double z = 0;
      for (int k = 0; k < x.length; k++) {
        z += weights[r][k] * x[k];
      }
      f += (r % 2 == 0 ? 1 : -1) * (z > 0 ? z : SLOPE * z);
    }
    return f;
  }

  @Test
  void stepFollowsTheGradientOfTheSummedHingeLoss() {
    double[][] weights = Vectors.normal(4, 6, 0.5, new Random(2));
    LeakyNetwork network = LeakyNetwork.of(SAMPLES, weights, SLOPE);
    network.step(RATE);
    double[][] after = network.weights();
    for (int r = 0; r < 4; r++) {
      for (int k = 0; k < 6; k++) {
        double[][] up = Vectors.copy(weights);
        double[][] down = Vectors.copy(weights);
        up[r][k] += MOVE;
        down[r][k] -= MOVE;
        double slope = (loss(up) - loss(down)) / (2 * MOVE);
        assertThat((weights[r][k] - after[r][k]) / RATE).isCloseTo(slope, within(1e-6));
      }
    }
  }

  @Test
  void outputsByTheGramMatrixAreThoseOfTheWeights() {
    LeakyNetwork network = LeakyNetwork.draw(SAMPLES, 4, SLOPE, new Random(3));
    for (int t = 0; t < 200; t++) {
      network.step(0.05);
    }
    double[][] weights = network.weights();
    for (int i = 0; i < SAMPLES.x().length; i++) {
      assertThat(network.outputs()[i]).isCloseTo(output(weights, SAMPLES.x()[i]), within(1e-12));
    }
    assertThat(network.loss() * SAMPLES.x().length).isCloseTo(loss(weights), within(1e-11));
  }

  @Test
  void asManyLabelsAreWrongAsTold() {
    int wrong = 0;
    SharedSignal samples = SharedSignal.draw(50, 10, 0.1, 0.1, new Random(4));
    for (int i = 0; i < 50; i++) {
      wrong += samples.labels()[i] == samples.given()[i] ? 0 : 1;
    }
    assertThat(wrong).isEqualTo(5);
  }
}
