package io.github.featurescope.examples.toys.suite;

import io.github.featurescope.examples.toys.Fits;
import io.github.featurescope.examples.toys.PhaseDiagram;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/** A phase diagram with its cells measured, and where its boundary runs. */
public final class PhaseMap {

  private final PhaseDiagram diagram;
  private final double[] xs;
  private final double[] ys;
  private final double[][] values;

  private PhaseMap(PhaseDiagram diagram, double[] xs, double[] ys, double[][] values) {
    this.diagram = diagram;
    this.xs = xs;
    this.ys = ys;
    this.values = values;
  }

  static PhaseMap of(PhaseDiagram diagram, double[] xs, double[] ys, double[][] values) {
    return new PhaseMap(diagram, xs, ys, values);
  }

  PhaseDiagram diagram() {
    return diagram;
  }

  double[] xs() {
    return xs.clone();
  }

  double[] ys() {
    return ys.clone();
  }

  double value(int row, int column) {
    return values[row][column];
  }

  /**
   * Finds where each row crosses the threshold, by straight lines over log x between cells.
   *
   * @return x* of each row; NaN where a row does not cross
   */
  public double[] boundary() {
    return IntStream.range(0, ys.length).mapToDouble(this::crossing).toArray();
  }

  private double crossing(int row) {
    double[] v = values[row];
    double height = diagram.threshold();
    for (int k = 0; k + 1 < v.length; k++) {
      if (v[k] > height && v[k + 1] <= height) {
        double part = (v[k] - height) / (v[k] - v[k + 1]);
        return xs[k] * StrictMath.pow(xs[k + 1] / xs[k], part);
      }
    }
    return Double.NaN;
  }

  /**
   * Fits the exponent of the boundary.
   *
   * @return d log x* / d log y over rows that cross; NaN if fewer than 3 do
   */
  public double exponent() {
    double[] at = boundary();
    int[] rows = IntStream.range(0, at.length).filter(i -> !Double.isNaN(at[i])).toArray();
    if (rows.length < 3) {
      return Double.NaN;
    }
    return Fits.exponent(
        IntStream.of(rows).mapToDouble(i -> ys[i]).toArray(),
        IntStream.of(rows).mapToDouble(i -> at[i]).toArray());
  }

  /**
   * Returns theory's boundary, put through the geometric middle of the measured one.
   *
   * @return x of each row
   */
  double[] theory() {
    double[] at = boundary();
    int[] rows = IntStream.range(0, at.length).filter(i -> !Double.isNaN(at[i])).toArray();
    double middleX =
        StrictMath.exp(
            IntStream.of(rows).mapToDouble(i -> StrictMath.log(at[i])).average().orElse(0));
    double middleY =
        StrictMath.exp(
            IntStream.of(rows).mapToDouble(i -> StrictMath.log(ys[i])).average().orElse(0));
    return Arrays.stream(ys).map(diagram.boundaryThrough(middleX, middleY)).toArray();
  }

  /**
   * Says what was found.
   *
   * @return a line
   */
  public String line() {
    double exponent = exponent();
    return String.format(
        Locale.ROOT,
        "%s over %s: %s, theory %.3f (%s)",
        diagram.title(),
        diagram.y().title(),
        Double.isNaN(exponent)
            ? "the boundary crosses too few rows to fit an exponent"
            : String.format(Locale.ROOT, "exponent of the boundary %.3f", exponent),
        diagram.slope(),
        diagram.law());
  }
}
