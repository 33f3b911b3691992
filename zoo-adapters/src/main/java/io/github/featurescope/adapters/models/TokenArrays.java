package io.github.featurescope.adapters.models;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layouts of tokens, and the dense layer on them. */
final class TokenArrays {

  private TokenArrays() {}

  /** Copies [n, size, T] to one token a row, [n T, size]. */
  static INDArray rows(INDArray tokens) {
    return tokens.permute(0, 2, 1).dup('c').reshape('c', -1, tokens.size(1));
  }

  /** Copies [n T, size] to [n, size, T]. */
  static INDArray tokens(INDArray rows, long n) {
    return rows.reshape('c', n, rows.size(0) / n, rows.size(1)).permute(0, 2, 1).dup('c');
  }

  static INDArray product(INDArray a, INDArray b, boolean transposeA, boolean transposeB) {
    return Nd4j.matmul(a, b, transposeA, transposeB, false);
  }

  static INDArray dense(INDArray rows, INDArray weights, INDArray bias) {
    return product(rows, weights, false, false).addiRowVector(bias);
  }

  /** Writes the gradients of a dense layer's parameters and returns that of its input. */
  static INDArray denseGradient(
      INDArray rows,
      INDArray outputGradient,
      INDArray weights,
      INDArray weightGradient,
      INDArray biasGradient) {
    weightGradient.assign(product(rows, outputGradient, true, false));
    biasGradient.assign(outputGradient.sum(0));
    return product(outputGradient, weights, false, true);
  }
}
