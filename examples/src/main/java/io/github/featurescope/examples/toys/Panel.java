package io.github.featurescope.examples.toys;

import java.util.ArrayList;
import java.util.List;

/**
 * One chart of a toy's picture.
 *
 * @param title above it
 * @param x title of the horizontal axis
 * @param y title of the vertical axis
 * @param logX whether the horizontal axis is logarithmic; points at 0 or below are left out
 * @param logY whether the vertical axis is logarithmic; points at 0 or below are left out
 * @param curves what it shows
 */
public record Panel(
    String title, String x, String y, boolean logX, boolean logY, List<Curve> curves) {

  /** Takes the curves by copy. */
  public Panel {
    curves = List.copyOf(curves);
  }

  /**
   * Starts an empty chart with linear axes.
   *
   * @param title above it
   * @param x title of the horizontal axis
   * @param y title of the vertical axis
   * @return the chart
   */
  public static Panel of(String title, String x, String y) {
    return new Panel(title, x, y, false, false, List.of());
  }

  /**
   * Starts an empty chart over time, with a logarithmic axis of steps.
   *
   * @param title above it
   * @param y title of the vertical axis
   * @return the chart
   */
  public static Panel overTime(String title, String y) {
    return new Panel(title, "step", y, true, false, List.of());
  }

  /**
   * Makes the horizontal axis logarithmic.
   *
   * @return the chart with it
   */
  public Panel withLogX() {
    return new Panel(title, x, y, true, logY, curves);
  }

  /**
   * Makes the vertical axis logarithmic.
   *
   * @return the chart with it
   */
  public Panel withLogY() {
    return new Panel(title, x, y, logX, true, curves);
  }

  /**
   * Adds a column of a run over its steps.
   *
   * @param name in the legend
   * @param run the run
   * @param column which of its columns
   * @return the chart with it
   */
  public Panel curve(String name, Trajectory run, String column) {
    return with(new Curve(name, run.column("step"), run.column(column), Style.LINE));
  }

  /**
   * Adds a line.
   *
   * @param name in the legend
   * @param xs where
   * @param ys how high, as many
   * @return the chart with it
   */
  public Panel curve(String name, double[] xs, double[] ys) {
    return with(new Curve(name, xs, ys, Style.LINE));
  }

  /**
   * Adds points that no line joins.
   *
   * @param name in the legend
   * @param xs where
   * @param ys how high, as many
   * @return the chart with them
   */
  public Panel points(String name, double[] xs, double[] ys) {
    return with(new Curve(name, xs, ys, Style.POINTS));
  }

  /**
   * Adds what theory says, as a dashed line.
   *
   * @param name in the legend
   * @param xs where
   * @param ys how high, as many
   * @return the chart with it
   */
  public Panel theory(String name, double[] xs, double[] ys) {
    return with(new Curve(name, xs, ys, Style.THEORY));
  }

  private Panel with(Curve curve) {
    List<Curve> all = new ArrayList<>(curves);
    all.add(curve);
    return new Panel(title, x, y, logX, logY, all);
  }

  /** How a curve is drawn. */
  public enum Style {
    /** Joined points. */
    LINE,
    /** Points alone. */
    POINTS,
    /** A dashed line. */
    THEORY
  }

  /**
   * One curve.
   *
   * @param name in the legend
   * @param x where
   * @param y how high, as many
   * @param style how it is drawn
   */
  public record Curve(String name, double[] x, double[] y, Style style) {

    /** Takes numbers by copy. */
    public Curve {
      if (x.length != y.length) {
        throw new IllegalArgumentException(
            name + ": " + x.length + " places for " + y.length + " heights: give as many");
      }
      x = x.clone();
      y = y.clone();
    }
  }
}
