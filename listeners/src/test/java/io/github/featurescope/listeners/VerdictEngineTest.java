package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.UndefinedMeasurementException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictEngineTest {

  /** Says the number that it was made with. */
  private record Said(double value) {}

  private record Fixed(String key, double value) implements Measurement<Said> {
    @Override
    public Said measure(Snapshot snapshot) {
      if (Double.isNaN(value)) {
        throw new UndefinedMeasurementException("nothing to say");
      }
      return new Said(value);
    }
  }

  private static final Snapshot SNAPSHOT =
      Snapshot.builder(
              Matrix.ofRowMajor(2, 1, new double[] {0, 1}),
              Matrix.ofRowMajor(2, 2, new double[] {1, 0, 0, 1}),
              new int[] {0, 1},
              Matrix.ofRowMajor(2, 1, new double[] {-1, 1}))
          .build();

  private static Signal.Definition definition(
      String key, Signal.Direction direction, Signal.Role role) {
    return new Signal.Definition(
        key,
        "train",
        direction,
        role,
        report ->
            report.results().entrySet().stream()
                .filter(result -> result.getKey().key().equals(key))
                .map(result -> ((Said) result.getValue()).value())
                .findFirst(),
        (best, n) -> 0.1,
        "0.1",
        key + " has turned.");
  }

  private final VerdictEngine engine =
      new VerdictEngine(
          List.of(
              definition(
                  "rising", Signal.Direction.HIGHER_IS_BETTER, Signal.Role.DETECTS_AND_LOCATES),
              definition(
                  "falling", Signal.Direction.LOWER_IS_BETTER, Signal.Role.DETECTS_AND_LOCATES),
              definition("third", Signal.Direction.HIGHER_IS_BETTER, Signal.Role.DETECTS)));

  private Verdict at(int epoch, double rising, double falling, double third) {
    List<Fixed> values =
        List.of(
            new Fixed("rising", rising), new Fixed("falling", falling), new Fixed("third", third));
    return engine.judge(
        new Verdict.Moment(epoch, 10L * epoch), Map.of("train", Report.of(SNAPSHOT, values)));
  }

  @Test
  void isUndecidedBeforeTraining() {
    Verdict verdict = engine.beforeTraining(new Verdict.Moment(0, 0));

    assertThat(verdict.state()).isEqualTo(Verdict.State.UNDECIDED);
    assertThat(verdict.best()).isNull();
    assertThat(verdict.evidence()).isEmpty();
  }

  @Test
  void turnsWhenTheMeanStrengthReachesOne() {
    at(1, 0.8, 0.3, 0.8);

    Verdict before = at(2, 0.65, 0.3, 0.8);
    assertThat(before.strength()).isCloseTo(1.5 / 3, within(1e-12));
    assertThat(before.state()).isEqualTo(Verdict.State.LEARNING_SIGNAL);

    Verdict verdict = at(3, 0.65, 0.47, 0.8);
    assertThat(verdict.strength()).isCloseTo((1.5 + 1.7) / 3, within(1e-12));
    assertThat(verdict.state()).isEqualTo(Verdict.State.MEMORISING_NOISE);
    assertThat(verdict.since()).isEqualTo(new Verdict.Moment(3, 30));
    assertThat(at(4, 0.6, 0.5, 0.8).since()).isEqualTo(new Verdict.Moment(3, 30));
  }

  @Test
  void noSignalAloneDrownsTheOthers() {
    at(1, 0.8, 0.3, 0.8);

    Verdict verdict = at(2, -100, 0.3, 0.8);

    assertThat(verdict.strength()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(verdict.state()).isEqualTo(Verdict.State.LEARNING_SIGNAL);
  }

  @Test
  void goesBackToTheMedianOfTheLocatingSignals() {
    at(1, 0.5, 0.3, 0.9);
    at(2, 0.6, 0.4, 0.1);
    at(3, 0.9, 0.5, 0.1);

    assertThat(at(4, 0.1, 0.9, 0.1).best())
        .as("the later of 1 and 3; the third signal locates nothing")
        .isEqualTo(new Verdict.Moment(3, 30));
  }

  @Test
  void saysWhy() {
    at(1, 0.8, 0.3, 0.5);

    Verdict.Evidence evidence = at(2, 0.6, 0.3, 0.5).evidence().get(0);

    assertThat(evidence.signal()).isEqualTo("train.rising");
    assertThat(evidence.value()).isEqualTo(0.6);
    assertThat(evidence.best()).isEqualTo(0.8);
    assertThat(evidence.bestEpoch()).isEqualTo(1);
    assertThat(evidence.change()).isEqualTo(0.6 - 0.8);
    assertThat(evidence.threshold()).isEqualTo(-0.1);
    assertThat(evidence.strength()).isCloseTo(2, within(1e-12));
    assertThat(evidence.memorising()).isTrue();
  }

  @Test
  void judgesByTheSignalsThatAreThere() {
    at(1, 0.8, Double.NaN, Double.NaN);

    Verdict verdict = at(2, 0.6, Double.NaN, Double.NaN);

    assertThat(verdict.evidence()).hasSize(1);
    assertThat(verdict.state()).isEqualTo(Verdict.State.MEMORISING_NOISE);
  }

  @Test
  void isCalledOffAtHalfTheStrengthOnly() {
    at(1, 0.8, 0.3, 0.8);
    at(2, 0.6, 0.5, 0.8);

    assertThat(at(3, 0.72, 0.38, 0.8).strength()).isCloseTo(1.6 / 3, within(1e-12));
    assertThat(at(4, 0.72, 0.38, 0.8).state()).isEqualTo(Verdict.State.MEMORISING_NOISE);
    assertThat(at(5, 0.75, 0.35, 0.8).state()).isEqualTo(Verdict.State.LEARNING_SIGNAL);
  }
}
