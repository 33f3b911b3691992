package io.github.featurescope.examples.toys.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FreshErrorTest {

  @Test
  void theErrorIsThatOnExplicitSamples() {
    SignalNoiseSystem system = SignalNoiseSystem.relu(1.2).withDimension(60).withSteps(100);
    SignalNoiseState state = system.start(3);
    while (state.steps() < system.steps()) {
      state.step(system.rate());
    }
    PatchNetwork network = state.network();
    int count = 20_000;
    double explicit = OrderParameters.error(network, system.fresh(count, 0, 3));
    double drawn = FreshError.of(network, state.data().signal(), count, new Random(4));
    // Four standard deviations of the difference of two shares.
    assertThat(explicit).isBetween(0.05, 0.45);
    assertThat(drawn).isCloseTo(explicit, within(4 * Math.sqrt(0.5 / count)));
  }

  @Test
  void aFilterAlongTheSignalMakesNoError() {
    PatchNetwork network = PatchNetwork.of(new double[][] {{1, 0, 0}, {-1, 0, 0}}, ReluPower.RELU);
    assertThat(FreshError.of(network, new double[] {2, 0, 0}, 100, new Random(1))).isZero();
  }

  @Test
  void swappedFiltersMakeNothingButErrors() {
    PatchNetwork network = PatchNetwork.of(new double[][] {{-1, 0, 0}, {1, 0, 0}}, ReluPower.RELU);
    assertThat(FreshError.of(network, new double[] {2, 0, 0}, 100, new Random(1))).isOne();
  }
}
