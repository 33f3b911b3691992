package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Layer normalisation of each token, with gain and bias (Ba, Kiros and Hinton, <a
 * href="https://arxiv.org/abs/1607.06450">2016</a>).
 */
final class LayerNormalization extends TokenLayer {

  private static final long serialVersionUID = 1L;

  @JsonCreator
  LayerNormalization(@JsonProperty("size") int size) {
    super(size);
  }

  @Override
  SDVariable defineRows(
      SameDiff sameDiff, SDVariable rows, long tokens, Map<String, SDVariable> parameters) {
    return sameDiff.nn.layerNorm(rows, parameters.get("gain"), parameters.get("bias"), false, 1);
  }

  @Override
  public void defineParameters(SDLayerParams parameters) {
    parameters.addBiasParam("gain", getSize());
    parameters.addBiasParam("bias", getSize());
  }

  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.get("gain").assign(1);
    parameters.get("bias").assign(0);
  }
}
