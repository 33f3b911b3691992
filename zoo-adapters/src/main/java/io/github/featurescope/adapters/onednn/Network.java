package io.github.featurescope.adapters.onednn;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the accelerator needs of a network, whichever of Deeplearning4j's two kinds it is. */
interface Network {

  /**
   * Wraps a model.
   *
   * @return null if it is neither a MultiLayerNetwork nor a ComputationGraph
   */
  static @Nullable Network of(Model model) {
    if (model instanceof MultiLayerNetwork sequential) {
      return new SequentialNetwork(sequential);
    }
    return model instanceof ComputationGraph graph ? new GraphNetwork(graph) : null;
  }

  Model model();

  boolean initialised();

  DataType dataType();

  Layer[] layers();

  /** A network of the same configuration with a copy of the parameters and no listeners. */
  Network replica();

  /**
   * Finds the shape of the input from the configuration.
   *
   * @return the shape of one example, or null if the configuration does not tell
   */
  long @Nullable [] inputShape();

  /** Outputs in inference mode, by name. */
  Map<String, INDArray> outputs(INDArray[] inputs);

  /** Runs forward in training mode and leaves its input in each layer. */
  void fillLayers(INDArray[] inputs);

  /** Gradients in training mode, by layer and parameter, for one set of labels an output. */
  Map<String, INDArray> gradients(INDArray[] inputs, INDArray[] labels);
}
