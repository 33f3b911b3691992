package io.github.featurescope.examples.toys.suite;

import io.github.featurescope.examples.toys.PhaseDiagram;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a phase diagram as a heat map on logarithmic axes, with the boundary and theory's. */
final class PhaseChart {

  private static final int SHADES = 40;
  private static final Color LOW = new Color(0xebf8ff);
  private static final Color HIGH = new Color(0x2a4365);

  private PhaseChart() {}

  static XYChart chart(PhaseMap map) {
    PhaseDiagram diagram = map.diagram();
    XYChart chart =
        new XYChartBuilder()
            .width(PanelCharts.WIDTH)
            .height(PanelCharts.HEIGHT + 30)
            .title(title(map))
            .xAxisTitle(diagram.x().title())
            .yAxisTitle(diagram.y().title())
            .build();
    PanelCharts.style(chart.getStyler());
    // Linear axes of log2: XChart labels but the powers of ten of a logarithmic one.
    chart.getStyler().setxAxisTickLabelsFormattingFunction(PhaseChart::power);
    chart.getStyler().setyAxisTickLabelsFormattingFunction(PhaseChart::power);
    chart.getStyler().setPlotContentSize(1);
    chart.getStyler().setPlotGridLinesVisible(false);
    double[] xs = places(map.xs());
    double[] ys = places(map.ys());
    chart.getStyler().setXAxisMin(beyond(xs, false)).setXAxisMax(beyond(xs, true));
    chart.getStyler().setYAxisMin(beyond(ys, false)).setYAxisMax(beyond(ys, true));
    cells(chart, map);
    boundary(chart, map);
    return chart;
  }

  private static String title(PhaseMap map) {
    double exponent = map.exponent();
    return map.diagram().title()
        + (Double.isNaN(exponent) ? "" : String.format(Locale.ROOT, "; exponent %.2f", exponent));
  }

  private static String power(double log) {
    return String.format(Locale.ROOT, log < 3 ? "%.1f" : "%.0f", Math.pow(2, log));
  }

  private static double log(double value) {
    return Math.log(value) / Math.log(2);
  }

  /** Evenly spread centres of cells, whatever the rounding of whole numbers. */
  private static double[] places(double[] values) {
    double from = log(values[0]);
    double step = (log(values[values.length - 1]) - from) / (values.length - 1);
    return IntStream.range(0, values.length).mapToDouble(k -> from + k * step).toArray();
  }

  /** Half a cell beyond the first or last centre. */
  private static double beyond(double[] places, boolean end) {
    double half = (places[1] - places[0]) / 2;
    return end ? places[places.length - 1] + half : places[0] - half;
  }

  private static void cells(XYChart chart, PhaseMap map) {
    double[] xs = places(map.xs());
    double[] ys = places(map.ys());
    double most =
        IntStream.range(0, xs.length * ys.length)
            .mapToDouble(c -> map.value(c / xs.length, c % xs.length))
            .filter(value -> !Double.isNaN(value)) // of runs that diverged
            .max()
            .orElse(1);
    key(chart, map, most);
    for (int shade = 0; shade <= SHADES; shade++) {
      int now = shade;
      int[] at =
          IntStream.range(0, xs.length * ys.length)
              .filter(c -> shade(map.value(c / xs.length, c % xs.length), most) == now)
              .toArray();
      if (at.length > 0) {
        XYSeries series =
            chart.addSeries(
                "cells " + shade,
                IntStream.of(at).mapToDouble(c -> xs[c % xs.length]).toArray(),
                IntStream.of(at).mapToDouble(c -> ys[c / xs.length]).toArray());
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(new CellMarker(xs.length, ys.length));
        series.setMarkerColor(color(shade));
        series.setShowInLegend(false);
      }
    }
  }

  private static int shade(double value, double most) {
    return Double.isNaN(value) ? -1 : (int) Math.round(SHADES * Math.max(0, value) / most);
  }

  /** Squares in the legend; in the plot they lie below the first cell. */
  private static void key(XYChart chart, PhaseMap map, double most) {
    for (int part = 0; part <= 2; part++) {
      XYSeries series =
          chart.addSeries(
              String.format(Locale.ROOT, "%.2f", most * part / 2),
              new double[] {log(map.xs()[0])},
              new double[] {log(map.ys()[0])});
      series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      series.setMarker(SeriesMarkers.SQUARE);
      series.setMarkerColor(color(SHADES * part / 2));
    }
  }

  private static Color color(int shade) {
    double part = shade / (double) SHADES;
    return new Color(
        mix(LOW.getRed(), HIGH.getRed(), part),
        mix(LOW.getGreen(), HIGH.getGreen(), part),
        mix(LOW.getBlue(), HIGH.getBlue(), part));
  }

  private static int mix(int low, int high, double part) {
    return (int) Math.round(low + part * (high - low));
  }

  private static void boundary(XYChart chart, PhaseMap map) {
    double[] at = map.boundary();
    double[] ys = map.ys();
    int[] rows = IntStream.range(0, at.length).filter(i -> !Double.isNaN(at[i])).toArray();
    if (rows.length == 0) {
      return;
    }
    XYSeries theory =
        chart.addSeries(
            map.diagram().law(),
            Arrays.stream(map.theory()).map(PhaseChart::log).toArray(),
            Arrays.stream(ys).map(PhaseChart::log).toArray());
    theory.setMarker(SeriesMarkers.NONE);
    theory.setLineColor(new Color(0xdd6b20));
    theory.setLineStyle(
        new BasicStroke(3, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {8, 5}, 0));
    XYSeries measured =
        chart.addSeries(
            String.format(Locale.ROOT, "at %.2f", map.diagram().threshold()),
            IntStream.of(rows).mapToDouble(i -> log(at[i])).toArray(),
            IntStream.of(rows).mapToDouble(i -> log(ys[i])).toArray());
    measured.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    measured.setMarker(SeriesMarkers.CIRCLE);
    measured.setMarkerColor(new Color(0xc53030));
  }

  /** A rectangle that fills a cell: the clip is the plot, and cells divide it evenly. */
  private static final class CellMarker extends Marker {

    private final int columns;
    private final int rows;

    CellMarker(int columns, int rows) {
      this.columns = columns;
      this.rows = rows;
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int size) {
      Rectangle plot = graphics.getClipBounds();
      double width = plot.getWidth() / columns;
      double height = plot.getHeight() / rows;
      // A little over, so that no seams show.
      graphics.fill(
          new Rectangle2D.Double(x - width / 2, y - height / 2, width + 0.6, height + 0.6));
    }
  }
}
