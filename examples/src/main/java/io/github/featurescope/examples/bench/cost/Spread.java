package io.github.featurescope.examples.bench.cost;

import java.util.Arrays;

/**
 * What repeated measurements say: their median, and the quartiles as its spread.
 *
 * @param median of all
 * @param low lower quartile
 * @param high upper quartile
 * @param count how many there were
 */
record Spread(double median, double low, double high, int count) {

  /** Of at least one value; quantiles between two values are interpolated linearly. */
  static Spread of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Spread(
        quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75), sorted.length);
  }

  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
