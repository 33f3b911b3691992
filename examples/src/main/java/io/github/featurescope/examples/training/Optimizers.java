package io.github.featurescope.examples.training;

import java.util.Locale;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** The optimisers that the training job can use by name. */
public enum Optimizers {
  /** Plain stochastic gradient descent. */
  SGD(0.1) {
    @Override
    public IUpdater updater(double rate) {
      return new Sgd(rate);
    }
  },
  /** Nesterov momentum 0.9. */
  MOMENTUM(0.02) {
    @Override
    public IUpdater updater(double rate) {
      return new Nesterovs(rate, 0.9);
    }
  },
  /** Adam with its usual moments. */
  ADAM(0.001) {
    @Override
    public IUpdater updater(double rate) {
      return new Adam(rate);
    }
  };

  private final double defaultRate;

  Optimizers(double defaultRate) {
    this.defaultRate = defaultRate;
  }

  /**
   * Makes DL4J's configuration of it.
   *
   * @param rate learning rate, above 0
   * @return the updater
   */
  public abstract IUpdater updater(double rate);

  /**
   * Returns the learning rate that is used when none is given.
   *
   * @return a rate that suits the small networks here
   */
  public double defaultRate() {
    return defaultRate;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
