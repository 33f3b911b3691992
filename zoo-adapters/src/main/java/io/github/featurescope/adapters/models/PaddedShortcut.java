package io.github.featurescope.adapters.models;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Shortcut without parameters: takes every stride-th pixel and appends channels of zeros.
 *
 * <p>Option A of He et al. 2016, section 4.2.
 */
final class PaddedShortcut extends GraphVertex {

  private static final long serialVersionUID = 1L;

  private final int stride;
  private final int channels;

  @JsonCreator
  PaddedShortcut(@JsonProperty("stride") int stride, @JsonProperty("channels") int channels) {
    this.stride = stride;
    this.channels = channels;
  }

  @JsonProperty
  int getStride() {
    return stride;
  }

  @JsonProperty
  int getChannels() {
    return channels;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    return new PaddedShortcutVertex(graph, name, index, stride, channels, dataType);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... inputs) {
    InputType.InputTypeConvolutional input = (InputType.InputTypeConvolutional) inputs[0];
    return InputType.convolutional(
        (input.getHeight() + stride - 1) / stride,
        (input.getWidth() + stride - 1) / stride,
        channels);
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return new LayerMemoryReport.Builder(
            "shortcut", PaddedShortcut.class, inputs[0], getOutputType(-1, inputs))
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  @Override
  @SuppressWarnings("MissingSuperCall") // it has nothing that a copy could share
  public GraphVertex clone() {
    return new PaddedShortcut(stride, channels);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PaddedShortcut shortcut
        && stride == shortcut.stride
        && channels == shortcut.channels;
  }

  @Override
  public int hashCode() {
    return 31 * stride + channels;
  }

  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return 1;
  }
}
