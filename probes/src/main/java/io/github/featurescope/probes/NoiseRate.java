package io.github.featurescope.probes;

/**
 * Estimates the share of wrong labels among samples that are trained on.
 *
 * <p>The estimate is that of the {@link ConfidentJoint} of the early predictions ({@link
 * AveragedPrediction#early}), taken at the moment when what samples share has been learned and
 * single samples hardly: the first look, from the second on, at which the share of samples
 * predicted as given rose by less than five points and is above chance. Later looks do not change
 * it, since a model that has fitted wrong labels shows none.
 *
 * <p>A two-component fit to losses or wrong events is no use here: it finds two components in clean
 * data too. Bias: samples that are hard for the model count as wrong, so where a model is weak (a
 * test accuracy below some 80 % on clean labels) the estimate is an upper bound; where it memorises
 * within the first two looks, a lower one.
 */
final class NoiseRate {

  /** Rise of the agreement between looks below which what samples share counts as learned. */
  private static final double SETTLED = 0.05;

  private final int[] given;
  private double agreement = Double.NaN;
  private double rate = Double.NaN;
  private boolean settled;

  private NoiseRate(int[] given) {
    this.given = given;
  }

  static NoiseRate of(int[] given) {
    return new NoiseRate(given);
  }

  /** Takes the predictions of one look and the early predictions after it. */
  void observe(int[] predictions, Matrix early) {
    if (settled) {
      return;
    }
    int hits = 0;
    for (int i = 0; i < given.length; i++) {
      hits += predictions[i] == given[i] ? 1 : 0;
    }
    double now = (double) hits / given.length;
    rate = ConfidentJoint.of(early, given).noiseRate();
    double chance = 1.0 / early.cols();
    double deviation = Math.sqrt(chance * (1 - chance) / given.length);
    settled = now - agreement < SETTLED && now > chance + 5 * deviation;
    agreement = now;
  }

  /** The estimate, NaN before the first look. */
  double rate() {
    return rate;
  }

  /** Whether later looks do not change it any more. */
  boolean settled() {
    return settled;
  }
}
