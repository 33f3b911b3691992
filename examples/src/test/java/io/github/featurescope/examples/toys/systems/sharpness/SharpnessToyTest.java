package io.github.featurescope.examples.toys.systems.sharpness;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.examples.data.LabelNoise;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.patch.PatchData;
import io.github.featurescope.examples.toys.patch.PatchNetwork;
import io.github.featurescope.examples.toys.patch.ReluPower;
import io.github.featurescope.examples.toys.patch.SignalNoiseState;
import io.github.featurescope.examples.toys.systems.ToyChecks;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharpnessToyTest {

  private final SharpnessToy toy = new SharpnessToy();

  private static double loss(double[][] w, PatchData data, ReluPower activation) {
    double[] f = PatchNetwork.of(w, activation).outputs(data);
    int[] labels = data.givenLabels();
    double sum = 0;
    for (int i = 0; i < f.length; i++) {
      sum += Logistic.loss((2 * labels[i] - 1) * f[i]) / f.length;
    }
    return sum;
  }

  /** The gradient of a sharpness-aware step is that of the loss at w + radius·∇/‖∇‖. */
  @Test
  void stepsAlongTheGradientAfterTheAscent() {
    ReluPower square = new ReluPower(2);
    PatchData data = PatchData.draw(6, 9, 2, 1, LabelNoise.symmetric(0), new Random(1));
    PatchNetwork start = PatchNetwork.draw(2, 9, 0.3, square, new Random(2));
    double[][] before = start.weights();

    SignalNoiseState plain = SignalNoiseState.start(data, start);
    plain.step(1);
    double[][] plainAfter = plain.network().weights();
    double[][] above = start.weights();
    double norm = 0;
    for (int r = 0; r < above.length; r++) {
      for (int k = 0; k < above[r].length; k++) {
        norm += Math.pow(before[r][k] - plainAfter[r][k], 2);
      }
    }
    for (int r = 0; r < above.length; r++) {
      for (int k = 0; k < above[r].length; k++) {
        above[r][k] += 0.2 * (before[r][k] - plainAfter[r][k]) / Math.sqrt(norm);
      }
    }

    SignalNoiseState aware = SignalNoiseState.start(data, start);
    aware.sharpnessAwareStep(1, 0.2);
    double[][] after = aware.network().weights();
    double[][] shifted = new double[after.length][after[0].length];
    for (int r = 0; r < after.length; r++) {
      for (int k = 0; k < after[r].length; k++) {
        shifted[r][k] = above[r][k] + after[r][k] - before[r][k];
      }
    }
    ToyChecks.assertWentDownhill(above, w -> loss(w, data, square), shifted);
  }

  @Test
  void dependsOnItsSeedAlone() {
    ToyChecks.assertDependsOnItsSeedAlone(toy, "dimension=400", "steps=60", "fresh=200");
  }

  @Test
  void divergesWithStepAndValues() {
    ToyChecks.assertDivergesWithStepAndValues(toy, "rate=1e307", "dimension=100", "fresh=50");
  }

  @Test
  void theAscentKeepsFiltersOffNoise() {
    double plain = error("radius=0");
    double aware = error("radius=0.1");
    assertThat(plain).isGreaterThan(0.2);
    assertThat(aware).isLessThan(0.05);
  }

  private double error(String radius) {
    return ToyRun.end(toy, Settings.of(toy, List.of(radius)), 1).get("testError");
  }
}
