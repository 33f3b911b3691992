package io.github.featurescope.examples.toys.dense;

import java.util.Arrays;

/**
 * Products of matrices as arrays of rows.
 *
 * <p>Each row of a product is a sum of rows, taken in ascending order, four at a time: loops that
 * the just-in-time compiler makes vector instructions of, with the same result on every machine.
 * Factors of zero are skipped, which halves the work on what a ReLU left.
 */
public final class Products {

  private Products() {}

  /**
   * Multiplies.
   *
   * @param a [n, k]
   * @param b [k, m]
   * @param product takes a b, [n, m], none of the two
   */
  public static void times(double[][] a, double[][] b, double[][] product) {
    int[] where = new int[b.length];
    double[] factors = new double[b.length];
    for (int i = 0; i < a.length; i++) {
      int count = 0;
      double[] row = a[i];
      for (int k = 0; k < row.length; k++) {
        if (row[k] != 0) {
          where[count] = k;
          factors[count++] = row[k];
        }
      }
      combine(where, factors, count, b, product[i]);
    }
  }

  /**
   * Multiplies by a transposed matrix from the left.
   *
   * @param a [n, k]
   * @param b [n, m]
   * @param product takes aᵀ b, [k, m], none of the two
   */
  public static void transposeTimes(double[][] a, double[][] b, double[][] product) {
    int[] where = new int[a.length];
    double[] factors = new double[a.length];
    for (int k = 0; k < product.length; k++) {
      int count = 0;
      for (int i = 0; i < a.length; i++) {
        double factor = a[i][k];
        if (factor != 0) {
          where[count] = i;
          factors[count++] = factor;
        }
      }
      combine(where, factors, count, b, product[k]);
    }
  }

  /**
   * Transposes.
   *
   * @param a [n, m]
   * @param transposed takes aᵀ, [m, n]
   */
  public static void transpose(double[][] a, double[][] transposed) {
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < a[i].length; k++) {
        transposed[k][i] = a[i][k];
      }
    }
  }

  /**
   * Sums squares.
   *
   * @param a a matrix
   * @return ‖a‖² in the Frobenius norm
   */
  public static double squaredNorm(double[][] a) {
    double sum = 0;
    for (double[] row : a) {
      for (double value : row) {
        sum += value * value;
      }
    }
    return sum;
  }

  private static void combine(
      int[] where, double[] factors, int count, double[][] rows, double[] sum) {
    Arrays.fill(sum, 0);
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      addFour(
          sum,
          factors[k],
          rows[where[k]],
          factors[k + 1],
          rows[where[k + 1]],
          factors[k + 2],
          rows[where[k + 2]],
          factors[k + 3],
          rows[where[k + 3]]);
    }
    for (; k < count; k++) {
      double factor = factors[k];
      double[] row = rows[where[k]];
      for (int j = 0; j < sum.length; j++) {
        sum[j] += factor * row[j];
      }
    }
  }

  private static void addFour(
      double[] sum,
      double a0,
      double[] b0,
      double a1,
      double[] b1,
      double a2,
      double[] b2,
      double a3,
      double[] b3) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += (a0 * b0[j] + a1 * b1[j]) + (a2 * b2[j] + a3 * b3[j]);
    }
  }
}
