package io.github.featurescope.probes;

import java.util.Arrays;

/** Orthonormal bases of spaces of functions on the sample. */
final class Basis {

  /** Singular values at or below this share of the largest count as zero. */
  static final double RANK_TOLERANCE = 1e-6;

  private Basis() {}

  /** Returns an orthonormal basis of the columns' span, [rows, rank]; rank 0 of a zero matrix. */
  static Matrix ofColumns(Matrix a) {
    if (a.maxAbs() == 0) {
      return Matrix.wrap(a.rows(), 0, new double[0]);
    }
    LinearAlgebra.ThinSvd svd = LinearAlgebra.best().thinSvd(a);
    return leadingColumns(svd.left(), svd.rank(RANK_TOLERANCE));
  }

  /** Returns an orthonormal basis of the rows' span, [rank, cols]; rank 0 of a zero matrix. */
  static Matrix ofRows(Matrix a) {
    if (a.maxAbs() == 0) {
      return Matrix.wrap(0, a.cols(), new double[0]);
    }
    LinearAlgebra.ThinSvd svd = LinearAlgebra.best().thinSvd(a);
    return svd.rightTransposed().firstRows(svd.rank(RANK_TOLERANCE));
  }

  private static Matrix leadingColumns(Matrix a, int count) {
    if (count == a.cols()) {
      return a;
    }
    double[] values = new double[a.rows() * count];
    for (int i = 0; i < a.rows(); i++) {
      System.arraycopy(a.values(), i * a.cols(), values, i * count, count);
    }
    return Matrix.wrap(a.rows(), count, values);
  }

  /** Returns the functions "is of this class", each of Euclidean norm 1, [n, C']. */
  static Matrix ofClasses(ClassMeans classes) {
    int[] positions = classes.positions();
    double[] values = new double[Matrix.capacity(positions.length, classes.size())];
    double[] heights =
        Arrays.stream(classes.counts()).mapToDouble(count -> 1 / Math.sqrt(count)).toArray();
    for (int i = 0; i < positions.length; i++) {
      values[i * classes.size() + positions[i]] = heights[positions[i]];
    }
    return Matrix.wrap(positions.length, classes.size(), values);
  }
}
