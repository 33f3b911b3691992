package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.GELU;
import org.nd4j.linalg.api.ops.impl.transforms.strict.GELUDerivative;
import org.nd4j.linalg.factory.Nd4j;
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

  private final int size;
  private final int hidden;

  @JsonCreator
  TokenMlp(@JsonProperty("size") int size, @JsonProperty("hidden") int hidden) {
    this.size = size;
    this.hidden = hidden;
  }

  @JsonProperty
  int getSize() {
    return size;
  }

  @JsonProperty
  int getHidden() {
    return hidden;
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
    parameters.addWeightParam("W1", size, hidden);
    parameters.addWeightParam("W2", hidden, size);
    parameters.addBiasParam("b1", hidden);
    parameters.addBiasParam("b2", size);
  }

  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    ParameterTable table = new ParameterTable(parameters);
    xavier(table.get("W1"));
    xavier(table.get("W2"));
    table.get("b1").assign(0);
    table.get("b2").assign(0);
  }

  private static final class Function implements TokenFunction {
    private INDArray rows = Nd4j.empty();
    private INDArray inner = Nd4j.empty();
    private INDArray active = Nd4j.empty();

    @Override
    public INDArray forward(INDArray input, ParameterTable parameters) {
      rows = TokenArrays.rows(input);
      inner = TokenArrays.dense(rows, parameters.get("W1"), parameters.get("b1"));
      active = Nd4j.getExecutioner().exec(new GELU(inner, inner.ulike()));
      INDArray output = TokenArrays.dense(active, parameters.get("W2"), parameters.get("b2"));
      return TokenArrays.tokens(output, input.size(0));
    }

    @Override
    public INDArray backward(
        INDArray outputGradient, ParameterTable parameters, ParameterTable gradients) {
      INDArray gradient =
          TokenArrays.denseGradient(
              active,
              TokenArrays.rows(outputGradient),
              parameters.get("W2"),
              gradients.get("W2"),
              gradients.get("b2"));
      gradient.muli(Nd4j.getExecutioner().exec(new GELUDerivative(inner, inner.ulike())));
      INDArray inputGradient =
          TokenArrays.denseGradient(
              rows, gradient, parameters.get("W1"), gradients.get("W1"), gradients.get("b1"));
      return TokenArrays.tokens(inputGradient, outputGradient.size(0));
    }
  }
}
