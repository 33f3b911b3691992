package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Multi-head self-attention with biases (Vaswani et al., <a
 * href="https://arxiv.org/abs/1706.03762">2017</a>, section 3.2.2).
 */
final class MultiHeadAttention extends TokenLayer {

  private static final long serialVersionUID = 1L;

  private final int heads;

  @JsonCreator
  MultiHeadAttention(@JsonProperty("size") int size, @JsonProperty("heads") int heads) {
    super(size);
    this.heads = heads;
  }

  @JsonProperty
  int getHeads() {
    return heads;
  }

  @Override
  SDVariable defineRows(
      SameDiff sameDiff, SDVariable rows, long tokens, Map<String, SDVariable> parameters) {
    SDVariable weights = weights(sameDiff, rows, tokens, parameters);
    SDVariable values = split(projected(rows, "V", parameters), tokens);
    SDVariable mixed = sameDiff.mmul(weights, values).permute(0, 2, 1, 3).reshape(-1, getSize());
    return projected(mixed, "O", parameters);
  }

  /** The softmax of scaled products of queries and keys, [n, heads, T, T]. */
  private SDVariable weights(
      SameDiff sameDiff, SDVariable rows, long tokens, Map<String, SDVariable> parameters) {
    double scale = 1 / Math.sqrt((double) getSize() / heads);
    SDVariable queries = split(projected(rows, "Q", parameters).mul(scale), tokens);
    SDVariable keys = split(projected(rows, "K", parameters), tokens);
    return sameDiff.nn.softmax(sameDiff.mmul(queries, keys, false, true, false), 3);
  }

  private static SDVariable projected(
      SDVariable rows, String which, Map<String, SDVariable> parameters) {
    return rows.mmul(parameters.get("W" + which)).add(parameters.get("b" + which));
  }

  private SDVariable split(SDVariable rows, long tokens) {
    return rows.reshape(-1, tokens, heads, getSize() / heads).permute(0, 2, 1, 3);
  }

  /**
   * Computes the attention weights of a layer with this configuration.
   *
   * @param input its input, [n, size, T]
   * @param parameters its parameters by name
   * @return [n, heads, T, T], from queries to keys
   */
  INDArray weights(INDArray input, Map<String, INDArray> parameters) {
    SameDiff sameDiff = SameDiff.create();
    Map<String, SDVariable> variables = new java.util.LinkedHashMap<>();
    parameters.forEach((name, value) -> variables.put(name, sameDiff.constant(name, value.dup())));
    SDVariable rows = rows(sameDiff.constant("input", input.dup()));
    return weights(sameDiff, rows, input.size(2), variables).eval();
  }

  @Override
  public void defineParameters(SDLayerParams parameters) {
    for (String which : new String[] {"Q", "K", "V", "O"}) {
      parameters.addWeightParam("W" + which, getSize(), getSize());
      parameters.addBiasParam("b" + which, getSize());
    }
  }

  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.forEach(
        (name, value) -> {
          if (name.startsWith("W")) {
            xavier(value);
          } else {
            value.assign(0);
          }
        });
  }
}
