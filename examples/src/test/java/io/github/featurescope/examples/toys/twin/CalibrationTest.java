package io.github.featurescope.examples.toys.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.examples.toys.patch.SignalNoiseSystem;
import io.github.featurescope.examples.toys.twin.Reading.Truth;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  private static final SignalNoiseSystem SYSTEM =
      SignalNoiseSystem.relu(3).withDimension(60).withWrong(0.2).withSteps(100);

  private static final TwinRun RUN = TwinRun.of(SYSTEM, 5, 12);

  private static Reading reading(String path) {
    return Reading.ALL.stream().filter(each -> each.path().equals(path)).findFirst().orElseThrow();
  }

  @Test
  void everyReadingIsInTheTable() {
    List<String> lines = Calibration.of(List.of(RUN)).lines();
    for (Reading reading : Reading.ALL) {
      assertThat(lines).anyMatch(line -> line.startsWith("| " + reading.title() + " |"));
    }
    assertThat(lines).anyMatch(line -> line.startsWith("| suspicion, score | "));
  }

  @Test
  void everyReadingHasValuesInTheRunLog() {
    for (Reading reading : Reading.ALL) {
      assertThat(RUN.moments()).as(reading.path()).anyMatch(m -> !Double.isNaN(reading.of(m)));
    }
  }

  @Test
  void theSplitOfMarginsFollowsTheTruth() {
    Calibration calibration = Calibration.of(List.of(RUN));
    assertThat(calibration.pooled(reading("signalNoise.signal"))).isGreaterThanOrEqualTo(0.9);
    assertThat(calibration.pooled(reading("signalNoise.noise"))).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void theTruthIsThatOfTheRecursion() {
    TwinRun.Moment last = RUN.moments().get(RUN.moments().size() - 1);
    assertThat(Truth.SIGNAL.of(last)).isEqualTo(last.truth().gamma()).isPositive();
    assertThat(Truth.NOISE.of(last)).isEqualTo(last.truth().rho()).isPositive();
    assertThat(Truth.SHARE.of(last)).isBetween(0.0, 1.0);
  }
}
