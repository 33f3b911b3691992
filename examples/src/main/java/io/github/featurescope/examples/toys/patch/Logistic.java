package io.github.featurescope.examples.toys.patch;

/** The logistic loss log(1 + exp(−margin)), the same to the last bit on every machine. */
public final class Logistic {

  private Logistic() {}

  /**
   * Returns the loss.
   *
   * @param margin y f
   * @return log(1 + exp(−margin)), without overflow
   */
  public static double loss(double margin) {
    return Math.max(-margin, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)));
  }

  /**
   * Returns how hard the loss pulls.
   *
   * @param margin y f
   * @return minus the loss's slope, 1/(1 + exp(margin)), in [0, 1]
   */
  public static double pull(double margin) {
    return 1 / (1 + StrictMath.exp(margin));
  }
}
