package io.github.featurescope.listeners;

import io.github.featurescope.adapters.StepRows;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The training hook: turns DL4J's calls into moments of the watched model.
 *
 * <p>Calls for other models are ignored: a clone of a ComputationGraph shares its listeners, and so
 * do the replicas of a ParallelWrapper, one of which is the watched model itself.
 */
@SuppressWarnings("ReferenceEquality") // this very model, not one that equals it
final class ScopeListener extends BaseTrainingListener {

  private final Model watched;
  private final RunWatch watch;
  private final @Nullable SampleIdIterator sampleIds;
  private final Replicas replicas = new Replicas();

  /** A ParallelWrapper keeps its listeners, and so this one, when the scope is closed. */
  private volatile boolean silent;

  private volatile @Nullable Thread trainer;

  ScopeListener(Model watched, RunWatch watch, @Nullable SampleIdIterator sampleIds) {
    this.watched = watched;
    this.watch = watch;
    this.sampleIds = sampleIds;
  }

  void silence() {
    silent = true;
  }

  boolean isSilent() {
    return silent;
  }

  /**
   * Whether another thread was the last to train the model, and may be walking through its
   * listeners.
   */
  boolean mayBeUsedElsewhere() {
    Thread last = trainer;
    return last != null && last != Thread.currentThread() && last.isAlive();
  }

  @Override
  public void onEpochStart(Model model) {
    trainer = Thread.currentThread();
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    if (!activations.isEmpty()) {
      forward(model, activations.get(0).size(0));
      ride(model, ride -> rows -> ride.reader().read(activations, rows));
    }
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    if (!activations.isEmpty()) {
      forward(model, activations.values().iterator().next().size(0));
      ride(model, ride -> rows -> ride.reader().read(activations, rows));
    }
  }

  /** Masked steps are left out: what the mask becomes on the way is not known here. */
  private void ride(Model model, Function<Ride, Predicate<StepRows>> step) {
    Ride ride = watch.ride();
    if (ride != null && model == watched && !silent) {
      boolean masked = Dl4jTraining.hasMask(model);
      ride.forward(masked ? rows -> false : step.apply(ride));
    }
  }

  @Override
  public void onBackwardPass(Model model) {
    Ride ride = watch.ride();
    if (ride != null && model == watched && !silent) {
      ride.backward();
    }
  }

  private void forward(Model model, long batchSize) {
    trainer = Thread.currentThread();
    if (silent || sampleIds == null) {
      return;
    }
    if (replicas.trainBesideEachOther(model, watched)) {
      sampleIds.giveUp();
    } else if (model == watched) {
      sampleIds.advance(batchSize);
    }
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    trainer = Thread.currentThread();
    if (silent) {
      return;
    }
    if (replicas.discovered(model, watched)) {
      watch.replicated();
    }
    if (model == watched) {
      watch.iterationDone(iteration + 1L, epoch);
    }
  }

  @Override
  public void onEpochEnd(Model model) {
    if (model == watched && !silent) {
      watch.epochDone(Dl4jTraining.epochCount(model) + 1);
      watch.stops().epochEnded();
    }
  }
}
