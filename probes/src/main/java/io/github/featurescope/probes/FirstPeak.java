package io.github.featurescope.probes;

import java.util.ArrayDeque;
import java.util.OptionalInt;

/**
 * Finds the first maximum or minimum of a series while the series is still growing.
 *
 * <p>Looks at the trailing moving average over the last w values, from the moment on when there are
 * w of them. Its best so far becomes the peak once it has not been beaten in as many averages in a
 * row as patience says; averages that only equal it count as not beating it. Causal: the answer at
 * one moment uses nothing later, and once given it stays. Not for use by several threads at once.
 * Cost O(w) a value.
 *
 * <p>Source: the search of Label Wave, Yuan, Feng and Liu, ICLR 2024, arXiv 2502.07551, Algorithm
 * 1, for any series.
 */
public final class FirstPeak {

  private final int sign;
  private final int window;
  private final int patience;
  private final ArrayDeque<Double> recent = new ArrayDeque<>();
  private int moments;
  private int peak = -1;
  private double best = Double.NEGATIVE_INFINITY;
  private int unbeaten;

  private FirstPeak(int sign, int window, int patience) {
    if (window < 1 || patience < 1) {
      throw new IllegalArgumentException(
          "window " + window + " and patience " + patience + ": each must be at least 1");
    }
    this.sign = sign;
    this.window = window;
    this.patience = patience;
  }

  /**
   * Looks for the first maximum.
   *
   * @param window how many values are averaged, at least 1; 1 takes them as they are
   * @param patience how many averages in a row must fail to beat the best, at least 1
   * @return a finder that has seen nothing
   * @throws IllegalArgumentException if one of them is below 1
   */
  public static FirstPeak maximum(int window, int patience) {
    return new FirstPeak(1, window, patience);
  }

  /**
   * Looks for the first minimum.
   *
   * @param window how many values are averaged, at least 1; 1 takes them as they are
   * @param patience how many averages in a row must fail to beat the best, at least 1
   * @return a finder that has seen nothing
   * @throws IllegalArgumentException if one of them is below 1
   */
  public static FirstPeak minimum(int window, int patience) {
    return new FirstPeak(-1, window, patience);
  }

  /**
   * Takes the value of the next moment.
   *
   * @param value finite
   * @return the moment of the peak, from 0, once it is confirmed
   * @throws IllegalArgumentException if the value is not finite; {@link #skip()} such moments
   */
  public OptionalInt observe(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "value " + value + " of moment " + moments + " is not finite; skip the moment");
    }
    int moment = moments++;
    if (confirmed().isPresent()) {
      return confirmed();
    }
    recent.add(value);
    if (recent.size() > window) {
      recent.remove();
    }
    if (recent.size() == window) {
      compare(moment);
    }
    return confirmed();
  }

  private void compare(int moment) {
    // All windows are as long: their sums compare like their averages, and with less rounding.
    double sum = sign * recent.stream().mapToDouble(Double::doubleValue).sum();
    if (peak < 0 || sum > best) {
      best = sum;
      peak = moment;
      unbeaten = 0;
    } else {
      unbeaten++;
    }
  }

  /** Passes over a moment that has no value: it is counted, and nothing is compared. */
  public void skip() {
    moments++;
  }

  /**
   * Returns the peak if it is confirmed.
   *
   * @return its moment, from 0, skipped ones counted; the same for ever after
   */
  public OptionalInt confirmed() {
    return unbeaten >= patience ? OptionalInt.of(peak) : OptionalInt.empty();
  }

  /**
   * Returns the best so far, confirmed or not: the moment to keep parameters of.
   *
   * @return its moment, from 0, skipped ones counted; empty before the first full window
   */
  public OptionalInt best() {
    return peak < 0 ? OptionalInt.empty() : OptionalInt.of(peak);
  }
}
