package io.github.featurescope.probes;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * XᵀX by its X in single precision, which is what networks computed X in: twice as fast, for
 * searching. What is found is checked with {@link #precise()}.
 */
final class SingleOperator implements SymmetricOperator {

  private static final int ROWS_AT_ONCE = 512;

  private final Matrix x;
  private final double factor;
  private final double unit;
  private final FloatPointer matrix;

  private SingleOperator(Matrix x, double factor) {
    this.x = x;
    this.factor = factor;
    double largest = x.maxAbs();
    this.unit = largest > 0 ? largest : 1;
    this.matrix = nativeCopy(x.values(), 1 / unit);
  }

  /** Takes factor × xᵀx. */
  static SymmetricOperator ofGram(Matrix x, double factor) {
    return new SingleOperator(x, factor);
  }

  private static FloatPointer nativeCopy(double[] values, double factor) {
    FloatPointer copy = new FloatPointer(values.length);
    FloatBuffer to = copy.asBuffer();
    float[] part = new float[Math.min(values.length, 1 << 16)];
    for (int at = 0; at < values.length; at += part.length) {
      int count = Math.min(part.length, values.length - at);
      for (int i = 0; i < count; i++) {
        part[i] = (float) (values[at + i] * factor);
      }
      to.put(part, 0, count);
    }
    return copy;
  }

  @Override
  public int size() {
    return x.cols();
  }

  @Override
  public double noise() {
    return 1e-6;
  }

  @Override
  public SymmetricOperator precise() {
    return new HeapOperator(x.cols(), this::preciseTimes);
  }

  @Override
  public Matrix times(Matrix vectors) {
    int m = vectors.rows();
    double[] result = new double[Matrix.capacity(m, x.cols())];
    try (FloatPointer left = nativeCopy(vectors.values(), 1);
        FloatPointer between = new FloatPointer(Matrix.capacity(m, x.rows()));
        FloatPointer right = new FloatPointer(result.length)) {
      product(left, m, x.cols(), openblas.CblasTrans, x.rows(), between);
      product(between, m, x.rows(), openblas.CblasNoTrans, x.cols(), right);
      FloatBuffer from = right.asBuffer();
      float[] values = new float[result.length];
      from.get(values);
      double by = factor * unit * unit;
      for (int at = 0; at < result.length; at++) {
        result[at] = values[at] * by;
      }
    }
    return Matrix.wrap(m, x.cols(), result);
  }

  /** Multiplies in double precision, some rows of X at a time, since it is asked for once. */
  private Matrix preciseTimes(Matrix vectors) {
    int m = vectors.rows();
    int p = x.cols();
    int most = Math.min(x.rows(), ROWS_AT_ONCE);
    double[] result = new double[Matrix.capacity(m, p)];
    try (DoublePointer left = new DoublePointer(result.length);
        DoublePointer part = new DoublePointer(Matrix.capacity(most, p));
        DoublePointer between = new DoublePointer(Matrix.capacity(m, most));
        DoublePointer right = new DoublePointer(result.length)) {
      left.asBuffer().put(vectors.values());
      right.fill(0);
      DoubleBuffer rows = part.asBuffer();
      for (int first = 0; first < x.rows(); first += most) {
        int count = Math.min(most, x.rows() - first);
        rows.put(0, x.values(), first * p, count * p);
        openblas.cblas_dgemm(
            openblas.CblasRowMajor,
            openblas.CblasNoTrans,
            openblas.CblasTrans,
            m,
            count,
            p,
            1,
            left,
            p,
            part,
            p,
            0,
            between,
            count);
        openblas.cblas_dgemm(
            openblas.CblasRowMajor,
            openblas.CblasNoTrans,
            openblas.CblasNoTrans,
            m,
            p,
            count,
            factor,
            between,
            count,
            part,
            p,
            1,
            right,
            p);
      }
      right.asBuffer().get(result);
    }
    return Matrix.wrap(m, p, result);
  }

  private void product(
      FloatPointer left, int m, int inner, int transpose, int outer, FloatPointer result) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        transpose,
        m,
        outer,
        inner,
        1,
        left,
        inner,
        matrix,
        x.cols(),
        0,
        result,
        outer);
  }
}
