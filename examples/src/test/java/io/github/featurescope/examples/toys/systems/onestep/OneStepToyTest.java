package io.github.featurescope.examples.toys.systems.onestep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.toys.DivergedException;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.Trajectory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OneStepToyTest {

  private static final double MOVE = 1e-5;

  private static Trajectory run(long seed, String... assignments) {
    OneStepToy toy = new OneStepToy();
    return ToyRun.train(toy, Settings.of(toy, List.of(assignments)), seed);
  }

  @Test
  void gradientIsThatOfTheLoss() {
    Random random = new Random(1);
    Teacher samples = Teacher.draw(Teacher.direction(4, random), 20, 0.1, random);
    StudentNetwork network = StudentNetwork.draw(4, 6, random);
    double[][] gradient = network.gradient(samples);
    for (int j = 0; j < 4; j++) {
      for (int k = 0; k < 6; k++) {
        double slope =
            (network.moved(j, k, MOVE).loss(samples) - network.moved(j, k, -MOVE).loss(samples))
                / (2 * MOVE);
        assertThat(gradient[j][k]).isCloseTo(slope, within(1e-9));
      }
    }
  }

  @Test
  void partBeyondLinearIsThatOfTheLiterature() {
    assertThat(Teacher.beyondLinear()).isCloseTo(0.02742, within(5e-6));
  }

  @Test
  void ridgeFindsWhatIsLinearInTheFeatures() {
    Random random = new Random(2);
    Teacher linear = Teacher.draw(new double[] {1, 0, 0}, 200, 0, random);
    double[] labels = new double[200];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = linear.x()[i][0] - 2 * linear.x()[i][2];
    }
    assertThat(Ridge.risk(linear.x(), labels, linear.x(), labels)).isLessThan(1e-10);
  }

  @Test
  void sameSeedGivesTheSameRun() {
    String[] small = {"samples=100", "dimension=20", "width=30"};
    assertThat(run(4, small).row(1).values()).isEqualTo(run(4, small).row(1).values());
    assertThat(run(5, small).last("risk")).isNotEqualTo(run(4, small).last("risk"));
  }

  @Test
  void largeStepTurnsTheFirstLayerToTheTarget() {
    Evidence evidence = Evidence.of(new OneStepToy(), 1);
    Trajectory run = evidence.run("samples=1000", "dimension=40", "width=120");
    assertThat(run.last("risk")).isLessThan(Teacher.beyondLinear());
    assertThat(run.row(0).get("risk")).isGreaterThan(Teacher.beyondLinear());
    assertThat(run.last("alignment")).isGreaterThan(0.9);
  }

  @Test
  void tooLargeRateEndsWithStepAndValues() {
    assertThatThrownBy(() -> run(1, "rate=1e300", "steps=3", "samples=50", "dimension=5"))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("diverged at step");
  }
}
