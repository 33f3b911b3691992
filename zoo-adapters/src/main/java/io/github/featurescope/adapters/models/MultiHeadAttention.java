package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Multi-head self-attention with biases (Vaswani et al., <a
 * href="https://arxiv.org/abs/1706.03762">2017</a>, section 3.2.2).
 */
final class MultiHeadAttention extends TokenLayer {

  private static final long serialVersionUID = 1L;

  private final int size;
  private final int heads;

  @JsonCreator
  MultiHeadAttention(@JsonProperty("size") int size, @JsonProperty("heads") int heads) {
    this.size = size;
    this.heads = heads;
  }

  @JsonProperty
  int getSize() {
    return size;
  }

  @JsonProperty
  int getHeads() {
    return heads;
  }

  @Override
  AttentionFunction newFunction() {
    return new AttentionFunction(heads);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return inputType;
  }

  @Override
  public void defineParameters(SDLayerParams parameters) {
    for (String which : new String[] {"Q", "K", "V", "O"}) {
      parameters.addWeightParam("W" + which, size, size);
      parameters.addBiasParam("b" + which, size);
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
