package io.github.featurescope.examples.toys.attention;

import io.github.featurescope.examples.toys.patch.Vectors;

/**
 * A transformer of one head whose tokens are averaged: f = (1/L) Σ<sub>l</sub>
 * softmax(x<sub>l</sub> W<sub>Q</sub> W<sub>K</sub>ᵀ Xᵀ) X v.
 *
 * <p>The values' weights and the output's are one vector v = W<sub>V</sub> w<sub>O</sub>: with
 * w<sub>O</sub> fixed, training is the same up to a factor of the rate.
 */
public final class SingleHead {

  private final double[][] query;
  private final double[][] key;
  private final double[] value;

  private SingleHead(double[][] query, double[][] key, double[] value) {
    this.query = query;
    this.key = key;
    this.value = value;
  }

  /**
   * Takes weights as they are, by copy.
   *
   * @param query W<sub>Q</sub>, [d, h]
   * @param key W<sub>K</sub>, [d, h]
   * @param value v, [d]
   * @return the model
   * @throws IllegalArgumentException if sizes do not fit
   */
  public static SingleHead of(double[][] query, double[][] key, double[] value) {
    if (query.length != value.length || key.length != value.length) {
      throw new IllegalArgumentException(
          query.length
              + " rows of query weights, "
              + key.length
              + " of key weights and "
              + value.length
              + " value weights: give d of each");
    }
    return new SingleHead(Vectors.copy(query), Vectors.copy(key), value.clone());
  }

  int dimension() {
    return value.length;
  }

  int width() {
    return query[0].length;
  }

  /** Returns W<sub>Q</sub> itself, [d, h]. */
  double[][] query() {
    return query;
  }

  /** Returns W<sub>K</sub> itself, [d, h]. */
  double[][] key() {
    return key;
  }

  /** Returns v itself, [d]. */
  double[] value() {
    return value;
  }

  /**
   * Returns all weights.
   *
   * @return a copy: W<sub>Q</sub> row by row, then W<sub>K</sub>, then v
   */
  public double[] weights() {
    double[] all = new double[(2 * width() + 1) * dimension()];
    int at = 0;
    for (double[][] matrix : new double[][][] {query, key}) {
      for (double[] row : matrix) {
        System.arraycopy(row, 0, all, at, row.length);
        at += row.length;
      }
    }
    System.arraycopy(value, 0, all, at, value.length);
    return all;
  }
}
