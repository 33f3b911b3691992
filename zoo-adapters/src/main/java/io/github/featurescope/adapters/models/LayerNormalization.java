package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
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
    ParameterTable table = new ParameterTable(parameters);
    table.get("gain").assign(1);
    table.get("bias").assign(0);
  }

  /** Row and column operations: ND4J's own derivative takes four times its forward pass. */
  private static final class Function implements TokenFunction {
    private static final double EPSILON = 1e-5;

    private INDArray standardized = Nd4j.empty();
    private INDArray scale = Nd4j.empty();

    @Override
    public INDArray forward(INDArray input, ParameterTable parameters) {
      INDArray rows = TokenArrays.rows(input);
      rows.subiColumnVector(rows.mean(1));
      scale = Transforms.sqrt(rows.mul(rows).mean(1).addi(EPSILON), false).rdivi(1);
      standardized = rows.muliColumnVector(scale);
      INDArray output =
          standardized.mulRowVector(parameters.get("gain")).addiRowVector(parameters.get("bias"));
      return TokenArrays.tokens(output, input.size(0));
    }

    @Override
    public INDArray backward(
        INDArray outputGradient, ParameterTable parameters, ParameterTable gradients) {
      INDArray gradient = TokenArrays.rows(outputGradient);
      gradients.get("bias").assign(gradient.sum(0));
      gradients.get("gain").assign(gradient.mul(standardized).sum(0));
      gradient.muliRowVector(parameters.get("gain"));
      INDArray along = gradient.mul(standardized).mean(1);
      gradient.subiColumnVector(gradient.mean(1));
      gradient.subi(standardized.mulColumnVector(along)).muliColumnVector(scale);
      return TokenArrays.tokens(gradient, outputGradient.size(0));
    }
  }
}
