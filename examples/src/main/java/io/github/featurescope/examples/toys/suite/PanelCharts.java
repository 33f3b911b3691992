package io.github.featurescope.examples.toys.suite;

import io.github.featurescope.examples.toys.Panel;
import io.github.featurescope.examples.toys.Trajectory;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Makes charts of panels. */
final class PanelCharts {

  static final int WIDTH = 560;
  static final int HEIGHT = 430;

  /** Of numbers, so that pictures are the same everywhere. */
  static final Locale LOCALE = Locale.ROOT;

  private static final Color[] COLORS = {
    new Color(0x2b6cb0),
    new Color(0xdd6b20),
    new Color(0x2f855a),
    new Color(0x805ad5),
    new Color(0xb83280),
    new Color(0x718096),
    new Color(0x975a16),
    new Color(0x2c7a7b)
  };

  private PanelCharts() {}

  /** Draws every order parameter of a run in a chart of its own. */
  static List<Panel> everyColumn(Trajectory run) {
    List<Panel> panels = new ArrayList<>();
    for (String name : run.names().subList(1, run.names().size())) {
      panels.add(Panel.overTime(name, name).curve(name, run, name));
    }
    return panels;
  }

  static XYChart chart(Panel panel) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(panel.title())
            .xAxisTitle(panel.x())
            .yAxisTitle(panel.y())
            .build();
    style(chart.getStyler());
    chart.getStyler().setXAxisLogarithmic(panel.logX());
    chart.getStyler().setYAxisLogarithmic(panel.logY());
    // With a formatter of ours XChart would place the ticks of a logarithmic axis wrongly.
    if (!panel.logX()) {
      chart.getStyler().setxAxisTickLabelsFormattingFunction(PanelCharts::plain);
    }
    if (!panel.logY()) {
      chart.getStyler().setyAxisTickLabelsFormattingFunction(PanelCharts::plain);
    }
    chart.getStyler().setLegendVisible(panel.curves().size() > 1);
    // A horizontal legend does not wrap.
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
    int color = 0;
    for (Panel.Curve curve : panel.curves()) {
      add(chart, panel, curve, COLORS[color++ % COLORS.length]);
    }
    return chart;
  }

  private static void add(XYChart chart, Panel panel, Panel.Curve curve, Color color) {
    int[] shown =
        IntStream.range(0, curve.x().length)
            .filter(i -> shows(curve.x()[i], panel.logX()) && shows(curve.y()[i], panel.logY()))
            .toArray();
    if (shown.length == 0) {
      return;
    }
    double[] x = IntStream.of(shown).mapToDouble(i -> curve.x()[i]).toArray();
    double[] y = IntStream.of(shown).mapToDouble(i -> curve.y()[i]).toArray();
    XYSeries series = chart.addSeries(curve.name(), x, y);
    series.setLineColor(color);
    series.setMarkerColor(color);
    series.setLineWidth(2.2f);
    switch (curve.style()) {
      case LINE -> series.setMarker(SeriesMarkers.NONE);
      case POINTS -> {
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(SeriesMarkers.CIRCLE);
      }
      case THEORY -> {
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(Color.DARK_GRAY);
        series.setLineStyle(
            new BasicStroke(
                1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0));
      }
    }
  }

  private static boolean shows(double value, boolean log) {
    return Double.isFinite(value) && (!log || value > 0);
  }

  static void style(XYStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesColor(new Color(0xe2e8f0));
    // XChart fills the outline of each dash: most of an SVG would be dashes.
    styler.setPlotGridLinesStroke(new BasicStroke(0.7f));
    styler.setMarkerSize(7);
    styler.setLocale(LOCALE);
    styler.setXAxisMaxLabelCount(9);
  }

  static String plain(double value) {
    double size = Math.abs(value);
    if (size >= 1e5 || (size > 0 && size < 1e-3)) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }
}
