package io.github.featurescope.examples.toys.systems.momentum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.patch.Vectors;
import io.github.featurescope.examples.toys.systems.ToyChecks;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentumToyTest {

  private final MomentumToy toy = new MomentumToy();
  private final MarginData data = MarginData.draw(8, 3, 10, 0.4, 0.3, 0.5, new Random(1));

  private double loss(double[][] w) {
    double total = 0;
    for (int i = 0; i < data.samples(); i++) {
      double y = data.labels()[i];
      double f = 0;
      for (double[] filter : w) {
        f += Math.pow(data.scale()[i] * y * filter[0], 3);
        for (int p = 0; p < 3; p++) {
          f += Math.pow(Vectors.dot(filter, data.noise()[3 * i + p]), 3);
        }
      }
      total += Math.log1p(Math.exp(-y * f)) / data.samples();
    }
    return total;
  }

  @Test
  void plainStepsGoDownhill() {
    double[][] weights = Vectors.normal(3, 10, 0.4, new Random(2));
    CubicModel model = new CubicModel(data, weights);
    assertThat(model.step(1, 0)).isCloseTo(loss(weights), within(1e-12));
    ToyChecks.assertWentDownhill(weights, this::loss, model.weights());
  }

  @Test
  void momentumRemembersTheGradientBefore() {
    double[][] w0 = Vectors.normal(3, 10, 0.4, new Random(2));
    CubicModel model = new CubicModel(data, w0);
    model.step(0.1, 0.75);
    double[][] w1 = model.weights();
    model.step(0.1, 0.75);
    double[][] w2 = model.weights();
    CubicModel plain = new CubicModel(data, w1);
    plain.step(0.1, 0);
    double[][] byGradient = plain.weights();
    for (int r = 0; r < 3; r++) {
      for (int k = 0; k < 10; k++) {
        double expected = 0.75 * (w1[r][k] - w0[r][k]) + 0.25 * (byGradient[r][k] - w1[r][k]);
        assertThat(w2[r][k] - w1[r][k]).isCloseTo(expected, within(1e-12));
      }
    }
  }

  @Test
  void dependsOnItsSeedAlone() {
    ToyChecks.assertDependsOnItsSeedAlone(
        toy, "samples=20", "dimension=40", "steps=100", "fresh=100");
  }

  @Test
  void divergesWithStepAndValues() {
    ToyChecks.assertDivergesWithStepAndValues(toy, "rate=1e300", "samples=10", "fresh=10");
  }

  @Test
  void momentumLearnsMoreSignal() {
    assertThat(signal("momentum=0.95")).isGreaterThan(1.5 * signal("momentum=0"));
  }

  private double signal(String momentum) {
    List<String> small = List.of(momentum, "samples=60", "dimension=200", "steps=1000", "fresh=50");
    return ToyRun.end(toy, Settings.of(toy, small), 1).get("signal");
  }
}
