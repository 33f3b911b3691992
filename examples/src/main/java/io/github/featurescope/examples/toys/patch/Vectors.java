package io.github.featurescope.examples.toys.patch;

import java.util.Random;

/** Plain loops over arrays of doubles, in a fixed order. */
public final class Vectors {

  private Vectors() {}

  /**
   * Multiplies.
   *
   * @param a a vector
   * @param b one of the same length
   * @return ⟨a, b⟩
   */
  public static double dot(double[] a, double[] b) {
    // Four sums that do not wait for each other, added in a fixed order.
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 4 <= a.length; k += 4) {
      s0 += a[k] * b[k];
      s1 += a[k + 1] * b[k + 1];
      s2 += a[k + 2] * b[k + 2];
      s3 += a[k + 3] * b[k + 3];
    }
    for (; k < a.length; k++) {
      s0 += a[k] * b[k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * Adds factor·b to a.
   *
   * @param a is changed
   * @param factor of b
   * @param b of the same length
   */
  public static void add(double[] a, double factor, double[] b) {
    if (factor == 0) {
      return;
    }
    for (int k = 0; k < a.length; k++) {
      a[k] += factor * b[k];
    }
  }

  /**
   * Copies rows.
   *
   * @param rows a matrix
   * @return a copy that shares nothing with it
   */
  public static double[][] copy(double[][] rows) {
    double[][] copy = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }

  /**
   * Draws independent normal numbers.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @param deviation their standard deviation
   * @param random draws them, row by row
   * @return a matrix
   */
  public static double[][] normal(int rows, int columns, double deviation, Random random) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int k = 0; k < columns; k++) {
        row[k] = deviation * random.nextGaussian();
      }
    }
    return matrix;
  }
}
