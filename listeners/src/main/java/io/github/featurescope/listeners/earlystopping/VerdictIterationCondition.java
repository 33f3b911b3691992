package io.github.featurescope.listeners.earlystopping;

import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.Observation;
import org.deeplearning4j.earlystopping.termination.IterationTerminationCondition;
import org.jspecify.annotations.Nullable;

/**
 * Ends an EarlyStoppingTrainer in the midst of an epoch, for a schedule that probes every k
 * iterations.
 *
 * <p>It holds back during the trainer's first epoch: DL4J M2.1 fails where an iteration condition
 * fires before the first best model is saved (<a
 * href="https://github.com/deeplearning4j/deeplearning4j/issues/10190">issue 10190</a>). It then
 * fires at the next probe. A trainer that counts no epochs, as EarlyStoppingParallelTrainer, needs
 * {@link #fromTheStart()}.
 */
public final class VerdictIterationCondition implements IterationTerminationCondition {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable FeatureScope scope;
  private final boolean waits;

  /** For DL4J's JSON, which then refuses to train. */
  private VerdictIterationCondition() {
    this.scope = null;
    this.waits = true;
  }

  private VerdictIterationCondition(FeatureScope scope, boolean waits) {
    this.scope = scope;
    this.waits = waits;
  }

  /**
   * Creates a condition.
   *
   * @param scope a scope that acts and watches the model that is trained
   * @return the condition
   * @throws IllegalArgumentException if the scope only advises
   */
  public static VerdictIterationCondition of(FeatureScope scope) {
    return new VerdictIterationCondition(Scopes.acting(scope), true);
  }

  /**
   * Does not wait for the first epoch to end, which is safe with {@link ScopeModelSaver}.
   *
   * @return another condition
   */
  public VerdictIterationCondition fromTheStart() {
    return new VerdictIterationCondition(Scopes.present(scope), false);
  }

  @Override
  public void initialize() {
    Scopes.present(scope);
  }

  @Override
  public boolean terminate(double lastMiniBatchScore) {
    FeatureScope watched = Scopes.present(scope);
    // The trainer counts its epochs in the model from 0, whatever the model has done before.
    return watched.earlyStop().stopped().isPresent()
        && (!waits || watched.latest().map(Observation::epoch).orElse(0) > 0);
  }

  @Override
  public String toString() {
    return Scopes.reason(scope);
  }
}
