package io.github.featurescope.probes;

import org.bytedeco.openblas.global.openblas;

/**
 * An eigenproblem left where LAPACK's divide and conquer stands before its last step.
 *
 * <p>A = Q T Qᵀ with T tridiagonal and Q a product of reflections; T = Z Λ Zᵀ. What meets the
 * eigenvectors QZ goes through Qᵀ and then Zᵀ, which for a few columns costs O(size²) each. Forming
 * QZ takes as long as the rest together, so it is left until somebody asks. The routines are those
 * that dsyevd calls.
 */
final class TridiagonalBasis implements Eigenbasis {

  private static final byte LOWER = (byte) 'L';
  private static final byte LEFT = (byte) 'L';

  // dsyevd brings matrices outside about 1e±146 to scale; powers of 2 do it without rounding.
  private static final double LARGE = 0x1p400;
  private static final double SMALL = 0x1p-400;

  private final int size;
  private final double[] reflections;
  private final double[] factors;
  private final Matrix inner;
  private final double[] values;
  private final Lazy<Matrix> vectors = Lazy.of(this::form);

  private TridiagonalBasis(
      int size, double[] reflections, double[] factors, double[] inner, double[] values) {
    this.size = size;
    this.reflections = reflections;
    this.factors = factors;
    this.inner = Matrix.wrap(size, size, inner);
    this.values = values;
  }

  /** Solves for a symmetric matrix. */
  static TridiagonalBasis of(Matrix symmetric) {
    double largest = symmetric.maxAbs();
    LinearAlgebra.requireFinite("dsytrd", symmetric, largest);
    int size = symmetric.rows();
    double[] matrix = symmetric.toRowMajor();
    double unit = unit(largest);
    for (int at = 0; at < matrix.length && unit != 1; at++) {
      matrix[at] /= unit;
    }
    double[] diagonal = new double[size];
    double[] beside = new double[size];
    double[] factors = new double[size];
    OpenBlasAlgebra.requireSuccess(
        "dsytrd",
        openblas.LAPACKE_dsytrd(
            openblas.LAPACK_COL_MAJOR, LOWER, size, matrix, size, diagonal, beside, factors),
        symmetric);
    double[] inner = new double[Matrix.capacity(size, size)];
    OpenBlasAlgebra.requireSuccess(
        "dstedc",
        openblas.LAPACKE_dstedc(
            openblas.LAPACK_COL_MAJOR, (byte) 'I', size, diagonal, beside, inner, size),
        symmetric);
    double[] values = new double[size];
    for (int k = 0; k < size; k++) {
      values[k] = diagonal[size - 1 - k] * unit;
    }
    return new TridiagonalBasis(size, matrix, factors, inner, values);
  }

  private static double unit(double largest) {
    boolean extreme = largest > LARGE || largest < SMALL;
    return extreme && largest >= Double.MIN_NORMAL ? Math.scalb(1.0, Math.getExponent(largest)) : 1;
  }

  @Override
  public double[] values() {
    return values;
  }

  @Override
  public Matrix times(Matrix columns) {
    int m = columns.cols();
    if (m == 0) {
      return columns;
    }
    double[] turned = columns.transposed().values();
    reflect((byte) 'T', m, turned);
    return flipped(inner.timesTranspose(Matrix.wrap(m, size, turned)));
  }

  @Override
  public Matrix vectors() {
    return vectors.get();
  }

  private Matrix form() {
    double[] columns = inner.toRowMajor();
    reflect((byte) 'N', size, columns);
    return flipped(Matrix.wrap(size, size, columns));
  }

  /** Multiplies columns by Q or its transpose, in place. */
  private void reflect(byte transpose, int count, double[] columns) {
    OpenBlasAlgebra.requireSuccess(
        "dormtr",
        openblas.LAPACKE_dormtr(
            openblas.LAPACK_COL_MAJOR,
            LEFT,
            LOWER,
            transpose,
            size,
            count,
            reflections,
            size,
            factors,
            columns,
            size),
        inner);
  }

  /** Turns rows from ascending eigenvalues to descending ones. */
  private static Matrix flipped(Matrix rows) {
    double[] values = rows.values();
    double[] flipped = new double[values.length];
    int width = rows.cols();
    for (int from = 0, to = values.length - width; to >= 0; from += width, to -= width) {
      System.arraycopy(values, from, flipped, to, width);
    }
    return Matrix.wrap(rows.rows(), width, flipped);
  }
}
