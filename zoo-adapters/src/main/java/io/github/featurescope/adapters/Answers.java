package io.github.featurescope.adapters;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.graph.vertex.impl.PreprocessorVertex;
import org.deeplearning4j.nn.graph.vertex.impl.ReshapeVertex;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What the last steps of a model do to its answers. */
final class Answers {

  static final IActivation IDENTITY = new ActivationIdentity();

  /** Keeps the logarithm of a probability that has underflowed in single precision finite. */
  private static final double TINY = Float.MIN_NORMAL;

  private Answers() {}

  /** The activation at the end of a step; the identity where there is none. */
  static IActivation activation(Step step) {
    Layer configuration = step.configuration();
    if (configuration instanceof TimeDistributed distributed) {
      configuration = distributed.getUnderlying();
    }
    if (configuration instanceof ActivationLayer layer) {
      return layer.getActivationFn();
    }
    return configuration instanceof BaseLayer layer
            && !(configuration instanceof DropoutLayer)
            && layer.getActivationFn() != null
        ? layer.getActivationFn()
        : IDENTITY;
  }

  static boolean isIdentity(IActivation activation) {
    return activation instanceof ActivationIdentity;
  }

  /** Whether it may stand last: it keeps the order of the classes, strictly. */
  static boolean isFinal(IActivation activation) {
    return activation instanceof ActivationSoftmax
        || activation instanceof ActivationSigmoid
        || activation instanceof ActivationTanH;
  }

  /** Logits of an answer that has gone through an activation, as far as that can be undone. */
  static INDArray undo(IActivation activation, INDArray answer) {
    if (activation instanceof ActivationSoftmax) {
      return Transforms.log(Transforms.max(answer, TINY));
    }
    if (activation instanceof ActivationSigmoid) {
      INDArray yes = Transforms.max(answer, TINY);
      return Transforms.log(yes).subi(Transforms.log(Transforms.max(answer.rsub(1), TINY)));
    }
    return answer;
  }

  /** Whether a step does no more than its activation does, in inference mode. */
  static boolean isActivation(Step step) {
    Layer configuration = step.configuration();
    return configuration instanceof ActivationLayer
        || configuration instanceof DropoutLayer
        || configuration instanceof LossLayer
        || configuration instanceof RnnLossLayer
        || configuration instanceof CnnLossLayer
        || step.vertex() instanceof PreprocessorVertex
        || step.vertex() instanceof ReshapeVertex;
  }

  /** Whether a step averages over all places or steps. */
  static boolean isAverage(Step step, boolean channelsLast) {
    if (!(step.configuration() instanceof GlobalPoolingLayer pooling)
        || pooling.getPoolingType() != PoolingType.AVG) {
      return false;
    }
    int[] dimensions = pooling.getPoolingDimensions();
    // DL4J pools from the third dimension on where it was not told the layout.
    int first = dimensions == null ? 2 : dimensions[0];
    return first == (channelsLast ? 1 : 2);
  }
}
