package io.github.featurescope.probes;

import java.util.OptionalInt;

/**
 * Finds the first local minimum of prediction changes, where Label Wave stops training.
 *
 * <p>Prediction changes fall while patterns are learned and rise when wrong labels begin to be
 * memorised. Moment 0, the first look at the samples, has no look before it and so no change: the
 * first share belongs to moment 1, and with a window of k the earliest minimum is at moment k. Not
 * for runs with a schedule of the learning rate, under which changes fall anyway, nor for clean
 * labels. The source recommends k = 3 and never says its patience. Not for use by several threads
 * at once. Source: Yuan, Feng and Liu, ICLR 2024, arXiv 2502.07551, Eqs. 2 to 4 and Algorithm 1.
 */
public final class LabelWave {

  private final FirstPeak minimum;

  private LabelWave(FirstPeak minimum) {
    this.minimum = minimum;
    minimum.skip();
  }

  /**
   * Starts at moment 0.
   *
   * @param k how many shares are averaged, at least 1
   * @param patience how many averages in a row must not be below the lowest, at least 1
   * @return a finder that waits for the share of moment 1
   * @throws IllegalArgumentException if one of them is below 1
   */
  public static LabelWave of(int k, int patience) {
    return new LabelWave(FirstPeak.minimum(k, patience));
  }

  /**
   * Takes the share of the next moment.
   *
   * @param share share of samples whose predicted class changed since the moment before, in [0, 1]
   * @return the moment of the minimum once it is confirmed; the same for ever after
   * @throws IllegalArgumentException if the share is outside [0, 1] or NaN
   */
  public OptionalInt observe(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "share " + share + " is outside [0, 1]; pass PredictionChanges.share()");
    }
    return minimum.observe(share);
  }

  /** Passes over a moment that was not looked at or cannot be compared with the one before. */
  public void skip() {
    minimum.skip();
  }

  /**
   * Returns the minimum if it is confirmed.
   *
   * @return its moment, from 1
   */
  public OptionalInt confirmed() {
    return minimum.confirmed();
  }

  /**
   * Returns the lowest moment so far, confirmed or not: the one to keep parameters of.
   *
   * @return its moment, from 1; empty before k shares
   */
  public OptionalInt lowest() {
    return minimum.best();
  }
}
