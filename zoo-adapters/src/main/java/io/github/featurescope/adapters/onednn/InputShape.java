package io.github.featurescope.adapters.onednn;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Finds the shape of a network's input, which Deeplearning4j uses to build a network and then
 * forgets.
 */
final class InputShape {

  private static final int LARGEST = 512;
  private static final int[] USUAL = {32, 28, 224, 64, 96, 128, 227, 299};

  private InputShape() {}

  /** Where an image is flattened: the image that arrives and the one that was built for. */
  record Flattening(InputType.InputTypeConvolutional arrives, CnnToFeedForwardPreProcessor built) {}

  /**
   * Finds the shape of one example.
   *
   * @param before what is done to the input before the first layer, if anything
   * @param first the layer that gets the input
   * @param layers all layers, in order
   * @param flattenings where a network would flatten an image of a given type
   * @return the shape without the batch, or null if the configuration does not tell
   */
  static long @Nullable [] of(
      @Nullable InputPreProcessor before,
      Layer first,
      Layer[] layers,
      Function<InputType, List<Flattening>> flattenings) {
    if (before instanceof FeedForwardToCnnPreProcessor image) {
      return new long[] {image.getNumChannels() * image.getInputHeight() * image.getInputWidth()};
    }
    if (before != null) {
      return null;
    }
    if (LayerHelpers.unwrap(first).conf().getLayer() instanceof DenseLayer dense) {
      return new long[] {dense.getNIn()};
    }
    long channels = channels(layers);
    if (channels < 1) {
      return null;
    }
    int height = size(channels, flattenings, true);
    int width = size(channels, flattenings, false);
    return height < 1 || width < 1 ? null : new long[] {channels, height, width};
  }

  private static long channels(Layer[] layers) {
    for (Layer layer : layers) {
      // Padding, pooling and normalisation before it leave the channels as they are.
      if (LayerHelpers.unwrap(layer).conf().getLayer() instanceof FeedForwardLayer conf
          && !(conf instanceof BatchNormalization)) {
        return conf instanceof ConvolutionLayer ? conf.getNIn() : -1;
      }
    }
    return -1;
  }

  /** The usual size that fits, or the largest, as a small one would be nothing but padding. */
  private static int size(
      long channels, Function<InputType, List<Flattening>> flattenings, boolean height) {
    return IntStream.concat(IntStream.of(USUAL), IntStream.range(0, LARGEST).map(i -> LARGEST - i))
        .filter(size -> fits(size, channels, flattenings, height))
        .findFirst()
        .orElse(-1);
  }

  private static boolean fits(
      int size, long channels, Function<InputType, List<Flattening>> flattenings, boolean height) {
    try {
      for (Flattening at : flattenings.apply(InputType.convolutional(size, size, channels))) {
        boolean same =
            height
                ? at.arrives().getHeight() == at.built().getInputHeight()
                : at.arrives().getWidth() == at.built().getInputWidth();
        if (!same) {
          return false;
        }
      }
      return true;
    } catch (RuntimeException e) {
      return false; // Deeplearning4j's way to say that a kernel does not fit into such an image.
    }
  }
}
