package io.github.featurescope.examples.reproductions;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Learning rates over epochs. */
final class Schedules {

  private Schedules() {}

  /** A tenth for the second half, so that the last epoch is no moment of a wild ride. */
  static ISchedule tenthAtHalf(double rate, int epochs) {
    return new MapSchedule.Builder(ScheduleType.EPOCH)
        .add(0, rate)
        .add(epochs / 2, rate / 10)
        .build();
  }
}
