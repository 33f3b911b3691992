package io.github.featurescope.examples.optim;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Sign-SGD: each parameter moves by the learning rate against the sign of its gradient.
 *
 * <p>Bernstein, Wang, Azizzadenesheli and Anandkumar, signSGD: compressed optimisation for
 * non-convex problems (<a href="https://arxiv.org/abs/1802.04434">ICML 2018</a>), algorithm 1. A
 * parameter whose gradient is 0 stays. Survives saving and restoring of a model, as any updater of
 * Deeplearning4j does.
 */
public final class SignSgd implements IUpdater {

  private static final long serialVersionUID = 1L;

  private double learningRate;
  private @Nullable ISchedule learningRateSchedule;

  /** For Jackson. */
  private SignSgd() {}

  private SignSgd(double learningRate, @Nullable ISchedule schedule) {
    this.learningRate = learningRate;
    this.learningRateSchedule = schedule;
  }

  /**
   * Creates the updater with a fixed learning rate.
   *
   * @param learningRate the size of every step, above 0
   * @return the updater
   */
  public static SignSgd of(double learningRate) {
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "learning rate " + learningRate + " of sign-SGD: give a finite rate above 0");
    }
    return new SignSgd(learningRate, null);
  }

  /**
   * Creates the updater with a learning rate that changes.
   *
   * @param schedule gives the size of the steps
   * @return the updater
   */
  public static SignSgd of(ISchedule schedule) {
    return new SignSgd(Double.NaN, schedule);
  }

  @Override
  public long stateSize(long numParams) {
    return 0;
  }

  @Override
  public GradientUpdater<?> instantiate(@Nullable INDArray view, boolean initialize) {
    return new SignSgdUpdater(this);
  }

  @Override
  public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
    return new SignSgdUpdater(this);
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return learningRateSchedule == null
        ? learningRate
        : learningRateSchedule.valueAt(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double rate, @Nullable ISchedule schedule) {
    this.learningRate = rate;
    this.learningRateSchedule = schedule;
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public SignSgd clone() {
    return new SignSgd(
        learningRate, learningRateSchedule == null ? null : learningRateSchedule.clone());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SignSgd that
        && Double.compare(learningRate, that.learningRate) == 0
        && Objects.equals(learningRateSchedule, that.learningRateSchedule);
  }

  @Override
  public int hashCode() {
    return Objects.hash(learningRate, learningRateSchedule);
  }

  @Override
  public String toString() {
    return "SignSgd(" + (learningRateSchedule == null ? learningRate : learningRateSchedule) + ")";
  }
}
