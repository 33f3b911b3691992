package io.github.featurescope.adapters;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Tells where a layer's output holds its channels. */
final class ChannelOrder {

  private ChannelOrder() {}

  /** Whether channels or units come last; layers without a declared order have them second. */
  static boolean isLast(Layer layer) {
    Object configuration = layer.conf().getLayer();
    if (configuration instanceof ConvolutionLayer convolution) {
      return convolution.getCnn2dDataFormat() == CNN2DFormat.NHWC;
    }
    if (configuration instanceof SubsamplingLayer pooling) {
      return pooling.getCnn2dDataFormat() == CNN2DFormat.NHWC;
    }
    if (configuration instanceof BatchNormalization normalization) {
      return normalization.getCnn2DFormat() == CNN2DFormat.NHWC;
    }
    return configuration instanceof BaseRecurrentLayer recurrent
        && recurrent.getRnnDataFormat() == RNNFormat.NWC;
  }
}
