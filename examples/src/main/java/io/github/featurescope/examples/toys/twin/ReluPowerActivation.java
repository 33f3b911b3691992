package io.github.featurescope.examples.toys.twin;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** max(z, 0)<sup>q</sup> for q above 1, which DL4J lacks. */
public final class ReluPowerActivation extends BaseActivationFunction {

  private static final long serialVersionUID = 1L;

  private double power = 2;

  ReluPowerActivation() {} // DL4J copies configurations through JSON

  static ReluPowerActivation of(double power) {
    ReluPowerActivation activation = new ReluPowerActivation();
    activation.power = power;
    return activation;
  }

  /**
   * Returns the power.
   *
   * @return q
   */
  public double getPower() {
    return power;
  }

  /**
   * Changes the power; for DL4J's copying.
   *
   * @param power q, above 1
   */
  public void setPower(double power) {
    this.power = power;
  }

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    return in.assign(Transforms.pow(Transforms.relu(in, true), power, false));
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    INDArray slope = Transforms.pow(Transforms.relu(in, true), power - 1, false).muli(power);
    return new Pair<>(slope.muli(epsilon), null);
  }

  @Override
  public String toString() {
    return "reluPower(" + power + ")";
  }
}
