package io.github.featurescope.adapters;

import java.util.HashSet;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.vertex.impl.rnn.LastTimeStepVertex;
import org.jspecify.annotations.Nullable;

/** Tells which steps answer at every step of a sequence. */
final class Sequences {

  private Sequences() {}

  /** Whether a head does so. */
  static boolean isAnsweredBy(Trunk trunk, Step head) {
    if (Boolean.TRUE.equals(putsOut(head))) {
      return true;
    }
    // DL4J puts this preprocessor behind global pooling too, where there is nothing left to do.
    return head.preprocessor() instanceof RnnToFeedForwardPreProcessor
        && !Boolean.FALSE.equals(arePutOutBy(trunk, trunk.before(head).get(0), new HashSet<>()));
  }

  /** Null where all depends on what the model is fed. */
  private static @Nullable Boolean arePutOutBy(Trunk trunk, Step step, Set<Integer> visited) {
    Boolean found = putsOut(step);
    if (found != null || !visited.add(step.index())) {
      return found;
    }
    for (Step before : trunk.before(step)) {
      Boolean one = arePutOutBy(trunk, before, visited);
      found = (Boolean.TRUE.equals(found) || one == null) ? found : one;
    }
    return found;
  }

  /** Null where a step puts out whatever it is fed. */
  private static @Nullable Boolean putsOut(Step step) {
    Layer layer = step.configuration();
    if (layer instanceof GlobalPoolingLayer
        || layer instanceof LastTimeStep
        || step.vertex() instanceof LastTimeStepVertex) {
      return false;
    }
    if (layer instanceof Bidirectional both) {
      return !(both.getFwd() instanceof LastTimeStep);
    }
    boolean recurrent =
        layer instanceof RnnOutputLayer
            || layer instanceof RnnLossLayer
            || layer instanceof TimeDistributed
            || layer instanceof Convolution1DLayer
            || layer instanceof BaseRecurrentLayer;
    return recurrent ? Boolean.TRUE : null;
  }
}
