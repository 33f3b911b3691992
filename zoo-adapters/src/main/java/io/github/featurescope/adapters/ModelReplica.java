package io.github.featurescope.adapters;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A copy of a model, to be read in another thread while the model trains on: training has to wait
 * for a copy of the parameters instead of a forward pass.
 *
 * <p>It knows of the model what its parameters hold, running statistics of batch normalisation
 * included. A layer of one's own that changes in other ways while it trains is not followed.
 */
public final class ModelReplica {

  /** Larger models would be held in memory three times over: 256 MB each in single precision. */
  private static final long MOST_PARAMETERS = 64L << 20;

  private final Model model;
  private final Model copied;
  private final ModelReader reader;
  private final ArrayDeque<INDArray> free = new ArrayDeque<>();

  private ModelReplica(Model model, HeadReader reader) {
    this.model = model;
    this.copied = reader.model();
    this.reader = reader;
  }

  /** Copies a model through a reader of a copy, unless it is too large. */
  static Optional<ModelReplica> of(Model model, Supplier<HeadReader> copying) {
    return model.numParams() > MOST_PARAMETERS
        ? Optional.empty()
        : Optional.of(new ModelReplica(model, RandomState.kept(copying)));
  }

  /**
   * Copies the model's parameters, on the thread that trains.
   *
   * @return a copy that belongs to the caller until it is given to {@link #at}
   */
  @SuppressWarnings("try") // the workspace scope is held, not used
  public INDArray parameters() {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray now = model.params();
      INDArray kept = reused();
      return kept == null ? now.dup() : kept.assign(now);
    }
  }

  private synchronized @Nullable INDArray reused() {
    return free.poll();
  }

  /**
   * Brings the copy to the state of the given parameters; from one thread at a time.
   *
   * @param parameters from {@link #parameters()}; not to be used any more
   * @return a reader of the copy in that state, good until the next call
   */
  public ModelReader at(INDArray parameters) {
    copied.setParams(parameters);
    synchronized (this) {
      free.add(parameters);
    }
    return reader;
  }
}
