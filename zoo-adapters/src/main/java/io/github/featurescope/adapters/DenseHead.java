package io.github.featurescope.adapters;

import io.github.featurescope.probes.Matrix;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A dense output layer: logits = features × W + b. */
final class DenseHead {

  private final Layer layer;
  private final String name;

  private DenseHead(Layer layer, String name) {
    this.layer = layer;
    this.name = name;
  }

  static DenseHead of(Layer layer, String name) {
    Layer inner = layer instanceof FrozenLayer frozen ? frozen.getInsideLayer() : layer;
    boolean dense =
        inner instanceof BaseOutputLayer
            && inner.getParam(DefaultParamInitializer.WEIGHT_KEY) != null
            && inner.getParam(DefaultParamInitializer.WEIGHT_KEY).rank() == 2;
    if (!dense || inner.type() == Layer.Type.RECURRENT) {
      throw new UnsupportedModelException(
          "a dense output layer (OutputLayer or CenterLossOutputLayer) at the end",
          "layer '" + name + "' of type " + inner.getClass().getSimpleName(),
          "End the model in an OutputLayer, or register a ModelAdapter for it.");
    }
    return new DenseHead(inner, name);
  }

  String name() {
    return name;
  }

  int width() {
    return (int) weights().size(0);
  }

  int classes() {
    return Math.max(2, (int) weights().size(1));
  }

  boolean hasBias() {
    return bias() != null;
  }

  /** Reads what the head makes of its preprocessed input, [n, p]. */
  @SuppressWarnings("try") // the workspace scope is held, not used
  Readout read(INDArray input) {
    if (input.rank() != 2 || input.size(1) != width()) {
      throw new IllegalStateException(
          "head '"
              + name
              + "' reads [n, "
              + width()
              + "], but its input has shape "
              + java.util.Arrays.toString(input.shape()));
    }
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray features = input.castTo(DataType.DOUBLE);
      INDArray weights = weights().castTo(DataType.DOUBLE);
      INDArray logits = features.mmul(weights);
      INDArray bias = bias();
      if (bias != null) {
        logits.addiRowVector(bias.castTo(DataType.DOUBLE).reshape(1, bias.length()));
      }
      INDArray rows = weights.transpose();
      if (weights.size(1) == 1) {
        logits = asTwoClasses(logits, 1);
        rows = asTwoClasses(rows, 0);
      }
      return new Readout(Matrix.of(features), Matrix.of(logits), Matrix.of(rows));
    }
  }

  /** A sigmoid of z is the softmax of (-z/2, z/2). */
  private static INDArray asTwoClasses(INDArray single, int dimension) {
    return Nd4j.concat(dimension, single.mul(-0.5), single.mul(0.5));
  }

  private INDArray weights() {
    return layer.getParam(DefaultParamInitializer.WEIGHT_KEY);
  }

  private @Nullable INDArray bias() {
    return layer.getParam(DefaultParamInitializer.BIAS_KEY);
  }
}
