package io.github.featurescope.listeners;

import io.github.featurescope.adapters.ModelReader;
import io.github.featurescope.adapters.ModelReplica;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Snapshot;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the parameters and lets a replica of the model say the rest later.
 *
 * <p>At first both are asked, the model and the replica: whoever has a layer that changes otherwise
 * than by its parameters gets the model's own answers, always.
 */
final class ReplicaCapture {

  private static final Logger logger = LoggerFactory.getLogger(ReplicaCapture.class);

  /** ND4J may use more threads in one thread than in another, and then sums in another order. */
  private static final double ROUNDING = 1e-4;

  private enum Trust {
    UNPROVEN,
    PROVEN,
    REFUSED
  }

  private final ModelReader model;
  private final ModelReplica replica;
  private final Shown shown;
  private volatile Trust trust = Trust.UNPROVEN;

  private ReplicaCapture(ModelReader model, ModelReplica replica, Shown shown) {
    this.model = model;
    this.replica = replica;
    this.shown = shown;
  }

  /** Returns null where the model has no replica. */
  static @Nullable ReplicaCapture of(ModelReader model, Shown shown) {
    try {
      Optional<ModelReplica> replica = model.replica();
      return replica.isEmpty() ? null : new ReplicaCapture(model, replica.get(), shown);
    } catch (RuntimeException e) { // layers of one's own need not survive being copied
      logger.info(
          "the model cannot be copied, so training waits for its answers: {}", e.toString());
      return null;
    }
  }

  Prober.Capture capture() {
    if (trust == Trust.REFUSED) {
      Shown.Seen seen = shown.to(model);
      return () -> seen;
    }
    INDArray parameters = replica.parameters();
    if (trust == Trust.PROVEN) {
      return () -> shown.to(replica.at(parameters));
    }
    Shown.Seen seen = shown.to(model);
    return () -> {
      prove(seen, parameters);
      return seen;
    };
  }

  private void prove(Shown.Seen seen, INDArray parameters) {
    try {
      Shown.Seen copied = shown.to(replica.at(parameters));
      boolean same =
          seen.snapshots().entrySet().stream()
              .allMatch(set -> agree(set.getValue(), copied.snapshots().get(set.getKey())));
      trust = same ? Trust.PROVEN : Trust.REFUSED;
      if (!same) {
        logger.info(
            "a copy of the model with its parameters says something else than the model, so"
                + " training waits for the model's own answers");
      }
    } catch (RuntimeException e) {
      trust = Trust.REFUSED;
      logger.info("a copy of the model fails, so training waits for the model's own answers", e);
    }
  }

  private static boolean agree(Snapshot own, @Nullable Snapshot copied) {
    return copied != null
        && agree(own.features(), copied.features())
        && agree(own.logits(), copied.logits());
  }

  private static boolean agree(Matrix own, Matrix copied) {
    double most = 0;
    double apart = 0;
    for (int i = 0; i < own.rows(); i++) {
      for (int j = 0; j < own.cols(); j++) {
        most = Math.max(most, Math.abs(own.get(i, j)));
        apart = Math.max(apart, Math.abs(own.get(i, j) - copied.get(i, j)));
      }
    }
    return apart <= ROUNDING * most;
  }
}
