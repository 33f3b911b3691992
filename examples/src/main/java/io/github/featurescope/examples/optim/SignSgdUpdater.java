package io.github.featurescope.examples.optim;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Turns gradients into the steps of {@link SignSgd}; it has no state. */
final class SignSgdUpdater implements GradientUpdater<SignSgd> {

  private final SignSgd config;

  SignSgdUpdater(SignSgd config) {
    this.config = config;
  }

  @Override
  public SignSgd getConfig() {
    return config;
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    // There is none.
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of();
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    // There is none.
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    Transforms.sign(gradient, false).muli(config.getLearningRate(iteration, epoch));
  }
}
