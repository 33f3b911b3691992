package io.github.featurescope.examples.toys.systems.xor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.toys.patch.Vectors;
import io.github.featurescope.examples.toys.systems.ToyChecks;
import java.util.Random;
import org.junit.jupiter.api.Test;

class XorToyTest {

  private final XorToy toy = new XorToy();
  private final XorData data = XorData.draw(8, 9, 0.3, new Random(1));

  private double loss(double[][] w) {
    double total = 0;
    for (int i = 0; i < 8; i++) {
      double[] signal = new double[9];
      signal[0] = 1.5 * data.signs()[i];
      signal[1] = signal[0] * data.labels()[i];
      double f = 0;
      for (int r = 0; r < w.length; r++) {
        double value =
            Math.max(Vectors.dot(w[r], signal), 0)
                + Math.max(Vectors.dot(w[r], data.noise()[i]), 0);
        f += (2 * r < w.length ? value : -value) / (w.length / 2.0);
      }
      total += Math.log1p(Math.exp(-data.given()[i] * f)) / 8;
    }
    return total;
  }

  @Test
  void stepsGoDownhill() {
    double[][] weights = Vectors.normal(6, 9, 0.4, new Random(2));
    XorModel model = new XorModel(data, 1.5, weights);
    assertThat(model.step(1)).isCloseTo(loss(weights), within(1e-12));
    ToyChecks.assertWentDownhill(weights, this::loss, model.weights());
  }

  @Test
  void dependsOnItsSeedAlone() {
    ToyChecks.assertDependsOnItsSeedAlone(toy, "steps=40", "fresh=100");
  }

  @Test
  void divergesWithStepAndValues() {
    ToyChecks.assertDivergesWithStepAndValues(toy, "rate=1e308", "fresh=10");
  }

  @Test
  void filtersOfEachSignLearnTheirSignalAlone() {
    ToyChecks.assertHolds(toy, "strength 4: mean projection");
    ToyChecks.assertHolds(toy, "strength 0.5");
  }
}
