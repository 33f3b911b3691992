package io.github.featurescope.examples.toys.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.toys.DivergedException;
import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.Trajectory;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is tested of every toy alike. */
public final class ToyChecks {

  private static final double H = 1e-5;

  private ToyChecks() {}

  /**
   * Asserts that a step of rate 1 went along minus the gradient of a loss, by central differences.
   *
   * @param before weights; changed and restored
   * @param loss by a formula of the test's own
   * @param after weights after the step
   */
  public static void assertWentDownhill(
      double[][] before, ToDoubleFunction<double[][]> loss, double[][] after) {
    double largest = 0;
    double worst = 0;
    for (int r = 0; r < before.length; r++) {
      for (int k = 0; k < before[r].length; k++) {
        double at = before[r][k];
        before[r][k] = at + H;
        double above = loss.applyAsDouble(before);
        before[r][k] = at - H;
        double below = loss.applyAsDouble(before);
        before[r][k] = at;
        double slope = (above - below) / (2 * H);
        largest = Math.max(largest, Math.abs(slope));
        worst = Math.max(worst, Math.abs(at - after[r][k] - slope));
      }
    }
    assertThat(largest).isGreaterThan(1e-3);
    assertThat(worst).isLessThan(1e-6 * largest);
  }

  private static Trajectory run(Toy toy, long seed, String... assignments) {
    return ToyRun.train(toy, Settings.of(toy, List.of(assignments)), seed);
  }

  /** Asserts that a run depends on its seed, and on nothing else. */
  public static void assertDependsOnItsSeedAlone(Toy toy, String... assignments) {
    Trajectory first = run(toy, 5, assignments);
    Trajectory again = run(toy, 5, assignments);
    Trajectory other = run(toy, 6, assignments);
    assertThat(again.size()).isEqualTo(first.size());
    for (int k = 0; k < first.size(); k++) {
      assertThat(again.row(k).values()).containsExactly(first.row(k).values());
    }
    assertThat(other.row(other.size() - 1).values())
        .isNotEqualTo(first.row(first.size() - 1).values());
  }

  /** Asserts that a run ends with a step and values instead of NaN. */
  public static void assertDivergesWithStepAndValues(Toy toy, String... assignments) {
    assertThatThrownBy(() -> run(toy, 1, assignments))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("diverged at step ")
        .hasMessageContaining("the last healthy row: step = ");
  }

  /** Asserts that a claim holds of seed 1. */
  public static void assertHolds(Toy toy, String textBegins) {
    Evidence evidence = Evidence.of(toy, 1);
    assertThat(toy.claims())
        .filteredOn(claim -> claim.text().startsWith(textBegins))
        .isNotEmpty()
        .allSatisfy(
            claim ->
                assertThat(claim.measure().applyAsDouble(evidence))
                    .matches(claim.bound()::holds, claim.text() + " " + claim.bound()));
  }
}
