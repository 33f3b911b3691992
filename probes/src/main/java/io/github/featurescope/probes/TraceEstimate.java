package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A trace estimated from random vectors.
 *
 * @param value the mean over the vectors
 * @param standardError of that mean, at least 0
 */
record TraceEstimate(double value, double standardError) {

  /**
   * Estimates Tr f(A) over a space on which the traces of 1, A and perhaps A² are known.
   *
   * <p>From each vector's quadrature the parabola that fits f best on the nodes of the others is
   * taken off, and its exact trace added: unbiased, and with only what is not a parabola in f left
   * to chance. Source: Ubaru, Chen and Saad, SIAM J. Matrix Anal. Appl. 2017, for the quadrature.
   *
   * @param runs from random vectors with independent entries of mean 0 and variance 1
   * @param exact traces of 1, A and perhaps A², [2 or 3]
   * @param f finite at 0 and above
   */
  static TraceEstimate of(Quadratures runs, double[] exact, DoubleUnaryOperator f) {
    int count = runs.count();
    double largest = 0;
    for (double node : runs.nodes()) {
      largest = Math.max(largest, node);
    }
    double unit = largest > 0 ? largest : 1;
    double[] values = new double[count];
    for (int left = 0; left < count; left++) {
      double[] parabola = fit(runs, left, unit, f, exact.length);
      double sum = runs.sum(left, x -> f.applyAsDouble(x) - at(parabola, x / unit));
      for (int term = 0; term < exact.length; term++) {
        sum += parabola[term] * exact[term] / Math.pow(unit, term);
      }
      values[left] = sum;
    }
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new TraceEstimate(mean, Math.sqrt(squares / (count * Math.max(1.0, count - 1.0))));
  }

  private static double at(double[] parabola, double x) {
    double value = 0;
    for (int term = parabola.length - 1; term >= 0; term--) {
      value = value * x + parabola[term];
    }
    return value;
  }

  /** Returns the parabola nearest to f on the nodes of all runs but one; 0 where there are none. */
  private static double[] fit(
      Quadratures runs, int without, double unit, DoubleUnaryOperator f, int terms) {
    double[][] normal = new double[terms][terms + 1];
    double[] nodes = runs.nodes();
    for (int k = 0; k < nodes.length; k++) {
      double x = nodes[k] / unit;
      double all = 0;
      for (int run = 0; run < runs.count(); run++) {
        all += run == without ? 0 : runs.weights().get(run, k);
      }
      double[] powers = {1, x, x * x};
      for (int i = 0; i < terms; i++) {
        double weight = all * powers[i];
        for (int j = 0; j < terms; j++) {
          normal[i][j] += weight * powers[j];
        }
        normal[i][terms] += weight * f.applyAsDouble(nodes[k]);
      }
    }
    return solve(normal);
  }

  /** Solves by elimination; a term that the others already span stays 0. */
  private static double[] solve(double[][] rows) {
    int terms = rows.length;
    double[] scale = new double[terms];
    Arrays.setAll(scale, i -> rows[i][i]);
    for (int i = 0; i < terms; i++) {
      boolean spanned = !(rows[i][i] > 1e-10 * scale[i]);
      for (int below = i + 1; below < terms; below++) {
        double share = spanned ? 0 : rows[below][i] / rows[i][i];
        for (int j = i; j <= terms; j++) {
          rows[below][j] -= share * rows[i][j];
        }
      }
      if (spanned) {
        Arrays.fill(rows[i], 0);
        rows[i][i] = 1;
      }
    }
    double[] solution = new double[terms];
    for (int i = terms - 1; i >= 0; i--) {
      double value = rows[i][terms];
      for (int j = i + 1; j < terms; j++) {
        value -= rows[i][j] * solution[j];
      }
      solution[i] = value / rows[i][i];
    }
    return solution;
  }
}
