package io.github.featurescope.examples.bench;

import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** The look that the plots of all benchmarks share. */
public final class PlotStyle {

  private PlotStyle() {}

  /**
   * Gives a chart that look.
   *
   * @param styler of the chart
   * @param colors of its series, in their order
   */
  public static void apply(Styler styler, Color... colors) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setSeriesColors(colors);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    if (styler instanceof AxesChartStyler axes) {
      axes.setPlotGridVerticalLinesVisible(false);
      axes.setPlotGridLinesColor(new Color(0xe2e8f0));
    }
  }
}
