package io.github.featurescope.listeners;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps account of what probing costs, as training and measuring may go on at the same time.
 *
 * <p>The cost of a probe is the time that training waits for it and the time that it takes beside
 * training; both count against the budget, since both take from the same machine.
 */
final class ProbeCost {

  private final LongSupplier nanos;
  private long beganNanos;
  private long waitedNanos;
  private long besideNanos;
  private long lastNanos;
  private int probes;
  private int skipped;
  private int dropped;

  ProbeCost(LongSupplier nanos) {
    this.nanos = nanos;
    this.beganNanos = nanos.getAsLong();
  }

  long now() {
    return nanos.getAsLong();
  }

  /** Seconds trained so far without waiting for probes. */
  synchronized double trained() {
    return trained(now());
  }

  /** What came before training is no part of its cost, but says what a probe takes. */
  synchronized void trainingBegins() {
    waitedNanos = 0;
    besideNanos = 0;
    beganNanos = now();
  }

  /** Whether a probe of so many seconds fits in the budget, with those not measured yet. */
  synchronized boolean affords(ProbeSchedule schedule, int pending, double seconds) {
    double last = lastNanos * 1e-9;
    double known = (waitedNanos + besideNanos) * 1e-9;
    return schedule.affords(known + pending * last, seconds, trained(now()));
  }

  /** Seconds trained without waiting for probes. */
  private double trained(long now) {
    return (now - beganNanos - waitedNanos) * 1e-9;
  }

  synchronized void skip() {
    skipped++;
  }

  synchronized void drop() {
    dropped++;
  }

  /** Books time that training waited. */
  synchronized void waited(long nanos) {
    waitedNanos += nanos;
  }

  /** Books time that training waited for work which is booked as done beside it. */
  synchronized void waitedForBeside(long nanos) {
    waitedNanos += nanos;
    besideNanos -= nanos;
  }

  /** Books time that was spent while training went on. */
  synchronized void beside(long nanos) {
    besideNanos += nanos;
  }

  /**
   * Counts a probe whose time is booked.
   *
   * @param waited nanoseconds of it that training waited
   * @param taken nanoseconds of it in all
   * @param measurements seconds by measurement
   * @param leftOut what was not measured, to keep the budget
   * @return what probing has cost by now
   */
  synchronized Observation.Cost probed(
      long waited, long taken, Map<String, Double> measurements, List<String> leftOut) {
    probes++;
    lastNanos = taken;
    double trained = trained(now());
    double total = (waitedNanos + besideNanos) * 1e-9;
    return new Observation.Cost(
        taken * 1e-9,
        waited * 1e-9,
        total,
        trained > 0 ? total / trained : 0,
        trained > 0 ? waitedNanos * 1e-9 / trained : 0,
        probes,
        skipped,
        dropped,
        measurements,
        leftOut);
  }

  /** Adds to the last probe what the sinks took. */
  synchronized void lengthen(long nanos) {
    lastNanos += nanos;
  }

  synchronized int probes() {
    return probes;
  }

  synchronized int skipped() {
    return skipped;
  }

  synchronized int dropped() {
    return dropped;
  }
}
