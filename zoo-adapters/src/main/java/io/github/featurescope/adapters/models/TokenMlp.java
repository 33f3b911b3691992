package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Two dense layers on each token, with GELU between them.
 *
 * <p>GELU is x σ(1.702 x), the quick form of Hendrycks and Gimpel (<a
 * href="https://arxiv.org/abs/1606.08415">2016</a>): ND4J's closer one takes ten times as long.
 */
final class TokenMlp extends TokenLayer {

  private static final long serialVersionUID = 1L;

  private final int hidden;

  @JsonCreator
  TokenMlp(@JsonProperty("size") int size, @JsonProperty("hidden") int hidden) {
    super(size);
    this.hidden = hidden;
  }

  @JsonProperty
  int getHidden() {
    return hidden;
  }

  @Override
  SDVariable defineRows(
      SameDiff sameDiff, SDVariable rows, long tokens, Map<String, SDVariable> parameters) {
    SDVariable inner = rows.mmul(parameters.get("W1")).add(parameters.get("b1"));
    return sameDiff.nn.gelu(inner).mmul(parameters.get("W2")).add(parameters.get("b2"));
  }

  @Override
  public void defineParameters(SDLayerParams parameters) {
    parameters.addWeightParam("W1", getSize(), hidden);
    parameters.addWeightParam("W2", hidden, getSize());
    parameters.addBiasParam("b1", hidden);
    parameters.addBiasParam("b2", getSize());
  }

  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    xavier(parameters.get("W1"));
    xavier(parameters.get("W2"));
    parameters.get("b1").assign(0);
    parameters.get("b2").assign(0);
  }
}
