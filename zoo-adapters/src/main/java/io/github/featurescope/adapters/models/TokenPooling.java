package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Reduces tokens, [n, size, T], to their mean or to the first of them, [n, size]. */
final class TokenPooling extends TokenLayer {

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
  TokenFunction newFunction() {
    return new Function(first);
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

  private static final class Function implements TokenFunction {
    private final boolean first;
    private long[] inputShape = {};

    Function(boolean first) {
      this.first = first;
    }

    @Override
    public INDArray forward(INDArray input, ParameterTable parameters) {
      inputShape = input.shape();
      return first ? firstOf(input).dup('c') : input.mean(2);
    }

    @Override
    public INDArray backward(
        INDArray outputGradient, ParameterTable parameters, ParameterTable gradients) {
      INDArray gradient = Nd4j.create(outputGradient.dataType(), inputShape);
      if (first) {
        firstOf(gradient).assign(outputGradient);
        return gradient;
      }
      INDArray share = outputGradient.div(inputShape[2]);
      return gradient.addi(share.reshape(share.size(0), share.size(1), 1));
    }

    private static INDArray firstOf(INDArray tokens) {
      return tokens.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(0));
    }
  }
}
