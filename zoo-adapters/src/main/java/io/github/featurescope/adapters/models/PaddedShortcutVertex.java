package io.github.featurescope.adapters.models;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs a {@link PaddedShortcut}. */
@SuppressWarnings("overrides") // between two of DL4J's own types
final class PaddedShortcutVertex extends BaseGraphVertex {

  private static final long serialVersionUID = 1L;

  private final int stride;
  private final int channels;

  @SuppressWarnings("NullAway") // DL4J sets the neighbours of a vertex after its construction
  PaddedShortcutVertex(
      ComputationGraph graph, String name, int index, int stride, int channels, DataType dataType) {
    super(graph, name, index, null, null, dataType);
    this.stride = stride;
    this.channels = channels;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray input = inputs[0];
    INDArray output =
        workspaces.create(
            ArrayType.ACTIVATIONS,
            input.dataType(),
            new long[] {input.size(0), channels, reduced(input.size(2)), reduced(input.size(3))},
            'c');
    firstChannels(output, input.size(1)).assign(pixels(input));
    return output;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray input = inputs[0];
    INDArray gradient =
        workspaces.create(ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
    pixels(gradient).assign(firstChannels(epsilon, input.size(1)));
    return new Pair<>(null, new INDArray[] {gradient});
  }

  private long reduced(long size) {
    return (size + stride - 1) / stride;
  }

  private INDArray pixels(INDArray maps) {
    return maps.get(
        NDArrayIndex.all(), NDArrayIndex.all(), every(maps.size(2)), every(maps.size(3)));
  }

  private INDArrayIndex every(long size) {
    return NDArrayIndex.interval(0, stride, size);
  }

  private static INDArray firstChannels(INDArray maps, long count) {
    return maps.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(0, count),
        NDArrayIndex.all(),
        NDArrayIndex.all());
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public @Nullable Layer getLayer() {
    return null;
  }

  @Override
  public void setBackpropGradientsViewArray(@Nullable INDArray view) {
    if (view != null) {
      throw new IllegalStateException("Shortcut '" + vertexName + "' has no parameters.");
    }
  }

  @Override
  public @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray @Nullable [] masks, MaskState state, int minibatchSize) {
    return masks == null || masks.length == 0 ? null : new Pair<>(masks[0], state);
  }

  @Override
  public String toString() {
    return "PaddedShortcutVertex(" + vertexName + ", stride " + stride + ", to " + channels + ")";
  }
}
