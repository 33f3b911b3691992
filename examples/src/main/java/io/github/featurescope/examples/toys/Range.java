package io.github.featurescope.examples.toys;

/**
 * Which numbers a parameter may take.
 *
 * @param least lower end
 * @param open whether the lower end itself is excluded
 * @param most upper end, included; positive infinity for none
 */
public record Range(double least, boolean open, double most) {

  /**
   * Allows finite numbers above a bound.
   *
   * @param bound itself not allowed
   * @return the range
   */
  public static Range above(double bound) {
    return new Range(bound, true, Double.POSITIVE_INFINITY);
  }

  /**
   * Allows finite numbers from a bound on.
   *
   * @param bound itself allowed
   * @return the range
   */
  public static Range atLeast(double bound) {
    return new Range(bound, false, Double.POSITIVE_INFINITY);
  }

  /**
   * Allows numbers between two bounds.
   *
   * @param least allowed
   * @param most allowed
   * @return the range
   */
  public static Range between(double least, double most) {
    return new Range(least, false, most);
  }

  boolean contains(double value) {
    return (open ? value > least : value >= least)
        && value <= most
        && value < Double.POSITIVE_INFINITY;
  }

  @Override
  public String toString() {
    if (most < Double.POSITIVE_INFINITY) {
      return (open ? "above " : "from ") + plain(least) + " to " + plain(most);
    }
    return (open ? "above " : "of at least ") + plain(least);
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
