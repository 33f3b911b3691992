package io.github.featurescope.probes;

import java.util.Arrays;

/** Orthonormal bases of spaces of functions on the sample. */
final class Basis {

  /** Singular values at or below this share of the largest count as zero. */
  static final double RANK_TOLERANCE = 1e-6;

  /** Up to so many columns our own decomposition is faster. */
  private static final int NARROW = 64;

  // What rounding leaves of a column that depends on others.
  private static final double DEPENDENT = 1e-14;

  private Basis() {}

  /** Returns an orthonormal basis of the columns' span, [rows, rank]; rank 0 of a zero matrix. */
  static Matrix ofColumns(Matrix a) {
    if (a.maxAbs() == 0) {
      return Matrix.wrap(a.rows(), 0, new double[0]);
    }
    if (a.cols() > NARROW || a.rows() < a.cols()) {
      LinearAlgebra.ThinSvd svd = LinearAlgebra.best().thinSvd(a);
      return svd.left().columns(0, svd.rank(RANK_TOLERANCE));
    }
    double[] q = a.transposed().values();
    Matrix r = orthonormalise(q, a.rows());
    LinearAlgebra.ThinSvd svd = LinearAlgebra.best().thinSvd(r);
    Matrix left = svd.left().columns(0, svd.rank(RANK_TOLERANCE));
    return Matrix.wrap(a.cols(), a.rows(), q).transposeTimes(left);
  }

  /**
   * Replaces rows by orthonormal ones, or by zero where a row depends on those before it, by the
   * Gram-Schmidt process done twice. Returns what they were in terms of the new ones, transposed:
   * upper triangular, [rows, rows]. Much faster than LAPACK's tall decompositions where rows are
   * few.
   */
  private static Matrix orthonormalise(double[] rows, int length) {
    int count = rows.length / length;
    double[] r = new double[count * count];
    for (int k = 0; k < count; k++) {
      double before = norm(rows, k * length, length);
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < k; j++) {
          double product = dot(rows, j * length, k * length, length);
          r[j * count + k] += product;
          for (int i = 0; i < length; i++) {
            rows[k * length + i] -= product * rows[j * length + i];
          }
        }
      }
      double norm = norm(rows, k * length, length);
      boolean independent = norm > DEPENDENT * before;
      r[k * count + k] = independent ? norm : 0;
      for (int i = k * length; i < (k + 1) * length; i++) {
        rows[i] = independent ? rows[i] / norm : 0;
      }
    }
    return Matrix.wrap(count, count, r);
  }

  private static double norm(double[] values, int from, int count) {
    return HeadGradients.norm(Arrays.copyOfRange(values, from, from + count));
  }

  private static double dot(double[] values, int a, int b, int count) {
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i < count - 1; i += 2) {
      even += values[a + i] * values[b + i];
      odd += values[a + i + 1] * values[b + i + 1];
    }
    return i < count ? even + odd + values[a + i] * values[b + i] : even + odd;
  }

  /** Returns an orthonormal basis of the rows' span, [rank, cols]; rank 0 of a zero matrix. */
  static Matrix ofRows(Matrix a) {
    if (a.maxAbs() == 0) {
      return Matrix.wrap(0, a.cols(), new double[0]);
    }
    LinearAlgebra.ThinSvd svd = LinearAlgebra.best().thinSvd(a);
    return svd.rightTransposed().firstRows(svd.rank(RANK_TOLERANCE));
  }

  /** Returns the functions "is of this class", each of Euclidean norm 1, [n, C']. */
  static Matrix ofClasses(ClassMeans classes) {
    int[] positions = classes.positions();
    double[] values = new double[Matrix.capacity(positions.length, classes.size())];
    double[] heights = Arrays.stream(classes.counts()).map(count -> 1 / Math.sqrt(count)).toArray();
    for (int i = 0; i < positions.length; i++) {
      values[i * classes.size() + positions[i]] = heights[positions[i]];
    }
    return Matrix.wrap(positions.length, classes.size(), values);
  }
}
