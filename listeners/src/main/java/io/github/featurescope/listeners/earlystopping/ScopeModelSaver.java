package io.github.featurescope.listeners.earlystopping;

import io.github.featurescope.listeners.FeatureScope;
import java.io.IOException;
import java.util.Objects;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an EarlyStoppingTrainer the model of the verdict's best moment, and never none.
 *
 * <p>After a stop by the verdict the best model is the trained model itself, put back to the best
 * moment; else what the trainer has saved as best by its score; else, where a trainer of DL4J M2.1
 * would fail for want of any (<a
 * href="https://github.com/deeplearning4j/deeplearning4j/issues/10190">issue 10190</a>, <a
 * href="https://github.com/deeplearning4j/deeplearning4j/issues/4054">issue 4054</a>), the trained
 * model as it is.
 *
 * <p>A model saved by the trainer also knows the score it was saved with, which DL4J's own savers
 * lose: {@code EarlyStoppingResult.getBestModelScore()} is then the score, not 0. The result's
 * {@code getBestModelEpoch()} is the trainer's, by its score; the verdict's is {@link
 * io.github.featurescope.listeners.EarlyStop#restored()}.
 *
 * @param <T> the model that is trained
 */
public final class ScopeModelSaver<T extends Model> implements EarlyStoppingModelSaver<T> {

  private static final long serialVersionUID = 1L;
  private static final Logger logger = LoggerFactory.getLogger(ScopeModelSaver.class);

  private final transient FeatureScope scope;
  private final transient T model;
  private final EarlyStoppingModelSaver<T> saver;
  private transient @Nullable Double bestScore;

  private ScopeModelSaver(FeatureScope scope, T model, EarlyStoppingModelSaver<T> saver) {
    this.scope = scope;
    this.model = model;
    this.saver = saver;
  }

  /**
   * Saves in memory.
   *
   * @param scope that watches the model
   * @param model the one that is trained
   * @param <T> its type
   * @return the saver
   */
  public static <T extends Model> ScopeModelSaver<T> of(FeatureScope scope, T model) {
    return new ScopeModelSaver<>(
        Objects.requireNonNull(scope), Objects.requireNonNull(model), new InMemoryModelSaver<>());
  }

  /**
   * Saves with another saver, such as DL4J's LocalFileModelSaver.
   *
   * @param other where the trainer's models go
   * @return a saver over it
   */
  public ScopeModelSaver<T> over(EarlyStoppingModelSaver<T> other) {
    return new ScopeModelSaver<>(scope, model, Objects.requireNonNull(other));
  }

  @Override
  public void saveBestModel(T net, double score) throws IOException {
    saver.saveBestModel(net, score);
    bestScore = score;
  }

  @Override
  public void saveLatestModel(T net, double score) throws IOException {
    saver.saveLatestModel(net, score);
  }

  @Override
  public T getBestModel() throws IOException {
    if (scope.earlyStop().stopped().isPresent() && restored()) {
      return model;
    }
    Double score = bestScore;
    if (score == null) {
      return model;
    }
    T best = saver.getBestModel();
    if (best instanceof MultiLayerNetwork network) {
      network.setScore(score);
    } else if (best instanceof ComputationGraph graph) {
      graph.setScore(score);
    }
    return best;
  }

  private boolean restored() {
    try {
      scope.earlyStop().restoreBest();
      return true;
    } catch (IllegalStateException e) { // the trainer's own best is better than none
      logger.warn("the best moment cannot be restored; the trainer's best model is taken", e);
      return false;
    }
  }

  @Override
  public T getLatestModel() throws IOException {
    return saver.getLatestModel();
  }

  @Override
  public String toString() {
    return "ScopeModelSaver over " + saver;
  }
}
