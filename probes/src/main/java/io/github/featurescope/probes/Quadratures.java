package io.github.featurescope.probes;

import java.util.function.DoubleUnaryOperator;

/**
 * Gauss quadratures of zᵀf(A)z for several vectors z at once, all on the same nodes.
 *
 * <p>Source: Golub and Meurant, Matrices, Moments and Quadrature, 2010, in its block form.
 *
 * @param nodes at least 0, [k]
 * @param weights of each vector, one a row, [vectors, k]
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package
record Quadratures(double[] nodes, Matrix weights) {

  int count() {
    return weights.rows();
  }

  /** Returns zᵀf(A)z of one vector. */
  double sum(int vector, DoubleUnaryOperator f) {
    double sum = 0;
    for (int k = 0; k < nodes.length; k++) {
      sum += weights.get(vector, k) * f.applyAsDouble(nodes[k]);
    }
    return sum;
  }
}
