package io.github.featurescope.listeners.earlystopping;

import io.github.featurescope.listeners.FeatureScope;
import org.deeplearning4j.earlystopping.termination.EpochTerminationCondition;
import org.jspecify.annotations.Nullable;

/**
 * Ends an EarlyStoppingTrainer after the epoch in which the verdict says that noise is memorised.
 *
 * <p>Needs a schedule that probes each epoch. The trainer asks after the epoch's probe and after it
 * has saved its best model.
 */
public final class VerdictEpochCondition implements EpochTerminationCondition {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable FeatureScope scope;

  /** For DL4J's JSON, which then refuses to train. */
  private VerdictEpochCondition() {
    this.scope = null;
  }

  private VerdictEpochCondition(FeatureScope scope) {
    this.scope = scope;
  }

  /**
   * Creates a condition.
   *
   * @param scope a scope that acts and watches the model that is trained
   * @return the condition
   * @throws IllegalArgumentException if the scope only advises
   */
  public static VerdictEpochCondition of(FeatureScope scope) {
    return new VerdictEpochCondition(Scopes.acting(scope));
  }

  @Override
  public void initialize() {
    Scopes.present(scope);
  }

  @Override
  public boolean terminate(int epochNum, double score, boolean minimize) {
    return Scopes.present(scope).earlyStop().stopped().isPresent();
  }

  @Override
  public String toString() {
    return Scopes.reason(scope);
  }
}
