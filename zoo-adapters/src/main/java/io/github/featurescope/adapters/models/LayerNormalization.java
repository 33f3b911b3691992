package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LayerNorm;
import org.nd4j.linalg.api.ops.impl.transforms.custom.LayerNormBp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Layer normalisation of each token, with gain and bias (Ba, Kiros and Hinton, <a
 * href="https://arxiv.org/abs/1607.06450">2016</a>).
 */
final class LayerNormalization extends TokenLayer {

  private static final long serialVersionUID = 1L;

  private final int size;

  @JsonCreator
  LayerNormalization(@JsonProperty("size") int size) {
    this.size = size;
  }

  @JsonProperty
  int getSize() {
    return size;
  }

  @Override
  TokenFunction newFunction() {
    return new Function();
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return inputType;
  }

  @Override
  public void defineParameters(SDLayerParams parameters) {
    parameters.addBiasParam("gain", size);
    parameters.addBiasParam("bias", size);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.get("gain").assign(1);
    parameters.get("bias").assign(0);
  }

  private static final class Function implements TokenFunction {
    private INDArray rows = Nd4j.empty();

    @Override
    public INDArray forward(INDArray input, Map<String, INDArray> parameters) {
      rows = TokenArrays.rows(input);
      INDArray output = rows.ulike();
      Nd4j.exec(
          new LayerNorm(rows, parameters.get("gain"), parameters.get("bias"), output, false, 1));
      return TokenArrays.tokens(output, input.size(0));
    }

    @Override
    public INDArray backward(
        INDArray outputGradient,
        Map<String, INDArray> parameters,
        Map<String, INDArray> gradients) {
      INDArray inputGradient = rows.ulike();
      Nd4j.exec(
          new LayerNormBp(
              rows,
              parameters.get("gain"),
              parameters.get("bias"),
              TokenArrays.rows(outputGradient),
              inputGradient,
              gradients.get("gain"),
              gradients.get("bias"),
              false,
              1));
      return TokenArrays.tokens(inputGradient, outputGradient.size(0));
    }
  }
}
