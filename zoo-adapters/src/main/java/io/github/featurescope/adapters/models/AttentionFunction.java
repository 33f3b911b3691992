package io.github.featurescope.adapters.models;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Computes multi-head self-attention: softmax(Q Kᵀ / √d) V for each head, and a dense layer. */
final class AttentionFunction implements TokenFunction {

  private final int heads;
  private INDArray rows = Nd4j.empty();
  private INDArray queries = Nd4j.empty();
  private INDArray keys = Nd4j.empty();
  private INDArray values = Nd4j.empty();
  private INDArray weights = Nd4j.empty();
  private INDArray mixed = Nd4j.empty();

  AttentionFunction(int heads) {
    this.heads = heads;
  }

  @Override
  public INDArray forward(INDArray input, ParameterTable parameters) {
    weights = weights(input, parameters);
    values = split(projected("V", parameters), input.size(0));
    mixed = merged(TokenArrays.product(weights, values, false, false));
    INDArray output = TokenArrays.dense(mixed, parameters.get("WO"), parameters.get("bO"));
    return TokenArrays.tokens(output, input.size(0));
  }

  /**
   * Computes the attention weights.
   *
   * @param input [n, size, T]
   * @param parameters by name
   * @return [n, heads, T, T], from queries to keys; the last axis sums to 1
   */
  INDArray weights(INDArray input, ParameterTable parameters) {
    rows = TokenArrays.rows(input);
    queries = split(projected("Q", parameters).muli(scale()), input.size(0));
    keys = split(projected("K", parameters), input.size(0));
    INDArray scores = TokenArrays.product(queries, keys, false, true);
    INDArray shares = Nd4j.nn().softmax(scores.reshape('c', -1, scores.size(3)), 1);
    return shares.reshape('c', scores.shape());
  }

  @Override
  public INDArray backward(
      INDArray outputGradient, ParameterTable parameters, ParameterTable gradients) {
    long n = outputGradient.size(0);
    INDArray mixedGradient =
        split(gradient("O", mixed, TokenArrays.rows(outputGradient), parameters, gradients), n);
    INDArray valueGradient = TokenArrays.product(weights, mixedGradient, true, false);
    INDArray scoreGradient = TokenArrays.product(mixedGradient, values, false, true);
    throughSoftmax(scoreGradient);
    INDArray queryGradient = TokenArrays.product(scoreGradient, keys, false, false).muli(scale());
    INDArray keyGradient = TokenArrays.product(scoreGradient, queries, true, false);
    INDArray inputGradient = gradient("Q", rows, merged(queryGradient), parameters, gradients);
    inputGradient.addi(gradient("K", rows, merged(keyGradient), parameters, gradients));
    inputGradient.addi(gradient("V", rows, merged(valueGradient), parameters, gradients));
    return TokenArrays.tokens(inputGradient, n);
  }

  /** Takes a gradient, in place, from the weights to the scores. */
  private void throughSoftmax(INDArray gradient) {
    INDArray shares = weights.reshape('c', -1, weights.size(3));
    INDArray rowwise = gradient.reshape('c', -1, weights.size(3));
    rowwise.muli(shares);
    rowwise.subi(shares.mulColumnVector(rowwise.sum(1)));
  }

  private double scale() {
    return 1 / Math.sqrt((double) rows.size(1) / heads);
  }

  private INDArray projected(String which, ParameterTable parameters) {
    return TokenArrays.dense(rows, parameters.get("W" + which), parameters.get("b" + which));
  }

  private static INDArray gradient(
      String which,
      INDArray rows,
      INDArray outputGradient,
      ParameterTable parameters,
      ParameterTable gradients) {
    return TokenArrays.denseGradient(
        rows,
        outputGradient,
        parameters.get("W" + which),
        gradients.get("W" + which),
        gradients.get("b" + which));
  }

  /** Copies rows, [n T, size], to heads, [n, heads, T, size / heads]. */
  private INDArray split(INDArray all, long n) {
    return all.reshape('c', n, all.size(0) / n, heads, all.size(1) / heads)
        .permute(0, 2, 1, 3)
        .dup('c');
  }

  /** Copies heads, [n, heads, T, d], back to rows. */
  private INDArray merged(INDArray split) {
    return split
        .permute(0, 2, 1, 3)
        .dup('c')
        .reshape('c', split.size(0) * split.size(2), split.size(1) * split.size(3));
  }
}
