package io.github.featurescope.probes;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.openblas.global.openblas;
import org.jspecify.annotations.Nullable;

/**
 * Centred rows outside of the heap, where OpenBLAS reads them without a copy.
 *
 * <p>A Java array is copied on every call into native code, which for a product with few columns
 * takes as long as the product. One buffer of at most {@value #MOST_BYTES} bytes is kept and filled
 * anew for every snapshot; whoever asks while it is lent gets one of their own, and who comes twice
 * in a row finds what they left.
 */
final class NativeRows implements AutoCloseable {

  /** Larger matrices are not worth the memory: their products take far longer than a copy. */
  private static final int MOST_BYTES = 64 << 20;

  private static final AtomicReference<@Nullable NativeRows> SPARE = new AtomicReference<>();

  private final DoubleBuffer buffer;
  private WeakReference<Object> owner = new WeakReference<>(null);
  private int rows;
  private int cols;

  private NativeRows(int capacity) {
    this.buffer =
        ByteBuffer.allocateDirect(capacity * Double.BYTES)
            .order(ByteOrder.nativeOrder())
            .asDoubleBuffer();
  }

  /**
   * Lends features less their mean.
   *
   * @param owner whose the values are; the same owner must always bring the same values
   * @return the rows, to be closed, or null where memory does not suffice
   */
  static @Nullable NativeRows lend(Object owner, Matrix features, double[] mean) {
    int size = features.values().length;
    if (size > MOST_BYTES / Double.BYTES) {
      return null;
    }
    NativeRows lent = SPARE.getAndSet(null);
    if (lent == null || lent.buffer.capacity() < size) {
      try {
        lent = new NativeRows(size);
      } catch (OutOfMemoryError e) {
        return null; // Memory outside of the heap has a limit of its own.
      }
    }
    if (!lent.owner.refersTo(owner)) {
      lent.owner.clear();
      lent.fill(features, mean);
      lent.owner = new WeakReference<>(owner);
    }
    return lent;
  }

  private void fill(Matrix features, double[] mean) {
    rows = features.rows();
    cols = features.cols();
    double[] values = features.values();
    double[] row = new double[cols];
    buffer.clear();
    for (int i = 0, from = 0; i < rows; i++, from += cols) {
      for (int j = 0; j < cols; j++) {
        row[j] = values[from + j] - mean[j];
      }
      buffer.put(row);
    }
    buffer.clear();
  }

  /** Returns rowsᵀ × rows or rows × rowsᵀ, whichever is smaller. */
  Matrix gram() {
    boolean outer = rows < cols;
    int size = outer ? rows : cols;
    double[] result = new double[Matrix.capacity(size, size)];
    openblas.cblas_dsyrk(
        openblas.CblasRowMajor,
        openblas.CblasUpper,
        outer ? openblas.CblasNoTrans : openblas.CblasTrans,
        size,
        outer ? cols : rows,
        1,
        buffer,
        cols,
        0,
        DoubleBuffer.wrap(result),
        size);
    OpenBlasAlgebra.mirror(result, size);
    return Matrix.wrap(size, size, result);
  }

  /** Returns rows × directionsᵀ, [n, m]; at least one direction. */
  Matrix timesTranspose(Matrix directions) {
    int m = directions.rows();
    double[] result = new double[Matrix.capacity(rows, m)];
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        rows,
        m,
        cols,
        1,
        buffer,
        cols,
        DoubleBuffer.wrap(directions.values()),
        cols,
        0,
        DoubleBuffer.wrap(result),
        m);
    return Matrix.wrap(rows, m, result);
  }

  /** Returns rowsᵀ × functions, [p, m]; at least one function. */
  Matrix transposeTimes(Matrix functions) {
    int m = functions.cols();
    double[] result = new double[Matrix.capacity(cols, m)];
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasTrans,
        openblas.CblasNoTrans,
        cols,
        m,
        rows,
        1,
        buffer,
        cols,
        DoubleBuffer.wrap(functions.values()),
        m,
        0,
        DoubleBuffer.wrap(result),
        m);
    return Matrix.wrap(cols, m, result);
  }

  /** Gives the buffer back. */
  @Override
  public void close() {
    SPARE.set(this);
  }
}
