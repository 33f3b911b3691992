package io.github.featurescope.examples.toys;

/**
 * Between which numbers a measured value must lie.
 *
 * @param least lower end, included; negative infinity for none
 * @param most upper end, included; positive infinity for none
 */
public record Bound(double least, double most) {

  /**
   * Judges a value.
   *
   * @param value measured
   * @return whether it lies within; false of NaN
   */
  public boolean holds(double value) {
    return value >= least && value <= most;
  }

  @Override
  public String toString() {
    if (least == Double.NEGATIVE_INFINITY) {
      return "<= " + plain(most);
    }
    return most == Double.POSITIVE_INFINITY
        ? ">= " + plain(least)
        : "in [" + plain(least) + ", " + plain(most) + "]";
  }

  private static String plain(double value) {
    return Float.toString((float) value).replaceFirst("\\.0$", "");
  }
}
