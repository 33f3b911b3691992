package io.github.featurescope.examples.training;

import io.github.featurescope.examples.optim.Regularisation;
import java.util.Map;

/**
 * How the network is trained.
 *
 * @param optimizer which optimiser
 * @param learningRate above 0
 * @param regularisation what is done against overfitting
 * @param batch samples in a minibatch
 * @param epochs passes over the training set
 */
public record Strategy(
    Optimizers optimizer,
    double learningRate,
    Regularisation regularisation,
    int batch,
    int epochs) {

  /**
   * Trains by an optimiser alone, at its own learning rate.
   *
   * @param optimizer which optimiser
   * @param batch samples in a minibatch
   * @param epochs passes over the training set
   * @return the strategy
   */
  public static Strategy of(Optimizers optimizer, int batch, int epochs) {
    return new Strategy(optimizer, optimizer.defaultRate(), Regularisation.none(), batch, epochs);
  }

  void forLog(Map<String, Object> settings) {
    settings.put("optimizer", optimizer.toString());
    settings.put("learningRate", learningRate);
    settings.put("regulariser", regularisation.toString());
    settings.put("batch", batch);
    settings.put("epochs", epochs);
  }
}
