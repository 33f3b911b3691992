package io.github.featurescope.adapters;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.Matrix;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares what a reader says with what the model itself computes without its last activation. */
final class Logits {

  /** Relative to the largest logit, or absolute where all are below 1. */
  static final double TOLERANCE = 1e-5;

  private Logits() {}

  /** Asks a copy of the model, its softmax and sigmoid turned into the identity. */
  static INDArray own(Model model, ModelInputs inputs) {
    return model instanceof MultiLayerNetwork network
        ? spending(network.clone(), inputs, 0)
        : spending(((ComputationGraph) model).clone(), inputs, 0);
  }

  static INDArray own(ComputationGraph graph, ModelInputs inputs, int output) {
    return spending(graph.clone(), inputs, output);
  }

  /** The same of the model itself, which is changed: for models too large to be copied lightly. */
  static INDArray spending(Model model, ModelInputs inputs, int output) {
    if (model instanceof MultiLayerNetwork network) {
      linearise(network.getLayers());
      return network.output(inputs.array(0), false, inputs.mask(0), null);
    }
    ComputationGraph graph = (ComputationGraph) model;
    linearise(graph.getLayers());
    return graph.output(false, inputs.arrays(), inputs.masks())[output];
  }

  /** Takes the last activation away, from the end to the last layer with weights. */
  private static void linearise(Layer[] layers) {
    boolean hidden = false;
    for (int i = layers.length - 1; i >= 0; i--) {
      Layer inner = layers[i];
      while (inner instanceof BaseWrapperLayer wrapper) {
        inner = wrapper.getUnderlying();
      }
      Object configuration = inner.conf().getLayer();
      if (configuration instanceof ActivationLayer activation
          && isLast(activation.getActivationFn(), hidden)) {
        activation.setActivationFn(new ActivationIdentity());
      } else if (configuration instanceof ActivationLayer) {
        hidden = true;
      } else if (configuration instanceof BaseLayer weighted
          && isLast(weighted.getActivationFn(), hidden)) {
        weighted.setActivationFn(new ActivationIdentity());
      }
      hidden |= inner.numParams() > 0;
    }
  }

  /** A sigmoid further up is a hidden layer's; a softmax belongs to another output. */
  private static boolean isLast(@Nullable IActivation activation, boolean hidden) {
    return activation instanceof ActivationSoftmax
        || (activation instanceof ActivationSigmoid && !hidden);
  }

  /** Features × weightsᵀ + bias, with the bias as the model holds it. */
  static void assertLinear(Readout readout, @Nullable INDArray bias, INDArray own) {
    Matrix weights = requireNonNull(readout.weights(), "weights");
    double[][] expected = rows(own);
    double tolerance = tolerance(expected);
    for (int i = 0; i < readout.features().rows(); i++) {
      for (int c = 0; c < weights.rows(); c++) {
        double logit = bias == null ? 0 : bias.getDouble(c);
        for (int j = 0; j < weights.cols(); j++) {
          logit += readout.features().get(i, j) * weights.get(c, j);
        }
        assertThat(logit).isCloseTo(expected[i][c], within(tolerance));
      }
    }
    assertSame(readout, own);
  }

  /** The reader's logits are the model's. */
  static void assertSame(Readout readout, INDArray own) {
    double[][] expected = rows(own);
    double tolerance = tolerance(expected);
    assertThat(readout.logits().rows()).isEqualTo(expected.length);
    assertThat(readout.logits().cols()).isEqualTo(expected[0].length);
    for (int i = 0; i < expected.length; i++) {
      for (int c = 0; c < expected[i].length; c++) {
        assertThat(readout.logits().get(i, c)).isCloseTo(expected[i][c], within(tolerance));
      }
    }
  }

  private static double[][] rows(INDArray own) {
    INDArray values = own.castTo(DataType.DOUBLE);
    return values.reshape(values.size(0), values.length() / values.size(0)).toDoubleMatrix();
  }

  private static double tolerance(double[][] values) {
    double largest = 1;
    for (double[] row : values) {
      for (double value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return TOLERANCE * largest;
  }
}
