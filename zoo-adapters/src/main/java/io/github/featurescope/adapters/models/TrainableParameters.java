package io.github.featurescope.adapters.models;

import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Counts parameters as papers do.
 *
 * <p>DL4J's {@code numParams()} also counts the running mean and variance of batch normalisation,
 * which no gradient moves.
 */
public final class TrainableParameters {

  private static final Set<String> RUNNING_STATISTICS =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  private TrainableParameters() {}

  /**
   * Counts the parameters that training changes: all but running statistics and frozen layers.
   *
   * @param model an initialised MultiLayerNetwork or ComputationGraph
   * @return the number of scalars
   * @throws IllegalArgumentException if it is another kind of model, or not initialised
   */
  public static long count(Model model) {
    Layer[] layers;
    if (model instanceof MultiLayerNetwork network) {
      layers = network.getLayers();
    } else if (model instanceof ComputationGraph graph) {
      layers = graph.getLayers();
    } else {
      throw new IllegalArgumentException(
          "Counts the parameters of a MultiLayerNetwork or ComputationGraph, not of a "
              + model.getClass().getName()
              + ".");
    }
    if (layers == null) {
      throw new IllegalArgumentException("The model has no layers yet; call init() first.");
    }
    long total = 0;
    for (Layer layer : layers) {
      total += count(layer);
    }
    return total;
  }

  private static long count(Layer layer) {
    if (layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop) {
      return 0;
    }
    long total = 0;
    for (var entry : layer.paramTable().entrySet()) {
      boolean moved =
          !(layer instanceof BatchNormalization && RUNNING_STATISTICS.contains(entry.getKey()));
      INDArray values = entry.getValue();
      total += moved ? values.length() : 0;
    }
    return total;
  }
}
