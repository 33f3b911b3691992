package io.github.featurescope.probes;

/** Eigenvalues of a symmetric matrix and its eigenvectors, which need not be formed to be used. */
interface Eigenbasis {

  /** Returns the eigenvalues, largest first, [k]: to read, never to write. */
  double[] values();

  /**
   * Returns eigenvectors × columns.
   *
   * @param columns [size, m]
   * @return one row an eigenvector, in the order of {@link #values()}, [k, m]
   */
  Matrix times(Matrix columns);

  /** Returns the unit eigenvectors, one a row, in the order of {@link #values()}, [k, size]. */
  Matrix vectors();

  /** Takes eigenvectors that are at hand. */
  static Eigenbasis of(LinearAlgebra.Eigenpairs pairs) {
    return new Eigenbasis() {
      @Override
      public double[] values() {
        return pairs.values();
      }

      @Override
      public Matrix times(Matrix columns) {
        return pairs.vectors().times(columns);
      }

      @Override
      public Matrix vectors() {
        return pairs.vectors();
      }
    };
  }
}
