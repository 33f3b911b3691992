package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** A symmetric matrix on the Java heap, multiplied as all matrices are. */
record HeapOperator(int size, UnaryOperator<Matrix> product) implements SymmetricOperator {

  /** Takes factor × a. */
  static SymmetricOperator of(Matrix a, double factor) {
    return new HeapOperator(a.cols(), vectors -> scaled(vectors.times(a), factor));
  }

  /** Takes factor × xᵀx. */
  static SymmetricOperator ofGram(Matrix x, double factor) {
    return new HeapOperator(
        x.cols(), vectors -> scaled(vectors.timesTranspose(x).times(x), factor));
  }

  private static Matrix scaled(Matrix product, double factor) {
    double[] factors = new double[product.rows()];
    Arrays.fill(factors, factor);
    return product.scaledRows(factors);
  }

  @Override
  public Matrix times(Matrix vectors) {
    return product.apply(vectors);
  }
}
