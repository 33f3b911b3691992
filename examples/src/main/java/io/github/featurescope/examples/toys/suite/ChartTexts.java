package io.github.featurescope.examples.toys.suite;

import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/** Which texts a chart shows, and how an outline tells that it is one. XChart itself does not. */
final class ChartTexts {

  private ChartTexts() {}

  /**
   * Names the texts of a chart: most of them at once, labels of linear axes as it makes them.
   *
   * @param chart to be painted next
   * @param texts takes texts and their fonts, and some that will not be shown
   * @return to be run after painting
   */
  static Runnable announce(XYChart chart, BiConsumer<String, Font> texts) {
    XYStyler styler = chart.getStyler();
    texts.accept(chart.getTitle(), styler.getChartTitleFont());
    texts.accept(chart.getXAxisTitle(), styler.getAxisTitleFont());
    texts.accept(chart.getYAxisTitle(), styler.getAxisTitleFont());
    chart
        .getSeriesMap()
        .values()
        .forEach(series -> texts.accept(series.getLabel(), styler.getLegendFont()));
    Consumer<String> labels = label -> texts.accept(label, styler.getAxisTickLabelsFont());
    if (styler.isXAxisLogarithmic()) {
      decades(chart, XYSeries::getXData).forEach(labels);
    }
    if (styler.isYAxisLogarithmic()) {
      decades(chart, XYSeries::getYData).forEach(labels);
    }
    Function<Double, String> x = styler.getxAxisTickLabelsFormattingFunction();
    Function<Double, String> y = styler.getyAxisTickLabelsFormattingFunction();
    styler.setxAxisTickLabelsFormattingFunction(watched(x, labels));
    styler.setyAxisTickLabelsFormattingFunction(watched(y, labels));
    return () -> {
      styler.setxAxisTickLabelsFormattingFunction(x);
      styler.setyAxisTickLabelsFormattingFunction(y);
    };
  }

  private static @Nullable Function<Double, String> watched(
      @Nullable Function<Double, String> format, Consumer<String> labels) {
    if (format == null) {
      return null;
    }
    return value -> {
      String label = format.apply(value);
      labels.accept(label);
      return label;
    };
  }

  /** Logarithmic axes bear powers of ten, and the ends of data that span none. */
  private static List<String> decades(XYChart chart, Function<XYSeries, double[]> data) {
    double[] all =
        chart.getSeriesMap().values().stream()
            .flatMapToDouble(series -> Arrays.stream(data.apply(series)))
            .toArray();
    double least = Arrays.stream(all).min().orElse(1);
    double most = Arrays.stream(all).max().orElse(1);
    int first = (int) Math.floor(Math.log10(least));
    int last = (int) Math.ceil(Math.log10(most));
    return DoubleStream.concat(
            DoubleStream.of(least, most),
            IntStream.rangeClosed(first, last).mapToDouble(power -> Math.pow(10, power)))
        .mapToObj(ChartTexts::logarithmic)
        .toList();
  }

  /** As XChart's own format of logarithmic axes. */
  private static String logarithmic(double value) {
    String pattern = value > 1000 || value < 0.001 ? "0E0" : "0.###";
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(PanelCharts.LOCALE))
        .format(value);
  }

  /**
   * Returns what makes an outline the same as another.
   *
   * @param shape any
   * @return kinds and corners of its parts
   */
  static List<Double> outline(Shape shape) {
    List<Double> outline = new ArrayList<>();
    double[] corners = new double[6];
    for (PathIterator path = shape.getPathIterator(null); !path.isDone(); path.next()) {
      int kind = path.currentSegment(corners);
      outline.add((double) kind);
      for (double corner : Arrays.copyOf(corners, coordinates(kind))) {
        outline.add(corner);
      }
    }
    return outline;
  }

  private static int coordinates(int kind) {
    return switch (kind) {
      case PathIterator.SEG_CLOSE -> 0;
      case PathIterator.SEG_QUADTO -> 4;
      case PathIterator.SEG_CUBICTO -> 6;
      default -> 2;
    };
  }
}
