package io.github.featurescope.listeners;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The training hook: turns DL4J's calls into moments of the watched model.
 *
 * <p>Calls for other models are ignored: a clone of a ComputationGraph shares its listeners.
 */
@SuppressWarnings("ReferenceEquality") // this very model, not one that equals it
final class ScopeListener extends BaseTrainingListener {

  private final Model watched;
  private final RunWatch watch;
  private final @Nullable SampleIdIterator sampleIds;

  ScopeListener(Model watched, RunWatch watch, @Nullable SampleIdIterator sampleIds) {
    this.watched = watched;
    this.watch = watch;
    this.sampleIds = sampleIds;
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    if (model == watched && sampleIds != null && !activations.isEmpty()) {
      sampleIds.advance(activations.get(0).size(0));
    }
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    if (model == watched && sampleIds != null && !activations.isEmpty()) {
      sampleIds.advance(activations.values().iterator().next().size(0));
    }
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (model == watched) {
      watch.iterationDone(iteration + 1L, epoch, model);
    }
  }

  @Override
  public void onEpochEnd(Model model) {
    if (model == watched) {
      watch.epochDone(Attachment.epochCount(model) + 1, model);
    }
  }
}
