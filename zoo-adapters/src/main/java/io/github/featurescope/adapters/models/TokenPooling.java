package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Reduces tokens, [n, size, T], to their mean or to the first of them, [n, size]. */
final class TokenPooling extends SameDiffLayer {

  private static final long serialVersionUID = 1L;

  private final boolean first;

  @JsonCreator
  TokenPooling(@JsonProperty("first") boolean first) {
    this.first = first;
  }

  @JsonProperty
  boolean isFirst() {
    return first;
  }

  @Override
  public SDVariable defineLayer(
      SameDiff sameDiff, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
    return first ? input.get(SDIndex.all(), SDIndex.all(), SDIndex.point(0)) : input.mean(2);
  }

  @Override
  public void defineParameters(SDLayerParams parameters) {
    // none
  }

  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    // none
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.feedForward(((InputType.InputTypeRecurrent) inputType).getSize());
  }
}
