package io.github.featurescope.examples.toys;

import java.util.function.DoubleUnaryOperator;

/**
 * A map of one number over two parameters, and the boundary that theory draws on it.
 *
 * @param name short, such as "d": what stands on the vertical axis
 * @param title above the picture
 * @param x horizontal axis, along which the boundary is crossed
 * @param y vertical axis
 * @param quantity what is mapped, such as "test error"
 * @param threshold its value on the boundary
 * @param slope what theory says of d log x* / d log y along the boundary
 * @param law how to say so, such as "‖μ‖ ~ d^1/4"
 * @param cell measures one place with one seed
 */
public record PhaseDiagram(
    String name,
    String title,
    Axis x,
    Axis y,
    String quantity,
    double threshold,
    double slope,
    String law,
    Cell cell) {

  /**
   * Returns theory's boundary through a point.
   *
   * @param atX a point of it
   * @param atY a point of it
   * @return x* as a function of y
   */
  public DoubleUnaryOperator boundaryThrough(double atX, double atY) {
    return at -> atX * Math.pow(at / atY, slope);
  }

  /**
   * One axis, spread geometrically.
   *
   * @param title such as "‖μ‖"
   * @param least lower end, above 0
   * @param most upper end
   * @param whole whether values are rounded to whole numbers
   */
  public record Axis(String title, double least, double most, boolean whole) {

    /**
     * Spreads values.
     *
     * @param count how many, at least 2
     * @return ascending, both ends included
     */
    public double[] values(int count) {
      double[] values = new double[count];
      for (int k = 0; k < count; k++) {
        double value = least * StrictMath.pow(most / least, k / (count - 1.0));
        values[k] = whole ? Math.rint(value) : value;
      }
      return values;
    }
  }

  /** Measures one place. */
  @FunctionalInterface
  public interface Cell {

    /**
     * Measures, the same on every call.
     *
     * @param x on the horizontal axis
     * @param y on the vertical axis
     * @param seed of all random numbers
     * @return the quantity; NaN if the run diverged
     */
    double at(double x, double y, long seed);
  }
}
