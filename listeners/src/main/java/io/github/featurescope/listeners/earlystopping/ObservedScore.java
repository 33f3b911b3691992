package io.github.featurescope.listeners.earlystopping;

import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.Observation;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.probes.KernelTargetAlignment;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;

/**
 * Scores a model for an EarlyStoppingTrainer by what its scope saw last, at no further cost.
 *
 * <p>Needs a schedule that probes each epoch: where a probe was left out or failed, the score is
 * that of the one before, which no trainer takes for an improvement.
 *
 * @param <T> the model that is trained
 */
public final class ObservedScore<T extends Model> implements ScoreCalculator<T> {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable FeatureScope scope;
  private final transient @Nullable Function<Observation, Optional<Double>> value;
  private final @Nullable Boolean minimise;

  /** For DL4J's JSON, which then refuses to train. */
  private ObservedScore() {
    this.scope = null;
    this.value = null;
    this.minimise = null;
  }

  private ObservedScore(
      FeatureScope scope, Function<Observation, Optional<Double>> value, boolean minimise) {
    this.scope = scope;
    this.value = value;
    this.minimise = minimise;
  }

  /**
   * Minimises prediction changes on the training probe set, averaged over three probes (Label Wave,
   * <a href="https://arxiv.org/abs/2502.07551">arXiv 2502.07551</a>, Eq. 3), for which no held-out
   * data is needed.
   *
   * <p>Label Wave's epoch is the first local minimum; predictions settle again once the noise is
   * memorised. So train with a condition that ends in time.
   *
   * @param scope with a probe set {@link ProbeSet#TRAIN}
   * @param <T> the model that is trained
   * @return the score, in [0, 1]
   * @throws IllegalArgumentException if there is no such set
   */
  public static <T extends Model> ObservedScore<T> predictionChanges(FeatureScope scope) {
    requireSet(scope, ProbeSet.TRAIN);
    return minimising(
        scope, seen -> Optional.ofNullable(seen.changes()).map(Observation.Changes::average));
  }

  /**
   * Maximises the alignment of held-out features with their given labels, which may be noisy.
   *
   * @param scope with a probe set {@link ProbeSet#HELD_OUT}
   * @param <T> the model that is trained
   * @return the score, in [-1, 1]
   * @throws IllegalArgumentException if there is no such set
   * @see KernelTargetAlignment
   */
  public static <T extends Model> ObservedScore<T> heldOutAlignment(FeatureScope scope) {
    requireSet(scope, ProbeSet.HELD_OUT);
    return maximising(
        scope,
        seen ->
            Optional.ofNullable(seen.reports().get(ProbeSet.HELD_OUT))
                .flatMap(report -> report.find(KernelTargetAlignment.CENTRED))
                .map(KernelTargetAlignment.Result::kernelTargetAlignment));
  }

  /**
   * Minimises any value of an observation.
   *
   * @param scope that observes the model
   * @param value the value, or empty where it is not defined, which scores as NaN
   * @param <T> the model that is trained
   * @return the score
   */
  public static <T extends Model> ObservedScore<T> minimising(
      FeatureScope scope, Function<Observation, Optional<Double>> value) {
    return new ObservedScore<>(scope, value, true);
  }

  /**
   * Maximises any value of an observation.
   *
   * @param scope that observes the model
   * @param value the value, or empty where it is not defined, which scores as NaN
   * @param <T> the model that is trained
   * @return the score
   */
  public static <T extends Model> ObservedScore<T> maximising(
      FeatureScope scope, Function<Observation, Optional<Double>> value) {
    return new ObservedScore<>(scope, value, false);
  }

  private static void requireSet(FeatureScope scope, String name) {
    if (scope.info().probeSets().stream().noneMatch(set -> set.name().equals(name))) {
      throw new IllegalArgumentException(
          "the scope has no probe set '" + name + "', from which this score is taken; add one");
    }
  }

  @Override
  public double calculateScore(T network) {
    Function<Observation, Optional<Double>> wanted = value;
    FeatureScope watched = Scopes.present(scope);
    return wanted == null ? Double.NaN : watched.latest().flatMap(wanted).orElse(Double.NaN);
  }

  @Override
  public boolean minimizeScore() {
    Boolean known = minimise;
    if (known == null) {
      Scopes.present(scope);
    }
    return known != null && known;
  }
}
