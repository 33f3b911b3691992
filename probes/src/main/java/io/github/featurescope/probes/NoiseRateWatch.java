package io.github.featurescope.probes;

import org.jspecify.annotations.Nullable;

/**
 * Takes the noise rate at the right moment of a run.
 *
 * <p>That is when what samples share has been learned and single samples hardly: the first look,
 * from the second on, at which the share of samples predicted as given is above chance and rose by
 * less than six points, and the averaged prediction contradicts less than nine tenths of what
 * chance would. Later looks do not change it, since a model that has fitted wrong labels shows
 * none.
 */
final class NoiseRateWatch {

  private static final double SETTLED = 0.06;
  private static final double AT_CHANCE = 0.9;

  private final int[] given;
  private double agreement = Double.NaN;
  private @Nullable NoiseRate estimate;

  private NoiseRateWatch(int[] given) {
    this.given = given;
  }

  static NoiseRateWatch of(int[] given) {
    return new NoiseRateWatch(given);
  }

  /** Takes the predictions of one look and the early predictions after it. */
  void observe(int[] predictions, Matrix early) {
    if (estimate != null && estimate.settled()) {
      return;
    }
    int hits = 0;
    for (int i = 0; i < given.length; i++) {
      hits += predictions[i] == given[i] ? 1 : 0;
    }
    double now = (double) hits / given.length;
    double chance = 1.0 / early.cols();
    double deviation = Math.sqrt(chance * (1 - chance) / given.length);
    boolean settled =
        now - agreement < SETTLED
            && now > chance + 5 * deviation
            && NoiseEvidence.of(early, given).contradicted() < AT_CHANCE * (1 - chance);
    estimate = NoiseRate.of(early, given, settled);
    agreement = now;
  }

  NoiseRate estimate() {
    if (estimate == null) {
      throw new UndefinedMeasurementException(
          "the model has not been looked at yet; the noise rate needs at least one look");
    }
    return estimate;
  }
}
