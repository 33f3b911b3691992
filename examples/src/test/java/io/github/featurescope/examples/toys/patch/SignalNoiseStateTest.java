package io.github.featurescope.examples.toys.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.data.LabelNoise;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalNoiseStateTest {

  private static final double RATE = 0.3;

  private static PatchData data(int n, int d, long seed) {
    return PatchData.draw(n, d, 2, 1, LabelNoise.symmetric(0.25), new Random(seed));
  }

  private static PatchNetwork network(int d, double power, long seed) {
    return PatchNetwork.draw(3, d, 0.2, new ReluPower(power), new Random(seed));
  }

  /** Returns the mean logistic loss on the given labels, from the network's formula alone. */
  private static double loss(double[][] w, PatchData data, double q) {
    double total = 0;
    double[] mu = data.signal();
    for (int i = 0; i < data.samples(); i++) {
      double y = data.trueLabels()[i] == 1 ? 1 : -1;
      double told = data.givenLabels()[i] == 1 ? 1 : -1;
      double[] xi = data.noise(i);
      double f = 0;
      for (int r = 0; r < w.length; r++) {
        double onSignal = 0;
        double onNoise = 0;
        for (int k = 0; k < mu.length; k++) {
          onSignal += w[r][k] * y * mu[k];
          onNoise += w[r][k] * xi[k];
        }
        double both = Math.pow(Math.max(onSignal, 0), q) + Math.pow(Math.max(onNoise, 0), q);
        f += (r < w.length / 2 ? both : -both) / (w.length / 2.0);
      }
      total += Math.log1p(Math.exp(-told * f));
    }
    return total / data.samples();
  }

  /** Takes one step of gradient descent on explicit weights. */
  private static void plainStep(double[][] w, PatchData data, double q, double rate) {
    int n = data.samples();
    int m = w.length / 2;
    double[] mu = data.signal();
    double[][] gradient = new double[w.length][mu.length];
    double[] f = PatchNetwork.of(w, new ReluPower(q)).outputs(data);
    for (int i = 0; i < n; i++) {
      double y = data.trueLabels()[i] == 1 ? 1 : -1;
      double told = data.givenLabels()[i] == 1 ? 1 : -1;
      double slope = -told / (1 + Math.exp(told * f[i]));
      double[] xi = data.noise(i);
      for (int r = 0; r < w.length; r++) {
        double onSignal = 0;
        double onNoise = 0;
        for (int k = 0; k < mu.length; k++) {
          onSignal += w[r][k] * y * mu[k];
          onNoise += w[r][k] * xi[k];
        }
        double head = (r < m ? 1.0 : -1.0) / m;
        double bySignal = onSignal > 0 ? q * Math.pow(onSignal, q - 1) : 0;
        double byNoise = onNoise > 0 ? q * Math.pow(onNoise, q - 1) : 0;
        for (int k = 0; k < mu.length; k++) {
          gradient[r][k] += slope * head * (bySignal * y * mu[k] + byNoise * xi[k]) / n;
        }
      }
    }
    for (int r = 0; r < w.length; r++) {
      for (int k = 0; k < mu.length; k++) {
        w[r][k] -= rate * gradient[r][k];
      }
    }
  }

  private static void assertClose(double[][] actual, double[][] expected) {
    double largest = 0;
    for (double[] row : expected) {
      for (double value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    for (int r = 0; r < expected.length; r++) {
      assertThat(actual[r]).containsExactly(expected[r], within(1e-9 * largest));
    }
  }

  @ParameterizedTest(name = "q = {0}")
  @ValueSource(doubles = {1, 2, 3, 1.5})
  void equalsGradientDescentOnExplicitWeights(double q) {
    PatchData data = data(8, 30, 1);
    PatchNetwork start = network(30, q, 2);
    SignalNoiseState state = SignalNoiseState.start(data, start);
    double[][] weights = start.weights();
    for (int step = 0; step < 60; step++) {
      state.step(RATE / q);
      plainStep(weights, data, q, RATE / q);
    }
    assertClose(state.network().weights(), weights);
  }

  @ParameterizedTest(name = "q = {0}")
  @ValueSource(doubles = {1, 2, 3})
  void oneStepIsTheGradientByFiniteDifferences(double q) {
    PatchData data = data(6, 12, 3);
    PatchNetwork start = network(12, q, 4);
    SignalNoiseState state = SignalNoiseState.start(data, start);
    state.step(1);
    double[][] moved = state.network().weights();
    double[][] weights = start.weights();
    for (int r = 0; r < weights.length; r++) {
      for (int k = 0; k < weights[r].length; k++) {
        double at = weights[r][k];
        weights[r][k] = at + 1e-5;
        double above = loss(weights, data, q);
        weights[r][k] = at - 1e-5;
        double below = loss(weights, data, q);
        weights[r][k] = at;
        assertThat(at - moved[r][k]).isCloseTo((above - below) / 2e-5, within(1e-8));
      }
    }
  }

  @ParameterizedTest(name = "q = {0}")
  @ValueSource(doubles = {1, 3})
  void aStepReturnsTheLossBeforeIt(double q) {
    PatchData data = data(9, 20, 3);
    SignalNoiseState state = SignalNoiseState.start(data, network(20, q, 4));
    for (int step = 0; step < 5; step++) {
      double before = loss(state.network().weights(), data, q);
      assertThat(state.step(RATE)).isCloseTo(before, within(1e-12));
    }
  }

  @ParameterizedTest(name = "q = {0}")
  @ValueSource(doubles = {1, 2})
  void aSharpnessAwareStepGoesAlongTheGradientAbove(double q) {
    double radius = 0.05;
    PatchData data = data(7, 15, 3);
    PatchNetwork start = network(15, q, 4);
    SignalNoiseState state = SignalNoiseState.start(data, start);
    state.sharpnessAwareStep(RATE, radius);
    double[][] before = start.weights();
    double[][] downhill = start.weights();
    plainStep(downhill, data, q, 1);
    double squared = 0;
    for (int r = 0; r < before.length; r++) {
      for (int k = 0; k < before[r].length; k++) {
        squared += Math.pow(before[r][k] - downhill[r][k], 2);
      }
    }
    double[][] above = start.weights();
    for (int r = 0; r < before.length; r++) {
      for (int k = 0; k < before[r].length; k++) {
        above[r][k] += radius * (before[r][k] - downhill[r][k]) / Math.sqrt(squared);
      }
    }
    double[][] moved = Vectors.copy(above);
    plainStep(moved, data, q, RATE);
    for (int r = 0; r < before.length; r++) {
      for (int k = 0; k < before[r].length; k++) {
        before[r][k] += moved[r][k] - above[r][k];
      }
    }
    assertClose(state.network().weights(), before);
  }

  @Test
  void noiseMayHaveAPartAlongTheSignal() {
    Random random = new Random(5);
    double[][] xi = new double[7][15];
    for (double[] patch : xi) {
      Arrays.setAll(patch, k -> random.nextGaussian());
    }
    double[] mu = new double[15];
    Arrays.setAll(mu, k -> random.nextGaussian());
    int[] labels = {0, 1, 0, 1, 1, 0, 1};
    PatchData data = PatchData.of(mu, xi, labels, labels);
    PatchNetwork start = network(15, 1, 6);
    SignalNoiseState state = SignalNoiseState.start(data, start);
    double[][] weights = start.weights();
    for (int step = 0; step < 40; step++) {
      state.step(RATE);
      plainStep(weights, data, 1, RATE);
    }
    assertClose(state.network().weights(), weights);
    assertParts(state, start);
  }

  private static void assertParts(SignalNoiseState state, PatchNetwork start) {
    SignalNoiseParts exact = state.parts();
    SignalNoiseParts solved = SignalNoiseParts.leastSquares(state.network(), start, state.data());
    assertThat(solved.gamma()).containsExactly(exact.gamma(), within(1e-8));
    for (int r = 0; r < exact.gamma().length; r++) {
      assertThat(solved.rho()[r]).containsExactly(exact.rho()[r], within(1e-8));
    }
  }

  @Test
  void accumulatedPartsAreThoseOfLeastSquares() {
    SignalNoiseSystem system = SignalNoiseSystem.relu(3).withWrong(0.2);
    SignalNoiseState state = system.start(7);
    PatchNetwork start = state.network();
    for (int step = 0; step < 200; step++) {
      state.step(system.rate());
    }
    assertThat(state.parts().maxGamma()).isGreaterThan(0.1);
    assertParts(state, start);
  }

  @Test
  void outputsAreThoseOfTheExplicitNetwork() {
    SignalNoiseState state = SignalNoiseSystem.cubedRelu(20).start(8);
    for (int step = 0; step < 10; step++) {
      state.step(0.01);
    }
    assertThat(state.outputs())
        .containsExactly(state.network().outputs(state.data()), within(1e-12));
  }

  @Test
  void ownFiltersOnlyGainAndTheOthersOnlyLose() {
    SignalNoiseState state = SignalNoiseSystem.twoStages().start(9);
    for (int step = 0; step < 100; step++) {
      state.step(0.2);
    }
    int[] labels = state.data().givenLabels();
    double[][] rho = state.parts().rho();
    for (int r = 0; r < rho.length; r++) {
      for (int i = 0; i < labels.length; i++) {
        boolean own = (r < rho.length / 2) == (labels[i] == 1);
        assertThat(own ? rho[r][i] : -rho[r][i]).isGreaterThanOrEqualTo(-0.0);
      }
    }
  }

  @Test
  void samplesOfAnotherDimensionAreRefused() {
    assertThatThrownBy(() -> SignalNoiseState.start(data(4, 10, 1), network(12, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("samples of dimension 10 for filters of dimension 12");
  }

  @Test
  void aSplitThatIsNotUniqueIsRefused() {
    PatchData data = data(10, 10, 1);
    PatchNetwork network = network(10, 1, 1);
    assertThatThrownBy(() -> SignalNoiseParts.leastSquares(network, network, data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("depend linearly");
  }

  @Test
  void aRateOfZeroIsRefused() {
    SignalNoiseState state = SignalNoiseSystem.relu(1).start(1);
    assertThatThrownBy(() -> state.step(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learning rate 0.0: give a number above 0");
  }

  @Test
  void labelsThatAreNoneAreRefused() {
    SignalNoiseState state = SignalNoiseState.start(data(2, 10, 1), network(10, 1, 1));
    assertThatThrownBy(() -> state.step(0.1, new int[] {-1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("given label -1");
    assertThatThrownBy(() -> state.step(0.1, new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 given labels for 2 samples");
  }
}
