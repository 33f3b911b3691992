package io.github.featurescope.listeners;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Records a model as each iteration leaves it; attach it before a scope. */
final class Recorder extends BaseTrainingListener {

  private final Model watched;
  private final Map<Integer, Map<String, int[]>> byIteration =
      Collections.synchronizedMap(new LinkedHashMap<>());

  private Recorder(Model watched) {
    this.watched = watched;
  }

  static Recorder of(Model model) {
    Recorder recorder = new Recorder(model);
    if (model instanceof MultiLayerNetwork network) {
      network.addListeners(recorder);
    } else {
      ((ComputationGraph) model).addListeners(recorder);
    }
    return recorder;
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (model == watched) {
      byIteration.put(iteration + 1, Bits.of(model));
    }
  }

  Map<String, int[]> at(int iterationsDone) {
    return byIteration.get(iterationsDone);
  }

  int iterations() {
    return byIteration.size();
  }
}
