package io.github.featurescope.probes;

import java.nio.DoubleBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/**
 * A symmetric matrix, or XᵀX by its X, that lies in native memory, so that products with a few
 * vectors do not copy it each time.
 */
final class NativeOperator implements SymmetricOperator {

  private final int rows;
  private final int cols;
  private final boolean gram;
  private final double factor;
  private final DoublePointer matrix;

  private NativeOperator(Matrix a, boolean gram, double factor) {
    this.rows = a.rows();
    this.cols = a.cols();
    this.gram = gram;
    this.factor = factor;
    this.matrix = nativeCopy(a.values());
  }

  /** Takes factor × a. */
  static SymmetricOperator of(Matrix a, double factor) {
    return new NativeOperator(a, false, factor);
  }

  /** Takes factor × xᵀx. */
  static SymmetricOperator ofGram(Matrix x, double factor) {
    return new NativeOperator(x, true, factor);
  }

  private static DoublePointer nativeCopy(double[] values) {
    DoublePointer copy = new DoublePointer(values.length);
    copy.asBuffer().put(values);
    return copy;
  }

  @Override
  public int size() {
    return cols;
  }

  @Override
  public Matrix times(Matrix vectors) {
    int m = vectors.rows();
    double[] result = new double[Matrix.capacity(m, cols)];
    try (DoublePointer left = nativeCopy(vectors.values());
        DoublePointer right = new DoublePointer(result.length)) {
      if (gram) {
        try (DoublePointer between = new DoublePointer(Matrix.capacity(m, rows))) {
          product(left, m, cols, openblas.CblasTrans, rows, 1, between);
          product(between, m, rows, openblas.CblasNoTrans, cols, factor, right);
        }
      } else {
        product(left, m, cols, openblas.CblasNoTrans, cols, factor, right);
      }
      DoubleBuffer values = right.asBuffer();
      values.get(result);
    }
    return Matrix.wrap(m, cols, result);
  }

  /** Multiplies [m, inner] by the matrix or its transpose into [m, outer]. */
  private void product(
      DoublePointer left,
      int m,
      int inner,
      int transpose,
      int outer,
      double by,
      DoublePointer result) {
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        transpose,
        m,
        outer,
        inner,
        by,
        left,
        inner,
        matrix,
        cols,
        0,
        result,
        outer);
  }
}
