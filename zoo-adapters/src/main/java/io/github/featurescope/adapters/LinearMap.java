package io.github.featurescope.adapters;

import java.util.Arrays;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.convolution.Convolution1DLayer;
import org.deeplearning4j.nn.layers.convolution.Convolution3DLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.layers.recurrent.TimeDistributedLayer;
import org.deeplearning4j.nn.layers.training.CenterLossOutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The linear part of a layer: outputs before the activation = inputs × W + b. */
final class LinearMap {

  /** Exactly these: what a subclass makes of its parameters is not known. */
  private static final Set<Class<?>> DENSE =
      Set.of(
          OutputLayer.class, CenterLossOutputLayer.class, RnnOutputLayer.class, DenseLayer.class);

  private static final Set<Class<?>> CONVOLUTIONS =
      Set.of(
          org.deeplearning4j.nn.layers.convolution.ConvolutionLayer.class,
          Convolution1DLayer.class,
          Convolution3DLayer.class);

  private final Layer layer;

  private LinearMap(Layer layer) {
    this.layer = layer;
  }

  /**
   * The map of a dense layer or of a convolution of one place.
   *
   * @param wholeMap whether a wider kernel is taken, for one that covers the map it reads
   * @return null if the step is none of these
   */
  static @Nullable LinearMap of(Step step, boolean wholeMap) {
    Layer layer =
        step.layer() instanceof TimeDistributedLayer distributed
            ? distributed.getUnderlying()
            : step.layer();
    if (layer == null) {
      return null;
    }
    Object configuration = layer.conf().getLayer();
    boolean plain =
        DENSE.contains(layer.getClass())
            && !(configuration instanceof org.deeplearning4j.nn.conf.layers.DenseLayer dense
                && dense.hasLayerNorm());
    boolean convolutional =
        CONVOLUTIONS.contains(layer.getClass())
            && configuration instanceof ConvolutionLayer convolution
            && (isPlaceByPlace(convolution) || (wholeMap && readsOnePlace(convolution)));
    return plain || convolutional ? new LinearMap(layer) : null;
  }

  /** Whether each place of the map is read once and alone. */
  private static boolean isPlaceByPlace(ConvolutionLayer convolution) {
    return all(convolution.getKernelSize(), 1)
        && all(convolution.getStride(), 1)
        && all(convolution.getPadding(), 0)
        && !(convolution instanceof Convolution3D volumes
            && volumes.getDataFormat() == Convolution3D.DataFormat.NDHWC);
  }

  /** Whether it answers once if the kernel is as large as the map. */
  private static boolean readsOnePlace(ConvolutionLayer convolution) {
    return convolution.getKernelSize().length == 2
        && !(convolution instanceof org.deeplearning4j.nn.conf.layers.Convolution1DLayer)
        && convolution.getConvolutionMode() != ConvolutionMode.Same
        && all(convolution.getDilation(), 1)
        && all(convolution.getPadding(), 0);
  }

  private static boolean all(int[] values, int wanted) {
    return Arrays.stream(values).allMatch(value -> value == wanted);
  }

  /** How the places of a map that it reads unpooled are to be taken. */
  Source.Places places() {
    return layer.conf().getLayer() instanceof ConvolutionLayer convolution
            && !isPlaceByPlace(convolution)
        ? Source.Places.FLAT
        : Source.Places.SINGLE;
  }

  /** W in double precision, [p, C]. */
  INDArray weights() {
    INDArray weights = parameters().castTo(DataType.DOUBLE).dup('c');
    if (layer instanceof Convolution1DLayer) {
      // DL4J reads these in another order than it names them: see Convolution1DUtils.
      return weights.reshape('c', width(), outputs());
    }
    // Convolutions hold [C, channels, places...].
    return layer.conf().getLayer() instanceof ConvolutionLayer
        ? weights.reshape('c', outputs(), width()).transpose()
        : weights;
  }

  private @Nullable INDArray bias() {
    return layer.getParam(DefaultParamInitializer.BIAS_KEY);
  }

  boolean hasBias() {
    return bias() != null;
  }

  /** The bias in double precision, [C]; zeros where there is none. */
  double[] biases() {
    INDArray bias = bias();
    double[] values = new double[outputs()];
    for (int c = 0; bias != null && c < values.length; c++) {
      values[c] = bias.getDouble(c);
    }
    return values;
  }

  int width() {
    return (int) (parameters().length() / outputs());
  }

  int outputs() {
    return (int)
        (layer.conf().getLayer() instanceof ConvolutionLayer
            ? parameters().size(0)
            : parameters().size(1));
  }

  private INDArray parameters() {
    return layer.getParam(DefaultParamInitializer.WEIGHT_KEY);
  }

  /** Logits [n, C] of features [n, p], both in double precision. */
  INDArray apply(INDArray features) {
    INDArray logits = features.mmul(weights());
    INDArray bias = bias();
    return bias == null
        ? logits
        : logits.addiRowVector(bias.castTo(DataType.DOUBLE).reshape(1, bias.length()));
  }
}
