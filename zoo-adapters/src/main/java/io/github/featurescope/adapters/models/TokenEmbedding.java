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
    if (inputType instanceof InputType.InputTypeConvolutional maps) {
      requirePatches(maps.getHeight() * maps.getWidth(), patches);
    }
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

  /** ND4J copies what is too long past the end of an array, and so ends the process. */
  private static void requirePatches(long given, long learned) {
    if (given != learned) {
      throw new IllegalArgumentException(
          "The images fall into "
              + given
              + " patches, but the transformer has learned positions for "
              + learned
              + "; give images of the size that it was built for.");
    }
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
      requirePatches(inputShape[2] * inputShape[3], tokens - (classToken ? 1 : 0));
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
