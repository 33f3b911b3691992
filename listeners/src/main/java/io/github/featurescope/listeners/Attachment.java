package io.github.featurescope.listeners;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;

/** Puts a listener on a model and takes it off, leaving the user's own listeners as they are. */
final class Attachment {

  private Attachment() {}

  static void add(Model model, TrainingListener listener) {
    List<TrainingListener> all = new ArrayList<>(listeners(model));
    all.add(listener);
    set(model, all);
  }

  @SuppressWarnings("ReferenceEquality") // this very listener, whatever its equals says
  static boolean remove(Model model, TrainingListener listener) {
    List<TrainingListener> all = new ArrayList<>(listeners(model));
    boolean there = all.removeIf(other -> other == listener);
    set(model, all);
    return there;
  }

  /** A copy is set always: DL4J's setListeners clears the very collection that it is given. */
  private static void set(Model model, List<TrainingListener> listeners) {
    model.setListeners(listeners);
  }

  private static List<TrainingListener> listeners(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      return List.copyOf(network.getListeners());
    }
    if (model instanceof ComputationGraph graph) {
      return List.copyOf(graph.getListeners());
    }
    throw unsupported(model);
  }

  static int epochCount(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      return network.getEpochCount();
    }
    if (model instanceof ComputationGraph graph) {
      return graph.getEpochCount();
    }
    throw unsupported(model);
  }

  static int iterationCount(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      return network.getIterationCount();
    }
    if (model instanceof ComputationGraph graph) {
      return graph.getIterationCount();
    }
    throw unsupported(model);
  }

  static boolean truncatesBackpropagation(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      return network.getLayerWiseConfigurations().getBackpropType() == BackpropType.TruncatedBPTT;
    }
    return model instanceof ComputationGraph graph
        && graph.getConfiguration().getBackpropType() == BackpropType.TruncatedBPTT;
  }

  private static IllegalArgumentException unsupported(Model model) {
    return new IllegalArgumentException(
        "cannot listen to a "
            + model.getClass().getName()
            + "; watch a MultiLayerNetwork or a ComputationGraph");
  }
}
