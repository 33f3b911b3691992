package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Turns maps of patches, [n, size, h, w], into tokens, [n, size, T], and adds what is learned for
 * each position; a class token, if there is one, comes first.
 */
final class TokenEmbedding extends TokenLayer {

  private static final long serialVersionUID = 1L;

  private final int size;
  private final int patches;
  private final boolean classToken;

  @JsonCreator
  TokenEmbedding(
      @JsonProperty("size") int size,
      @JsonProperty("patches") int patches,
      @JsonProperty("classToken") boolean classToken) {
    this.size = size;
    this.patches = patches;
    this.classToken = classToken;
  }

  @JsonProperty
  int getSize() {
    return size;
  }

  @JsonProperty
  int getPatches() {
    return patches;
  }

  @JsonProperty
  boolean isClassToken() {
    return classToken;
  }

  private int tokens() {
    return patches + (classToken ? 1 : 0);
  }

  @Override
  TokenFunction newFunction() {
    return new Function(size, tokens(), classToken);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.recurrent(size, tokens());
  }

  @Override
  public void defineParameters(SDLayerParams parameters) {
    parameters.addBiasParam("positions", 1, size, tokens());
    if (classToken) {
      parameters.addBiasParam("classToken", 1, size, 1);
    }
  }

  @Override
  public void initializeParameters(Map<String, INDArray> parameters) {
    parameters.values().forEach(values -> normal(values, 0.02));
  }

  private static final class Function implements TokenFunction {
    private final int size;
    private final int tokens;
    private final boolean classToken;
    private long[] inputShape = {};

    Function(int size, int tokens, boolean classToken) {
      this.size = size;
      this.tokens = tokens;
      this.classToken = classToken;
    }

    @Override
    public INDArray forward(INDArray input, ParameterTable parameters) {
      inputShape = input.shape();
      requirePatches(input); // ND4J writes past the end of arrays that do not fit.
      INDArray output = Nd4j.create(input.dataType(), input.size(0), size, tokens);
      patches(output).assign(input.reshape('c', input.size(0), size, -1));
      if (classToken) {
        first(output).addi(parameters.get("classToken"));
      }
      return output.addi(parameters.get("positions"));
    }

    @Override
    public INDArray backward(
        INDArray outputGradient, ParameterTable parameters, ParameterTable gradients) {
      INDArray sum = outputGradient.sum(true, 0);
      gradients.get("positions").assign(sum);
      if (classToken) {
        gradients.get("classToken").assign(first(sum));
      }
      return patches(outputGradient).dup('c').reshape('c', inputShape);
    }

    private void requirePatches(INDArray input) {
      long patches = input.size(2) * input.size(3);
      long expected = classToken ? tokens - 1 : tokens;
      if (patches != expected || input.size(1) != size) {
        throw new IllegalArgumentException(
            "The transformer was built for images of "
                + expected
                + " patches; these have "
                + input.size(2)
                + " x "
                + input.size(3)
                + ". Give images of the size that it was built with.");
      }
    }

    private INDArray patches(INDArray all) {
      return classToken
          ? all.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(1, tokens))
          : all;
    }

    private static INDArray first(INDArray all) {
      return all.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 1));
    }
  }
}
