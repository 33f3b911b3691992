package io.github.featurescope.listeners;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The training of a MultiLayerNetwork or ComputationGraph, heard through a TrainingListener. */
final class Dl4jTraining implements Training {

  private final Model model;
  private @Nullable ScopeListener listener;

  private Dl4jTraining(Model model) {
    this.model = model;
  }

  static Dl4jTraining of(Model model) {
    return new Dl4jTraining(Objects.requireNonNull(model, "model: name the one to watch"));
  }

  @Override
  public Object model() {
    return model;
  }

  @Override
  public ModelState state() {
    return new Dl4jState(model);
  }

  @Override
  public double score() {
    return model.score();
  }

  @Override
  public int epochsDone() {
    return epochCount(model);
  }

  @Override
  public long iterationsDone() {
    return iterationCount(model);
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

  @Override
  public void requireSampleIds() {
    if (truncatesBackpropagation()) {
      throw new IllegalArgumentException(
          "sample ids cannot be followed through truncated backpropagation; leave sampleIds out");
    }
  }

  @Override
  public void requireSteps() {
    if (truncatesBackpropagation()) {
      throw new IllegalArgumentException(
          "truncated backpropagation trains on pieces of sequences, whose features are not those of"
              + " samples; leave riding(...) out");
    }
  }

  /** Whether the batch that is trained has a mask. */
  static boolean hasMask(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      return network.getMaskArray() != null;
    }
    INDArray[] masks = model instanceof ComputationGraph graph ? graph.getInputMaskArrays() : null;
    return masks != null && Arrays.stream(masks).anyMatch(Objects::nonNull);
  }

  private boolean truncatesBackpropagation() {
    if (model instanceof MultiLayerNetwork network) {
      return network.getLayerWiseConfigurations().getBackpropType() == BackpropType.TruncatedBPTT;
    }
    return model instanceof ComputationGraph graph
        && graph.getConfiguration().getBackpropType() == BackpropType.TruncatedBPTT;
  }

  @Override
  public void attach(RunWatch watch, @Nullable SampleIdIterator sampleIds) {
    ScopeListener added = new ScopeListener(model, watch, sampleIds);
    List<TrainingListener> all = new ArrayList<>(listeners());
    all.removeIf(other -> other instanceof ScopeListener left && left.isSilent());
    all.add(added);
    model.setListeners(all);
    listener = added;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // this very listener, whatever its equals says
  public boolean detach() {
    ScopeListener added = listener;
    if (added != null) {
      added.silence();
    }
    if (Thread.holdsLock(model) || (added != null && added.mayBeUsedElsewhere())) {
      // Within fit, which is walking through its listeners: a silent one may stay among them until
      // the next scope.
      return listeners().stream().anyMatch(other -> other == added);
    }
    List<TrainingListener> all = new ArrayList<>(listeners());
    boolean there = all.removeIf(other -> other == added);
    model.setListeners(all);
    return there;
  }

  /** A copy, since DL4J's setListeners clears the very collection that it is given. */
  private List<TrainingListener> listeners() {
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

  private static IllegalArgumentException unsupported(Model model) {
    return new IllegalArgumentException(
        "cannot listen to a "
            + model.getClass().getName()
            + "; watch a MultiLayerNetwork, a ComputationGraph or a SameDiff");
  }
}
