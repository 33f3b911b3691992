package io.github.featurescope.probes;

import java.nio.DoubleBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;
import org.jspecify.annotations.Nullable;

/**
 * Running products in native memory: nothing is copied there but the rows, once, and only the upper
 * triangle is worked on. The memory goes with the object.
 */
final class NativeProducts implements RunningProducts {

  private static final int TILE = 32;

  private final int size;
  private final int count;
  private final DoublePointer sum;
  private final DoublePointer block;
  private final DoubleBuffer blockValues;
  private @Nullable DoublePointer kept;

  NativeProducts(int size, int blockRows) {
    this.size = size;
    this.count = Matrix.capacity(size, size);
    this.sum = new DoublePointer(count);
    this.sum.fill(0);
    this.block = new DoublePointer(Matrix.capacity(blockRows, size));
    this.blockValues = block.asBuffer();
  }

  @Override
  public void put(int row, double[] rows, int rowCount) {
    blockValues.put(row * size, rows, 0, rowCount * size);
  }

  @Override
  public void add(double factor, int rowCount) {
    openblas.cblas_dsyrk(
        openblas.CblasRowMajor,
        openblas.CblasUpper,
        openblas.CblasTrans,
        size,
        rowCount,
        1,
        block,
        size,
        factor,
        sum,
        size);
  }

  @Override
  public void addOuter(double factor, double[] vector) {
    blockValues.put(0, vector, 0, size);
    openblas.cblas_dsyr(
        openblas.CblasRowMajor, openblas.CblasUpper, size, factor, block, 1, sum, size);
  }

  @Override
  public void mark() {
    if (kept == null) {
      kept = new DoublePointer(count);
    }
    openblas.cblas_dcopy(count, sum, 1, kept, 1);
  }

  @Override
  public void reset() {
    openblas.cblas_dcopy(count, Objects.requireNonNull(kept), 1, sum, 1);
  }

  @Override
  public Matrix sum() {
    double[] values = new double[count];
    sum.asBuffer().get(values);
    mirror(values, size);
    return Matrix.wrap(size, size, values);
  }

  /** Copies the upper triangle to the lower one, tile by tile, which caches bear better. */
  static void mirror(double[] values, int size) {
    for (int top = 0; top < size; top += TILE) {
      for (int left = 0; left <= top; left += TILE) {
        for (int i = top; i < Math.min(size, top + TILE); i++) {
          for (int j = left; j < Math.min(i, left + TILE); j++) {
            values[i * size + j] = values[j * size + i];
          }
        }
      }
    }
  }
}
