package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.probes.CrossFittedQuality;
import io.github.featurescope.probes.LabelFit;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Measurements;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.SpectralAlignment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A run by a fake clock: due looks a second of training apart, and what they cost. */
class ThriftTest {

  private static final long SECOND = 1_000_000_000;

  private final AtomicLong clock = new AtomicLong();
  private final ProbeCost cost = new ProbeCost(clock::get);

  private static Snapshot snapshot() {
    double[] features = new double[60 * 4];
    double[] logits = new double[60 * 3];
    double[] weights = new double[3 * 4];
    int[] labels = new int[60];
    for (int i = 0; i < 60; i++) {
      labels[i] = i % 3;
      for (int j = 0; j < 4; j++) {
        features[i * 4 + j] = Math.sin(1 + i * 7.3 + j * 2.1) + (j == i % 3 ? 1 : 0);
        weights[(i % 3) * 4 + j] = j == i % 3 ? 1 : 0;
      }
    }
    for (int i = 0; i < 60; i++) {
      for (int c = 0; c < 3; c++) {
        logits[i * 3 + c] = features[i * 4 + c];
      }
    }
    return Snapshot.builder(
            Matrix.ofRowMajor(60, 4, features),
            Matrix.ofRowMajor(60, 3, logits),
            labels,
            Matrix.ofRowMajor(3, 4, weights))
        .build();
  }

  /** Trains for so many due looks; returns the level of each, or −1 where it was left out. */
  private List<Integer> train(Thrift thrift, double budget, double[] seconds, int looks) {
    ProbeSchedule schedule = ProbeSchedule.everyEpoch().within(budget);
    List<Integer> levels = new ArrayList<>();
    for (int due = 1; due <= looks; due++) {
      clock.addAndGet(SECOND);
      Thrift.Choice choice =
          thrift.choose(need -> cost.affords(schedule, 0, need), budget * cost.trained() / due);
      levels.add(choice == null ? -1 : choice.level());
      if (choice != null) {
        look(thrift, choice, seconds[choice.level()]);
      }
    }
    return levels;
  }

  private void look(Thrift thrift, Thrift.Choice choice, double seconds) {
    long nanos = Math.round(seconds * SECOND);
    clock.addAndGet(nanos);
    cost.waited(nanos);
    // What a level saves is measured: a tick for each measurement, a look's time over all of them.
    long tick = nanos / choice.measurements().size();
    AtomicLong ticks = new AtomicLong();
    Report report = Report.of(snapshot(), choice.measurements(), () -> ticks.getAndAdd(tick));
    thrift.learn(choice, seconds, List.of(report));
  }

  private static long count(List<Integer> levels, int level) {
    return levels.stream().filter(one -> one == level).count();
  }

  private double share() {
    return (clock.get() * 1e-9 - cost.trained()) / cost.trained();
  }

  @Test
  void whatIsAffordableStaysAsItWasChosen() {
    Thrift thrift = new Thrift(Measurements.full());
    List<Integer> levels = train(thrift, 0.1, new double[] {0.09, 0.05, 0.01}, 50);
    assertThat(levels).containsOnly(0);
  }

  @Test
  void looksAreSpacedBeforeLessIsMeasured() {
    Thrift thrift = new Thrift(Measurements.full());
    List<Integer> levels = train(thrift, 0.1, new double[] {0.25, 0.2, 0.01}, 50);
    assertThat(levels).containsOnly(0, -1);
    assertThat(count(levels, 0)).isBetween(19L, 21L);
    assertThat(share()).isLessThanOrEqualTo(0.1);
  }

  @Test
  void lessIsMeasuredWhereTooManyLooksWouldBeLeftOut() {
    Thrift thrift = new Thrift(Measurements.full());
    look(thrift, thrift.everything(), 2);
    cost.trainingBegins();
    List<Integer> levels = train(thrift, 0.05, new double[] {2, 0.3, 0.04}, 400);
    assertThat(count(levels, 2)).as("economy").isGreaterThan(250);
    assertThat(levels.subList(300, 400)).as("and stays so").containsOnly(2);
  }

  @Test
  void theBudgetHoldsWhateverIsMeasured() {
    Thrift thrift = new Thrift(Measurements.full());
    look(thrift, thrift.everything(), 2);
    cost.trainingBegins();
    train(thrift, 0.05, new double[] {2, 0.3, 0.04}, 400);
    assertThat((cost.now() * 1e-9 - 2 - cost.trained()) / cost.trained())
        .isLessThanOrEqualTo(0.05 * 1.01);
  }

  @Test
  void aSlowFirstLookIsForgiven() {
    // The first look of a process took ten times as long as all others.
    Thrift thrift = new Thrift(Measurements.standard());
    look(thrift, thrift.everything(), 1);
    cost.trainingBegins();
    List<Integer> levels = train(thrift, 0.1, new double[] {0.08, 0.02}, 100);
    assertThat(levels.subList(60, 100)).containsOnly(0);
  }

  @Test
  void whatTheVerdictIsDecidedByStays() {
    Thrift thrift = new Thrift(Measurements.full());
    look(thrift, thrift.everything(), 10);
    cost.trainingBegins();
    ProbeSchedule schedule = ProbeSchedule.everyEpoch().within(0.1);
    List<Thrift.Choice> choices = new ArrayList<>();
    for (int due = 1; due < 200; due++) {
      clock.addAndGet(SECOND);
      Thrift.Choice choice = thrift.choose(need -> cost.affords(schedule, 0, need), 0.1);
      if (choice != null) {
        choices.add(choice);
        look(thrift, choice, 0.01);
      }
    }
    assertThat(choices).extracting(Thrift.Choice::level).contains(2);
    for (Thrift.Choice choice : choices) {
      assertThat(choice.measurements().contains(LabelFit.FIT)).isTrue();
    }
  }

  @Test
  void itNamesWhatIsLeftOut() {
    Thrift thrift = new Thrift(Measurements.full());
    Thrift.Choice economy = new Thrift.Choice(2, Measurements.economy());
    assertThat(thrift.leftOut(economy))
        .contains("centred", "crossFitted", "dimensionality", "neuralCollapse")
        .doesNotContain("fit", "dlr", "kernelTargetAlignment");
    assertThat(thrift.leftOut(thrift.everything())).isEmpty();
  }

  @Test
  void measurementsOfTheUsersOwnStay() {
    Measurement<LabelFit.Result> own =
        new Measurement<>() {
          @Override
          public String key() {
            return "own";
          }

          @Override
          public LabelFit.Result measure(Snapshot snapshot) {
            return LabelFit.FIT.measure(snapshot);
          }
        };
    Thrift thrift =
        new Thrift(List.of(own, CrossFittedQuality.CROSS_FITTED, SpectralAlignment.CENTRED));
    look(thrift, thrift.everything(), 1);
    cost.trainingBegins();
    List<Integer> levels = train(thrift, 0.01, new double[] {1, 0.5, 0.001}, 300);
    assertThat(levels).contains(2);
  }

  @Test
  void whereThereIsNothingDearToLeaveOutLooksAreSpaced() {
    Thrift thrift = new Thrift(Measurements.economy());
    look(thrift, thrift.everything(), 1);
    cost.trainingBegins();
    List<Integer> levels = train(thrift, 0.1, new double[] {1}, 100);
    assertThat(count(levels, 0)).isBetween(9L, 10L);
    assertThat(levels).containsOnly(0, -1);
  }
}
