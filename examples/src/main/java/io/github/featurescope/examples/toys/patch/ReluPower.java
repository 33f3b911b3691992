package io.github.featurescope.examples.toys.patch;

/**
 * The activation max(z, 0)<sup>q</sup>.
 *
 * @param power q, at least 1; 1 is the ReLU
 */
public record ReluPower(double power) {

  /** The plain ReLU. */
  public static final ReluPower RELU = new ReluPower(1);

  /** Refuses powers below 1, whose slope is infinite at 0. */
  public ReluPower {
    if (!(power >= 1 && power < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "power " + power + " of the activation: give a number of at least 1; 1 is the ReLU");
    }
  }

  /**
   * Applies the activation.
   *
   * @param z input
   * @return max(z, 0)<sup>q</sup>
   */
  public double value(double z) {
    if (z <= 0) {
      return 0;
    }
    if (power == 1) {
      return z;
    }
    if (power == 2) {
      return z * z;
    }
    return power == 3 ? z * z * z : StrictMath.pow(z, power);
  }

  /**
   * Differentiates the activation.
   *
   * @param z input
   * @return q max(z, 0)<sup>q−1</sup>, and 0 at z = 0
   */
  public double slope(double z) {
    if (z <= 0) {
      return 0;
    }
    if (power == 1) {
      return 1;
    }
    if (power == 2) {
      return 2 * z;
    }
    return power == 3 ? 3 * z * z : power * StrictMath.pow(z, power - 1);
  }
}
