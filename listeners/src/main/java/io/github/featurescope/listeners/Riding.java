package io.github.featurescope.listeners;

import io.github.featurescope.adapters.ModelReader;
import io.github.featurescope.adapters.StepReader;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says how a scope rides on training: it takes the features of training steps from their own
 * forward pass, with no pass of its own, into moments that forget, and shows their spectrum as the
 * probe set {@link #STREAM}.
 *
 * <p>Bias against a probe of a fixed set, which stays the exact one:
 *
 * <ul>
 *   <li>Features are those of training: behind dropout, and with the statistics of the batch.
 *   <li>Weights move while samples come in, so that values lag by the half-life, and the movement
 *       adds to the spread. The head is that of the moment at which a block of samples is added.
 *   <li>The stream holds about 2.9 half-lives of samples; fewer than 5p, or than about ten times
 *       the effective dimension, make that dimension too low. The report's n is their weight, which
 *       grows from 0 to 1.44 half-lives.
 *   <li>Labels are those of the batch, as given.
 * </ul>
 *
 * <p>Immutable.
 */
public final class Riding {

  /** Name of the probe set in logs, meters and page. */
  public static final String STREAM = "stream";

  private static final double DEFAULT_HALF_LIVES_A_FEATURE = 2;
  private static final double DEFAULT_SHARE = 0.01;

  private final int iterations;
  private final double halfLife;
  private final double share;

  private Riding(int iterations, double halfLife, double share) {
    this.iterations = iterations;
    this.halfLife = halfLife;
    this.share = share;
  }

  /**
   * Reports every k-th iteration, or as soon after it as the budget allows.
   *
   * @param iterations k, at least 1
   * @return riding within 1 % of the training time, with a half-life of 2p samples
   */
  public static Riding every(int iterations) {
    if (iterations < 1) {
      throw new IllegalArgumentException(
          "a stream reported every " + iterations + " iterations: choose at least 1");
    }
    return new Riding(iterations, 0, DEFAULT_SHARE);
  }

  /**
   * Says how fast samples are forgotten.
   *
   * @param samples that are taken until a sample counts half, at least 1
   * @return the same with this half-life
   */
  public Riding forgetting(double samples) {
    if (!(samples >= 1 && samples < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a half-life of " + samples + " samples: choose a finite number of at least 1");
    }
    return new Riding(iterations, samples, share);
  }

  /**
   * Bounds what riding costs. Half of it is for taking samples: whole batches are left out where
   * they cost more; the other half is for reports, which are put off.
   *
   * @param fraction of the time trained without probes, above 0; infinity takes every batch and
   *     reports at every k-th iteration
   * @return the same with this budget
   */
  public Riding within(double fraction) {
    if (!(fraction > 0)) {
      throw new IllegalArgumentException(
          "a budget of " + fraction + " of the training time for riding: choose above 0, as 0.01");
    }
    return new Riding(iterations, halfLife, fraction);
  }

  int iterations() {
    return iterations;
  }

  /** What half of the budget is, as a share of the training time. */
  double halfShare() {
    return share / 2;
  }

  private double halfLife(int width) {
    return halfLife == 0 ? DEFAULT_HALF_LIVES_A_FEATURE * width : halfLife;
  }

  /** Samples after which a weight has fallen to 1/e, for features of a width. */
  double memory(int width) {
    return Math.max(1, halfLife(width) / Math.log(2));
  }

  /** What the run log says of the stream. */
  RunInfo.SetInfo info(int width) {
    return new RunInfo.SetInfo(STREAM, (int) Math.min(1e9, memory(width) + 0.5), false);
  }

  /**
   * Opens what reads the steps of training; null where nobody rides.
   *
   * @throws IllegalArgumentException if a probe set has the stream's name, or steps are no samples
   */
  static @Nullable StepReader steps(
      @Nullable Riding riding, List<ProbeSet> sets, Training training, ModelReader reader) {
    if (riding == null) {
      return null;
    }
    if (sets.stream().anyMatch(set -> set.name().equals(STREAM))) {
      throw new ProbeSetException(STREAM, "so is called what rides on training; rename the set");
    }
    training.requireSteps();
    return reader.steps();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "every %d iterations, half-life %s, within %.3g %% of the training time",
        iterations,
        halfLife == 0 ? "2p samples" : String.format(Locale.ROOT, "%.0f samples", halfLife),
        100 * share);
  }
}
