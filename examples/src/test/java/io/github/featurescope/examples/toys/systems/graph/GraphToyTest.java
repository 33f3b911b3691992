package io.github.featurescope.examples.toys.systems.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.patch.ReluPower;
import io.github.featurescope.examples.toys.patch.Vectors;
import io.github.featurescope.examples.toys.systems.ToyChecks;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GraphToyTest {

  private final GraphToy toy = new GraphToy();
  private final GraphData data = GraphData.draw(8, 12, 0.6, 0.2, true, new Random(1));

  private double loss(double[][] w) {
    double total = 0;
    for (int i = 0; i < 8; i++) {
      double f = 0;
      for (int r = 0; r < w.length; r++) {
        double value =
            Math.pow(Math.max(1.5 * data.along()[i] * w[r][0], 0), 2)
                + Math.pow(Math.max(Vectors.dot(w[r], data.noise()[i]), 0), 2);
        f += (2 * r < w.length ? value : -value) / (w.length / 2.0);
      }
      total += Math.log1p(Math.exp(-data.labels()[i] * f)) / 8;
    }
    return total;
  }

  @Test
  void stepsGoDownhill() {
    double[][] weights = Vectors.normal(6, 12, 0.5, new Random(2));
    GraphModel model = new GraphModel(data, 1.5, new ReluPower(2), weights);
    assertThat(model.step(1)).isCloseTo(loss(weights), within(1e-12));
    ToyChecks.assertWentDownhill(weights, this::loss, model.weights());
  }

  /**
   * If all of a label are joined and none across, the mean over neighbours is that of the label.
   */
  @Test
  void nodesSeeTheMeanOverTheirNeighbours() {
    GraphData alone = GraphData.draw(6, 4, 1, 0, false, new Random(3));
    GraphData joined = GraphData.draw(6, 4, 1, 0, true, new Random(3));
    assertThat(alone.along()).containsExactly(alone.labels());
    assertThat(joined.along()).containsExactly(alone.labels(), within(1e-15));
    assertThat(joined.degree()).isEqualTo(3);
    for (int i = 0; i < 6; i++) {
      double[] mean = new double[4];
      for (int j = 0; j < 6; j++) {
        Vectors.add(mean, alone.labels()[i] == alone.labels()[j] ? 1 / 3.0 : 0, alone.noise()[j]);
      }
      assertThat(joined.noise()[i]).containsExactly(mean, within(1e-12));
    }
  }

  @Test
  void dependsOnItsSeedAlone() {
    ToyChecks.assertDependsOnItsSeedAlone(toy, "dimension=100", "steps=50", "fresh=50", "stop=0");
  }

  @Test
  void divergesWithStepAndValues() {
    ToyChecks.assertDivergesWithStepAndValues(toy, "rate=1e300", "fresh=10", "stop=0");
  }

  @Test
  void theGraphThinsOutNoise() {
    assertThat(error("graph=false") - error("graph=true")).isGreaterThan(0.2);
  }

  private double error(String graph) {
    return ToyRun.end(toy, Settings.of(toy, List.of(graph)), 1).get("testError");
  }
}
