package io.github.featurescope.examples.toys.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the papers claim, with the numbers that prototypes gave. */
class SignalNoiseSystemTest {

  private static final int FRESH = 1000;

  // The error at the end is claimed to 0.01, which is the sampling error of 1000.
  private static final int MANY_FRESH = 10_000;

  /** One moment of a run beside the error on fresh samples. */
  private record Moment(OrderParameters order, double error) {}

  private static List<Moment> run(SignalNoiseSystem system, long seed) {
    return run(system, seed, FRESH);
  }

  private static List<Moment> run(SignalNoiseSystem system, long seed, int samples) {
    PatchData fresh = system.fresh(samples, 0, seed);
    List<Moment> moments = new ArrayList<>();
    system.train(
        seed,
        24,
        state ->
            moments.add(
                new Moment(
                    OrderParameters.of(state), OrderParameters.error(state.network(), fresh))));
    return moments;
  }

  private static Moment last(List<Moment> moments) {
    return moments.get(moments.size() - 1);
  }

  private static void assertTwoStages(long seed) {
    List<Moment> moments = run(SignalNoiseSystem.twoStages(), seed, MANY_FRESH);
    Moment first =
        moments.stream()
            .filter(moment -> moment.order.accuracyRight() >= 0.99)
            .min(Comparator.comparing(Moment::error))
            .orElseThrow();
    assertThat(first.order.accuracyWrong()).isLessThanOrEqualTo(0.25);
    assertThat(first.error).isLessThanOrEqualTo(0.02);
    assertThat(first.order.lossRanking()).isGreaterThanOrEqualTo(0.99);
    assertThat(first.order.gamma()).isGreaterThan(1.2 * first.order.rhoWrong());
    Moment end = last(moments);
    assertThat(end.order.accuracyWrong()).isGreaterThanOrEqualTo(0.98);
    assertThat(end.error).isGreaterThanOrEqualTo(0.12);
    assertThat(end.order.rhoWrong()).isGreaterThan(2 * end.order.gamma());
    assertThat(first.error).isLessThan(end.error - 0.1);
  }

  @Test
  void wrongLabelsAreMemorisedAfterTheSignalIsLearned() {
    assertTwoStages(1);
  }

  @Tag("long")
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {2, 3, 4, 5, 6, 7, 8, 9, 10})
  void theTwoStagesDoNotDependOnTheSeed(long seed) {
    assertTwoStages(seed);
  }

  @Test
  void withoutWrongLabelsTheErrorStaysZero() {
    Moment end = last(run(SignalNoiseSystem.twoStages().withWrong(0), 1));
    assertThat(end.error).isLessThanOrEqualTo(0.005);
    assertThat(end.order.accuracyWrong()).isNaN();
  }

  @Test
  void aReluLearnsAStrongSignalAndMissesAWeakOne() {
    Moment strong = last(run(SignalNoiseSystem.relu(5), 1));
    Moment weak = last(run(SignalNoiseSystem.relu(0.7), 1));
    assertThat(strong.error).isLessThanOrEqualTo(0.02);
    assertThat(weak.error).isGreaterThanOrEqualTo(0.35);
    assertThat(strong.order.gamma()).isGreaterThan(10 * weak.order.gamma());
    assertThat(strong.order.loss()).isLessThanOrEqualTo(0.02);
    assertThat(weak.order.loss()).isLessThanOrEqualTo(0.02);
  }

  @Test
  void theCubedReluLearnsEitherSignalOrNoise() {
    Moment strong = last(run(SignalNoiseSystem.cubedRelu(25).withSteps(20), 1));
    Moment weak = last(run(SignalNoiseSystem.cubedRelu(5), 1));
    assertThat(strong.error).isLessThanOrEqualTo(0.02);
    assertThat(strong.order.gamma()).isGreaterThan(2.5 * strong.order.rho());
    assertThat(weak.error).isGreaterThanOrEqualTo(0.45);
    assertThat(weak.order.gamma()).isLessThan(0.02 * weak.order.rho());
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    SignalNoiseSystem system = SignalNoiseSystem.relu(2).withSteps(10);
    assertThat(last(run(system, 5))).isEqualTo(last(run(system, 5)));
    assertThat(last(run(system, 5))).isNotEqualTo(last(run(system, 6)));
  }

  @Test
  void momentsAscendFromTheFirstStepToTheLast() {
    List<Integer> steps = new ArrayList<>();
    SignalNoiseSystem.relu(1).withSteps(50).train(1, 12, state -> steps.add(state.steps()));
    assertThat(steps).startsWith(1, 2, 3).endsWith(50).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void parametersOutOfRangeAreNamed() {
    SignalNoiseSystem good = SignalNoiseSystem.twoStages();
    assertThatThrownBy(() -> good.withWrong(1.5))
        .hasMessage("share of wrong labels 1.5: give a number in [0, 1]");
    assertThatThrownBy(() -> good.withStrength(Double.NaN))
        .hasMessage("strength of the signal NaN: give a number above 0");
    assertThatThrownBy(() -> good.withSteps(0)).hasMessage("number of steps 0: give at least 1");
    assertThatThrownBy(() -> new ReluPower(0.5)).hasMessageContaining("power 0.5");
  }
}
