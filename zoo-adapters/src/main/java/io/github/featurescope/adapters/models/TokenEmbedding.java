package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.PadMode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Turns maps of patches, [n, size, h, w], into tokens, [n, size, T], and adds what is learned for
 * each position; a class token, if there is one, comes first.
 */
final class TokenEmbedding extends SameDiffLayer {

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
  public SDVariable defineLayer(
      SameDiff sameDiff, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
    SDVariable sequence = input.reshape(-1, size, patches);
    SDVariable positions = parameters.get("positions");
    if (!classToken) {
      return sequence.add(positions);
    }
    SDVariable front =
        sameDiff.constant(Nd4j.createFromArray(new int[][] {{0, 0}, {0, 0}, {1, 0}}));
    SDVariable back =
        sameDiff.constant(Nd4j.createFromArray(new int[][] {{0, 0}, {0, 0}, {0, patches}}));
    SDVariable token = sameDiff.nn.pad(parameters.get("classToken"), back, PadMode.CONSTANT, 0);
    return sameDiff.nn.pad(sequence, front, PadMode.CONSTANT, 0).add(positions.add(token));
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
    parameters.values().forEach(values -> TokenLayer.normal(values, 0.02));
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return InputType.recurrent(size, tokens());
  }
}
