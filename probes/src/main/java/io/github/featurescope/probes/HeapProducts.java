package io.github.featurescope.probes;

import java.util.Arrays;

/** Running products on the Java heap, for backends that lend no memory of their own. */
final class HeapProducts implements RunningProducts {

  private final LinearAlgebra algebra;
  private final int size;
  private final double[] block;
  private final double[] sum;
  private double[] kept = new double[0];

  HeapProducts(LinearAlgebra algebra, int size, int blockRows) {
    this.algebra = algebra;
    this.size = size;
    this.block = new double[Matrix.capacity(blockRows, size)];
    this.sum = new double[Matrix.capacity(size, size)];
  }

  @Override
  public void put(int row, double[] rows, int count) {
    System.arraycopy(rows, 0, block, row * size, count * size);
  }

  @Override
  public void add(double factor, int count) {
    Matrix rows = Matrix.wrap(count, size, Arrays.copyOf(block, count * size));
    double[] products = algebra.gram(rows).values();
    for (int at = 0; at < sum.length; at++) {
      sum[at] = factor * sum[at] + products[at];
    }
  }

  @Override
  public void addOuter(double factor, double[] vector) {
    for (int i = 0, at = 0; i < size; i++) {
      for (int j = 0; j < size; j++, at++) {
        sum[at] += factor * (vector[i] * vector[j]);
      }
    }
  }

  @Override
  public void mark() {
    kept = sum.clone();
  }

  @Override
  public void reset() {
    System.arraycopy(kept, 0, sum, 0, sum.length);
  }

  @Override
  public Matrix sum() {
    return Matrix.wrap(size, size, sum.clone());
  }
}
