package io.github.featurescope.adapters;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.BasePretrainNetwork;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Says why a model has no head that can be watched. */
final class Refusals {

  private static final String ADAPTER =
      "Watch a classifier, or implement "
          + ModelAdapter.class.getName()
          + " for this model and register it as a service.";

  private Refusals() {}

  /** Refuses outputs that are no classifier's. */
  static void checkOutput(Step output) {
    Layer layer = output.configuration();
    String instead = null;
    if (layer instanceof Yolo2OutputLayer) {
      instead = "which detects objects";
    } else if (layer instanceof OCNNOutputLayer) {
      instead = "which tells one class from anything else";
    } else if (layer instanceof BasePretrainNetwork) {
      instead = "which reconstructs its input";
    } else if (layer instanceof Cnn3DLossLayer) {
      instead = "which answers at every place of a volume";
    } else if (layer instanceof SameDiffOutputLayer) {
      instead = "which keeps its logits to itself";
    }
    if (instead != null) {
      throw new UnsupportedModelException(
          "an output that classifies each sample", output.described() + ", " + instead, ADAPTER);
    }
  }

  /** Refuses an answer at every place of a map. */
  static void checkPlaces(Step output, boolean pooled) {
    if (output.configuration() instanceof CnnLossLayer && !pooled) {
      throw new UnsupportedModelException(
          "an output that classifies each sample",
          output.described() + ", which answers at every place of a map",
          "To classify, put a GlobalPoolingLayer(PoolingType.AVG) before a LossLayer; a model that"
              + " segments cannot be watched.");
    }
  }

  static UnsupportedModelException everyStep(Step step) {
    return new UnsupportedModelException(
        "one answer for each sample",
        step.described() + ", which answers at every step of a sequence",
        "Say how a sequence becomes one sample:"
            + " FeatureScope.watch(model).overTime(TimeReduction.LAST).");
  }

  /** DL4J 1.0.0-M2.1 counts the steps of its mask in another order than those of its input. */
  static void checkMask(Step head, @Nullable INDArray mask) {
    if (head.configuration() instanceof TimeDistributed
        && mask != null
        && mask.minNumber().doubleValue() == 0) {
      throw new UnsupportedModelException(
          "sequences of one length",
          head.described() + " with masked steps, for which DL4J masks the wrong ones",
          "Use an RnnOutputLayer instead, which masks the right ones.");
    }
  }

  static UnsupportedModelException regression(Step step, IActivation activation) {
    return new UnsupportedModelException(
        "a classifier: two answers or more, or one sigmoid unit",
        step.described() + " with one unit and the activation " + activation,
        "For two classes end the model in a sigmoid unit with LossFunction.XENT; a regression has"
            + " no classes to watch.");
  }

  static UnsupportedModelException noHead(Step output, Step last, List<Step> before) {
    boolean joins = before.size() > 1;
    Step named = before.isEmpty() ? last : before.get(0);
    return new UnsupportedModelException(
        "the last layer with weights, on the only way back from output '" + output.name() + "'",
        last.described()
            + (joins
                ? ", which joins " + Step.names(before)
                : ", and no layer with weights before it"),
        joins
            ? "Name the features: FeatureScope.watch(model).featureLayer(\"" + named.name() + "\")."
            : "End the model in an OutputLayer.");
  }
}
