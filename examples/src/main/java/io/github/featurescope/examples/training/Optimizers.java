package io.github.featurescope.examples.training;

import io.github.featurescope.examples.optim.SignSgd;
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
  },
  /** The sign of the gradient alone (Bernstein et al., ICML 2018). */
  SIGN_SGD(0.0005) {
    @Override
    public IUpdater updater(double rate) {
      return SignSgd.of(rate);
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

  /**
   * Returns the learning rate that is called small.
   *
   * @return a tenth of the default
   */
  public double smallRate() {
    return defaultRate / 10;
  }

  /**
   * Returns the learning rate that is called large.
   *
   * @return five times the default
   */
  public double largeRate() {
    return defaultRate * 5;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
