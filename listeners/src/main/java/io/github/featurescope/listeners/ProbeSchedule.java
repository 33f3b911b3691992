package io.github.featurescope.listeners;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says when to probe: at which moments, and how much of the training time that may cost.
 *
 * <p>Immutable.
 */
public final class ProbeSchedule {

  private final String name;
  private final int everyIterations;
  private final BitSet iterations;
  private final boolean everyEpoch;
  private final double budget;

  private ProbeSchedule(
      String name, int everyIterations, BitSet iterations, boolean everyEpoch, double budget) {
    this.name = name;
    this.everyIterations = everyIterations;
    this.iterations = iterations;
    this.everyEpoch = everyEpoch;
    this.budget = budget;
  }

  /**
   * Probes at the end of every epoch; for training through {@code fit(iterator)}, since {@code
   * fit(DataSet)} and ParallelWrapper have no epochs.
   *
   * @return the schedule
   */
  public static ProbeSchedule everyEpoch() {
    return new ProbeSchedule("every epoch", 0, new BitSet(), true, Double.POSITIVE_INFINITY);
  }

  /**
   * Probes after every k-th iteration.
   *
   * @param k at least 1
   * @return the schedule
   */
  public static ProbeSchedule everyIterations(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("every " + k + " iterations: k must be at least 1");
    }
    String name = k == 1 ? "every iteration" : "every " + k + " iterations";
    return new ProbeSchedule(name, k, new BitSet(), false, Double.POSITIVE_INFINITY);
  }

  /**
   * Probes when the given numbers of iterations are done.
   *
   * @param iterations counts of iterations done since the model was made, each at least 1
   * @return the schedule
   */
  public static ProbeSchedule atIterations(int... iterations) {
    BitSet listed = new BitSet();
    for (int iteration : iterations) {
      if (iteration < 1) {
        throw new IllegalArgumentException(
            "iteration " + iteration + ": count the iterations done, from 1");
      }
      listed.set(iteration);
    }
    if (iterations.length == 0) {
      throw new IllegalArgumentException("no iterations listed; name at least one");
    }
    String name = "at iterations " + Arrays.toString(iterations);
    return new ProbeSchedule(name, 0, listed, false, Double.POSITIVE_INFINITY);
  }

  /**
   * Skips moments so that the measured cost of all probes stays under a share of the training time.
   *
   * <p>A moment is skipped when the probe, if it cost as much as the last one, would lift the sum
   * above the share of the time trained so far. Where more than three in a row would be, probes
   * measure less first: what only the preset full has is left out, then what only standard has,
   * with a word in the log and in {@link Observation.Cost#leftOut}; what the verdict is decided by
   * stays. The probe before training is always taken and is no part of the sum. What the sinks take
   * is part of it, and so is what {@link Riding} takes.
   *
   * @param fraction probe time over training time without probes, above 0; 0.02 is 2 %
   * @return the schedule with that budget
   */
  public ProbeSchedule within(double fraction) {
    if (!(fraction > 0) || fraction > 10) {
      throw new IllegalArgumentException(
          "a probe budget of " + fraction + " of the training time: choose above 0, such as 0.02");
    }
    return new ProbeSchedule(name, everyIterations, iterations, everyEpoch, fraction);
  }

  boolean dueAfterIteration(long done) {
    return (everyIterations > 0 && done % everyIterations == 0)
        || (done <= Integer.MAX_VALUE && iterations.get((int) done));
  }

  boolean dueAfterEpoch() {
    return everyEpoch;
  }

  /** Whether nothing comes due but at the end of an epoch. */
  boolean needsEpochs() {
    return everyEpoch;
  }

  /** The share of the training time, or null where there is no bound. */
  @Nullable Double budget() {
    return Double.isInfinite(budget) ? null : budget;
  }

  /** Whether one more probe fits in the budget. */
  boolean affords(double probeSeconds, double lastSeconds, double trainingSeconds) {
    return probeSeconds + lastSeconds <= budget * trainingSeconds;
  }

  @Override
  public String toString() {
    return Double.isInfinite(budget)
        ? name
        : String.format(Locale.ROOT, "%s, within %.3g %% of the training time", name, 100 * budget);
  }
}
