package io.github.featurescope.examples.check;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Finds the shape of a saved model's input, which Deeplearning4j does not save. */
final class InputShape {

  /** Heights and widths to try, usual ones first. */
  private static final int[] SIZES =
      IntStream.concat(
              IntStream.of(32, 28, 224, 64, 96, 128, 227, 299), IntStream.rangeClosed(8, 256))
          .distinct()
          .toArray();

  private InputShape() {}

  /**
   * Finds the shape of one example.
   *
   * @param model a MultiLayerNetwork or a ComputationGraph with one input
   * @return the shape without the batch, or null if only its owner knows it
   */
  static long @Nullable [] of(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      var configuration = network.getLayerWiseConfigurations();
      boolean flattens =
          IntStream.range(1, network.getnLayers())
              .mapToObj(configuration::getInputPreProcess)
              .anyMatch(CnnToFeedForwardPreProcessor.class::isInstance);
      return of(
          configuration.getInputPreProcess(0),
          network.getLayer(0),
          flattens,
          example -> network.output(example));
    }
    return model instanceof ComputationGraph graph ? of(graph) : null;
  }

  private static long @Nullable [] of(ComputationGraph graph) {
    String input = graph.getConfiguration().getNetworkInputs().get(0);
    boolean flattens = false;
    LayerVertex first = null;
    for (GraphVertex vertex : graph.getVertices()) {
      if (vertex instanceof LayerVertex layer) {
        var inputs = graph.getConfiguration().getVertexInputs().get(vertex.getVertexName());
        boolean readsInput = Objects.requireNonNull(inputs).contains(input);
        first = first == null && readsInput ? layer : first;
        flattens |=
            !readsInput && layer.getLayerPreProcessor() instanceof CnnToFeedForwardPreProcessor;
      }
    }
    return first == null
        ? null
        : of(
            first.getLayerPreProcessor(),
            first.getLayer(),
            flattens,
            example -> graph.output(example));
  }

  private static long @Nullable [] of(
      @Nullable InputPreProcessor before,
      Layer first,
      boolean flattens,
      Consumer<INDArray> forward) {
    if (before instanceof FeedForwardToCnnPreProcessor image) {
      return new long[] {image.getNumChannels() * image.getInputHeight() * image.getInputWidth()};
    }
    if (before instanceof CnnToFeedForwardPreProcessor image) {
      return new long[] {image.getNumChannels(), image.getInputHeight(), image.getInputWidth()};
    }
    Layer inside = first;
    while (inside instanceof BaseWrapperLayer wrapper) {
      inside = wrapper.getUnderlying();
    }
    Object configuration = inside.conf().getLayer();
    if (before == null && configuration instanceof DenseLayer dense) {
      return new long[] {dense.getNIn()};
    }
    return before == null && flattens && configuration instanceof ConvolutionLayer convolution
        ? square(convolution, forward)
        : null;
  }

  /** A flattened image fits dense layers in one size only, so what runs is right. */
  private static long @Nullable [] square(ConvolutionLayer first, Consumer<INDArray> forward) {
    for (int size : SIZES) {
      long[] shape =
          first.getCnn2dDataFormat() == CNN2DFormat.NHWC
              ? new long[] {size, size, first.getNIn()}
              : new long[] {first.getNIn(), size, size};
      try {
        forward.accept(Nd4j.zeros(DataType.FLOAT, batch(1, shape)));
        return shape;
      } catch (RuntimeException ignored) {
        // Another size, then.
      }
    }
    return null;
  }

  static long[] batch(long n, long[] shape) {
    long[] batch = new long[shape.length + 1];
    batch[0] = n;
    System.arraycopy(shape, 0, batch, 1, shape.length);
    return batch;
  }

  static String text(long[] shape) {
    return String.join(",", Arrays.stream(shape).mapToObj(Long::toString).toList());
  }
}
