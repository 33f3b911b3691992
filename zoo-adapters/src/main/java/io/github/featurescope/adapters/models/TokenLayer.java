package io.github.featurescope.adapters.models;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** A layer from tokens to tokens of the same size, [n, size, T] as DL4J's sequences are. */
abstract class TokenLayer extends SameDiffLayer {

  private static final long serialVersionUID = 1L;

  private final int size;

  TokenLayer(int size) {
    this.size = size;
  }

  @JsonProperty
  final int getSize() {
    return size;
  }

  /** Defines the layer on tokens as rows, [n T, size]. */
  abstract SDVariable defineRows(
      SameDiff sameDiff, SDVariable rows, long tokens, Map<String, SDVariable> parameters);

  @Override
  public final SDVariable defineLayer(
      SameDiff sameDiff, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
    long tokens = input.placeholderShape()[2];
    SDVariable output = defineRows(sameDiff, rows(input), tokens, parameters);
    return output.reshape(-1, tokens, size).permute(0, 2, 1);
  }

  final SDVariable rows(SDVariable input) {
    return input.permute(0, 2, 1).reshape(-1, size);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return inputType;
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    if (!(inputType instanceof InputType.InputTypeRecurrent sequence)
        || sequence.getSize() != size) {
      throw new IllegalArgumentException(
          "layer '" + getLayerName() + "' reads tokens of size " + size + ", not " + inputType);
    }
  }

  /** Draws a weight matrix as in Glorot and Bengio 2010. */
  static void xavier(INDArray weights) {
    normal(weights, Math.sqrt(2.0 / (weights.size(0) + weights.size(1))));
  }

  static void normal(INDArray values, double deviation) {
    values.assign(Nd4j.randn(values.dataType(), values.shape()).muli(deviation));
  }
}
