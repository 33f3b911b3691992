package io.github.featurescope.examples.toys.systems.sparsenoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.patch.ReluPower;
import io.github.featurescope.examples.toys.patch.Vectors;
import io.github.featurescope.examples.toys.systems.ToyChecks;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SparseNoiseToyTest {

  private final SparseNoiseToy toy = new SparseNoiseToy();
  private final SparseData data = SparseData.draw(6, 14, 4, 0.8, 0.5, new Random(1));

  private double loss(double[][] w) {
    double total = 0;
    for (int i = 0; i < data.samples(); i++) {
      double[] noise = new double[14];
      for (int s = 0; s < data.places()[i].length; s++) {
        noise[data.places()[i][s]] += data.values()[i][s];
      }
      double y = data.labels()[i];
      double f = 0;
      for (int r = 0; r < w.length; r++) {
        double both =
            Math.pow(Math.max(y * w[r][0], 0), 3)
                + Math.pow(Math.max(Vectors.dot(w[r], noise), 0), 3);
        f += (2 * r < w.length ? both : -both) / (w.length / 2.0);
      }
      total += Math.log1p(Math.exp(-y * f)) / data.samples();
    }
    return total;
  }

  private SparseModel model(double[][] weights) {
    return new SparseModel(data, new ReluPower(3), weights);
  }

  @Test
  void descentGoesDownhill() {
    double[][] weights = Vectors.normal(4, 14, 0.5, new Random(2));
    SparseModel model = model(weights);
    assertThat(model.step(Rule.GD, 1)).isCloseTo(loss(weights), within(1e-12));
    ToyChecks.assertWentDownhill(weights, this::loss, model.weights());
  }

  /** Without memory Adam's first step is that of sign descent, up to ε. */
  @Test
  void adamStartsAsSignDescent() {
    double[][] weights = Vectors.normal(4, 14, 0.5, new Random(2));
    SparseModel adam = model(weights);
    SparseModel sign = model(weights);
    SparseModel descent = model(weights);
    adam.step(Rule.ADAM, 0.01);
    sign.step(Rule.SIGN, 0.01);
    descent.step(Rule.GD, 1);
    for (int r = 0; r < 4; r++) {
      for (int k = 0; k < 14; k++) {
        double slope = weights[r][k] - descent.weights()[r][k];
        double moved = weights[r][k] - sign.weights()[r][k];
        assertThat(moved).isCloseTo(0.01 * Math.signum(slope), within(1e-15));
        if (Math.abs(slope) > 1e-5) {
          assertThat(adam.weights()[r][k]).isCloseTo(sign.weights()[r][k], within(1e-4));
        }
      }
    }
  }

  @Test
  void adamFollowsItsFormula() {
    double[] w = {1};
    double[] m = {0};
    double[] v = {0};
    Rule.ADAM.move(w, new double[] {2}, m, v, 0.1, 1);
    Rule.ADAM.move(w, new double[] {-1}, m, v, 0.1, 2);
    double first = 0.9 * 0.2 - 0.1;
    double second = 0.99 * 0.04 + 0.01;
    double by = (first / (1 - 0.81)) / Math.sqrt(second / (1 - 0.9801));
    assertThat(w[0]).isCloseTo(1 - 0.1 - 0.1 * by, within(1e-7));
  }

  @Test
  void noiseHasDistinctCoordinatesAndTheWrongSignal() {
    SparseData many = SparseData.draw(50, 20, 15, 1, 0.5, new Random(3));
    for (int i = 0; i < 50; i++) {
      assertThat(Arrays.stream(many.places()[i]).distinct().count()).isEqualTo(16);
      assertThat(many.places()[i]).startsWith(0);
      assertThat(many.values()[i][0]).isEqualTo(-0.5 * many.labels()[i]);
    }
    assertThat(Arrays.stream(many.labels()).sum()).isZero();
  }

  @Test
  void dependsOnItsSeedAlone() {
    ToyChecks.assertDependsOnItsSeedAlone(toy, "steps=50", "fresh=100");
  }

  @Test
  void divergesWithStepAndValues() {
    ToyChecks.assertDivergesWithStepAndValues(toy, "rule=gd", "rate=1e300", "fresh=10");
  }

  @Test
  void descentLearnsAndAdamMemorises() {
    ToyChecks.assertHolds(toy, "gd: test error");
    ToyChecks.assertHolds(toy, "adam: test error");
  }

  @Test
  void noiseThatLeavesNoRoomForTheSignalIsRefused() {
    assertThatThrownBy(() -> Settings.of(toy, List.of("dimension=30")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("sparsity = 30 with dimension = 30");
  }
}
