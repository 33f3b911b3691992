package io.github.featurescope.adapters.models;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Configuration of a layer on tokens, [n, size, T] as DL4J's sequences are.
 *
 * <p>It declares its parameters as a SameDiff layer does and computes without SameDiff: in DL4J
 * 1.0.0-M2.1 every SameDiff layer returns twice its gradient, which a deep network multiplies up.
 */
abstract class TokenLayer extends AbstractSameDiffLayer {

  private static final long serialVersionUID = 1L;

  abstract TokenFunction newFunction();

  @Override
  public final Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    TokenLayerRuntime layer = new TokenLayerRuntime(configuration, newFunction(), dataType);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialize));
    return layer;
  }

  /** Draws a weight matrix as in Glorot and Bengio 2010. */
  static void xavier(INDArray weights) {
    normal(weights, Math.sqrt(2.0 / (weights.size(0) + weights.size(1))));
  }

  static void normal(INDArray values, double deviation) {
    values.assign(Nd4j.randn(values.dataType(), values.shape()).muli(deviation));
  }
}
