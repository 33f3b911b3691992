package io.github.featurescope.adapters;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.jspecify.annotations.Nullable;

/** Tells where a step's output holds its channels or units. */
final class ChannelOrder {

  private ChannelOrder() {}

  /** Whether they come last; a step without an order of its own has that of what feeds it. */
  static boolean isLast(Trunk trunk, Step step) {
    Layer configuration = step.configuration();
    Boolean own = configuration == null ? null : declared(configuration);
    if (own != null) {
      return own;
    }
    List<Step> before = trunk.before(step);
    return !before.isEmpty() && isLast(trunk, before.get(0));
  }

  /** What the layer itself declares, or null if it does not say. */
  static @Nullable Boolean declared(Layer configuration) {
    if (configuration instanceof Convolution1DLayer convolution) {
      return convolution.getRnnDataFormat() == RNNFormat.NWC;
    }
    if (configuration instanceof Convolution3D convolution) {
      return convolution.getDataFormat() == Convolution3D.DataFormat.NDHWC;
    }
    CNN2DFormat maps = maps(configuration);
    if (maps != null) {
      return maps == CNN2DFormat.NHWC;
    }
    RNNFormat sequences = sequences(configuration);
    if (sequences != null) {
      return sequences == RNNFormat.NWC;
    }
    return configuration instanceof BaseWrapperLayer wrapper
        ? declared(wrapper.getUnderlying())
        : null;
  }

  private static @Nullable CNN2DFormat maps(Layer configuration) {
    if (configuration instanceof ConvolutionLayer convolution) {
      return convolution.getCnn2dDataFormat();
    }
    if (configuration instanceof SubsamplingLayer pooling) {
      return pooling.getCnn2dDataFormat();
    }
    if (configuration instanceof BatchNormalization normalization) {
      return normalization.getCnn2DFormat();
    }
    if (configuration instanceof ZeroPaddingLayer padding) {
      return padding.getDataFormat();
    }
    if (configuration instanceof Cropping2D cropping) {
      return cropping.getDataFormat();
    }
    if (configuration instanceof Upsampling2D upsampling) {
      return upsampling.getFormat();
    }
    if (configuration instanceof SpaceToDepthLayer folding) {
      return folding.getDataFormat();
    }
    if (configuration instanceof SpaceToBatchLayer folding) {
      return folding.getFormat();
    }
    return configuration instanceof LocallyConnected2D connected ? connected.getFormat() : null;
  }

  private static @Nullable RNNFormat sequences(Layer configuration) {
    if (configuration instanceof BaseRecurrentLayer recurrent) {
      return recurrent.getRnnDataFormat();
    }
    if (configuration instanceof RnnOutputLayer output) {
      return output.getRnnDataFormat();
    }
    if (configuration instanceof RnnLossLayer loss) {
      return loss.getRnnDataFormat();
    }
    if (configuration instanceof TimeDistributed distributed) {
      return distributed.getRnnDataFormat();
    }
    if (configuration instanceof Bidirectional both) {
      return both.getRNNDataFormat();
    }
    return configuration instanceof EmbeddingSequenceLayer embedding
        ? embedding.getOutputFormat()
        : null;
  }
}
