package io.github.featurescope.adapters.onednn;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.jspecify.annotations.Nullable;

/** The layers of one model that take a helper, and the fields that hold it. */
final class LayerHelpers {

  private final List<ConvolutionLayer> convolutions = new ArrayList<>();
  private final List<BatchNormalization> batchNormalizations = new ArrayList<>();
  private int poolings;
  private boolean channelsLast;

  private LayerHelpers() {}

  static LayerHelpers of(Layer[] layers) {
    LayerHelpers found = new LayerHelpers();
    for (Layer layer : layers) {
      found.add(unwrap(layer));
    }
    return found;
  }

  /** The layer inside frozen and other wrappers. */
  static Layer unwrap(Layer layer) {
    Layer inside = layer;
    while (inside instanceof BaseWrapperLayer wrapper) {
      inside = wrapper.getUnderlying();
    }
    return inside;
  }

  private void add(Layer layer) {
    // Subclasses (depthwise, transposed, 1d, 3d) call native operations themselves.
    if (layer.getClass() == ConvolutionLayer.class) {
      var convolution = (ConvolutionLayer) layer;
      var conf = (org.deeplearning4j.nn.conf.layers.ConvolutionLayer) layer.conf().getLayer();
      // ND4J hands dilation to oneDNN in a way that it refuses.
      if (Arrays.stream(conf.getDilation()).allMatch(dilation -> dilation == 1)) {
        convolutions.add(convolution);
      }
      channelsLast |= conf.getCnn2dDataFormat() == CNN2DFormat.NHWC;
    } else if (layer.getClass() == BatchNormalization.class) {
      var conf = (org.deeplearning4j.nn.conf.layers.BatchNormalization) layer.conf().getLayer();
      if (!conf.isLockGammaBeta()) {
        batchNormalizations.add((BatchNormalization) layer);
      }
      channelsLast |= conf.getCnn2DFormat() == CNN2DFormat.NHWC;
    } else if (layer.getClass() == SubsamplingLayer.class) {
      poolings++;
    }
  }

  /** The layers that take a helper. */
  List<Layer> layers() {
    List<Layer> layers = new ArrayList<>(convolutions);
    layers.addAll(batchNormalizations);
    return layers;
  }

  int convolutions() {
    return convolutions.size();
  }

  int batchNormalizations() {
    return batchNormalizations.size();
  }

  int poolings() {
    return poolings;
  }

  boolean isEmpty() {
    return convolutions.isEmpty() && batchNormalizations.isEmpty();
  }

  /** Says whether a layer keeps its channels last (NHWC). */
  boolean channelsLast() {
    return channelsLast;
  }

  /** Puts a helper of ours into every layer that has none. */
  void install() {
    for (ConvolutionLayer layer : convolutions) {
      if (helper(layer, ConvolutionLayer.class) == null) {
        set(layer, ConvolutionLayer.class, new OneDnnConvolutionHelper());
      }
    }
    for (BatchNormalization layer : batchNormalizations) {
      if (helper(layer, BatchNormalization.class) == null) {
        set(layer, BatchNormalization.class, new OneDnnBatchNormalizationHelper());
      }
    }
  }

  /** Puts a helper of ours into the layers that have one in another model of this configuration. */
  void installAsIn(LayerHelpers other) {
    for (int i = 0; i < convolutions.size(); i++) {
      if (helper(other.convolutions.get(i), ConvolutionLayer.class)
          instanceof OneDnnConvolutionHelper) {
        set(convolutions.get(i), ConvolutionLayer.class, new OneDnnConvolutionHelper());
      }
    }
    for (int i = 0; i < batchNormalizations.size(); i++) {
      if (helper(other.batchNormalizations.get(i), BatchNormalization.class)
          instanceof OneDnnBatchNormalizationHelper) {
        set(
            batchNormalizations.get(i),
            BatchNormalization.class,
            new OneDnnBatchNormalizationHelper());
      }
    }
  }

  /**
   * Takes our helpers out and leaves those of others.
   *
   * @return how many were taken out
   */
  int remove() {
    int removed = 0;
    for (ConvolutionLayer layer : convolutions) {
      if (helper(layer, ConvolutionLayer.class) instanceof OneDnnConvolutionHelper) {
        set(layer, ConvolutionLayer.class, null);
        removed++;
      }
    }
    for (BatchNormalization layer : batchNormalizations) {
      if (helper(layer, BatchNormalization.class) instanceof OneDnnBatchNormalizationHelper) {
        set(layer, BatchNormalization.class, null);
        removed++;
      }
    }
    return removed;
  }

  /** Counts the layers that gave their helper up, which Deeplearning4j does after an exception. */
  int failed() {
    int failed = 0;
    try {
      for (ConvolutionLayer layer : convolutions) {
        failed += field(ConvolutionLayer.class, "helperCountFail").getInt(layer) > 0 ? 1 : 0;
      }
      for (BatchNormalization layer : batchNormalizations) {
        failed += field(BatchNormalization.class, "helperCountFail").getInt(layer) > 0 ? 1 : 0;
      }
    } catch (IllegalAccessException e) {
      throw noField(ConvolutionLayer.class, "helperCountFail", e);
    }
    return failed;
  }

  private static @Nullable LayerHelper helper(Layer layer, Class<? extends Layer> type) {
    try {
      return (LayerHelper) field(type, "helper").get(layer);
    } catch (IllegalAccessException e) {
      throw noField(type, "helper", e);
    }
  }

  private static void set(Layer layer, Class<? extends Layer> type, @Nullable LayerHelper helper) {
    try {
      field(type, "helper").set(layer, helper);
    } catch (IllegalAccessException e) {
      throw noField(type, "helper", e);
    }
  }

  /** Opens a field that Deeplearning4j keeps to itself: it has no other way to set a helper. */
  private static Field field(Class<? extends Layer> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw noField(type, name, e);
    }
  }

  private static IllegalStateException noField(Class<?> type, String name, Exception cause) {
    return new IllegalStateException(
        "the field '"
            + name
            + "' of "
            + type.getName()
            + " cannot be used; helpers are known to work with Deeplearning4j 1.0.0-M2.1",
        cause);
  }
}
