package io.github.featurescope.examples.toys;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** Straight lines through measured points, and where a curve crosses a height. */
public final class Fits {

  private Fits() {}

  private static SimpleRegression line(double[] x, double[] y) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < x.length; i++) {
      line.addData(x[i], y[i]);
    }
    return line;
  }

  /**
   * Fits the exponent of a power law.
   *
   * @param x above 0
   * @param y above 0, as many
   * @return slope of log y over log x by least squares
   */
  public static double exponent(double[] x, double[] y) {
    return line(log(x), log(y)).getSlope();
  }

  /**
   * Tells how well a straight line fits.
   *
   * @param x at least 2 different numbers
   * @param y as many
   * @return R², in [0, 1]
   */
  public static double rSquared(double[] x, double[] y) {
    return line(x, y).getRSquare();
  }

  /**
   * Takes logarithms.
   *
   * @param x above 0
   * @return log x
   */
  public static double[] log(double[] x) {
    return Arrays.stream(x).map(StrictMath::log).toArray();
  }

  /**
   * Finds by bisection of log x where a falling curve crosses a height.
   *
   * @param curve falls, at least on the whole
   * @param height to cross
   * @param least where it is above, greater than 0
   * @param most where it is below
   * @param halvings of the interval
   * @return the middle of the last interval
   */
  public static double crossing(
      DoubleUnaryOperator curve, double height, double least, double most, int halvings) {
    double low = StrictMath.log(least);
    double high = StrictMath.log(most);
    for (int k = 0; k < halvings; k++) {
      double middle = (low + high) / 2;
      if (curve.applyAsDouble(StrictMath.exp(middle)) > height) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return StrictMath.exp((low + high) / 2);
  }
}
