package io.github.featurescope.listeners;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;

/** The training of a SameDiff graph, heard through SameDiff's own listeners. */
final class SameDiffTraining implements Training {

  private final SameDiff graph;
  private @Nullable SameDiffListener listener;

  private SameDiffTraining(SameDiff graph) {
    this.graph = graph;
  }

  static SameDiffTraining of(SameDiff graph) {
    return new SameDiffTraining(Objects.requireNonNull(graph, "graph: name the one to watch"));
  }

  @Override
  public Object model() {
    return graph;
  }

  @Override
  public int epochsDone() {
    TrainingConfig config = graph.getTrainingConfig();
    return config == null ? 0 : config.getEpochCount();
  }

  @Override
  public long iterationsDone() {
    TrainingConfig config = graph.getTrainingConfig();
    return config == null ? 0 : config.getIterationCount();
  }

  @Override
  public ModelState state() {
    return new SameDiffState(graph);
  }

  @Override
  public double score() {
    return listener == null ? Double.NaN : listener.score();
  }

  @Override
  public void requireSampleIds() {
    // SameDiff trains on each batch once, and tells its listeners which one.
  }

  @Override
  public void requireSteps() {
    // The reader of a SameDiff graph refuses, and says why.
  }

  @Override
  public void attach(RunWatch watch, @Nullable SampleIdIterator sampleIds) {
    SameDiffListener added = new SameDiffListener(graph, watch, sampleIds);
    graph.addListeners(added);
    listener = added;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // this very listener, whatever its equals says
  public boolean detach() {
    SameDiffListener added = listener;
    if (added != null) {
      added.silence();
    }
    return graph.getListeners().removeIf(other -> other == added);
  }
}
