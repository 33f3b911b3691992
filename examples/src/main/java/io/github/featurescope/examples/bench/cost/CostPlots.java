package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.examples.bench.PlotStyle;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what was measured. */
final class CostPlots {

  private static final int DPI = 144;
  private static final Color[] COLORS = {
    new Color(0x2f855a),
    new Color(0x2b6cb0),
    new Color(0x805ad5),
    new Color(0xdd6b20),
    new Color(0xb83280),
    new Color(0x718096)
  };

  private CostPlots() {}

  /** Writes {@code runs.png} and {@code growth.png}, where there is something to draw. */
  static void draw(Path folder) {
    RunTables runs = CostTables.of(folder).runTables();
    if (!runs.subjects().isEmpty()) {
      save(runs(runs), folder.resolve("runs.png"));
    }
    List<Map<String, String>> growth = GrowthPart.file(folder).rows();
    if (!growth.isEmpty()) {
      save(growth(growth), folder.resolve("growth.png"));
    }
  }

  private static void save(Chart<?, ?> chart, Path file) {
    try {
      BitmapEncoder.saveBitmapWithDPI(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG, DPI);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** How much longer an epoch takes, with quartiles. */
  private static CategoryChart runs(RunTables runs) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1000)
            .height(420)
            .title("How much longer an epoch takes, median and quartiles")
            .yAxisTitle("%")
            .build();
    PlotStyle.apply(chart.getStyler(), COLORS);
    List<String> names = runs.subjects().stream().map(Subject::title).toList();
    for (Watcher watcher : Watcher.values()) {
      if (watcher == Watcher.NONE) {
        continue;
      }
      List<Double> medians = new ArrayList<>();
      List<Double> errors = new ArrayList<>();
      for (Subject subject : runs.subjects()) {
        @Nullable Spread ratio = runs.ratio(subject, watcher);
        medians.add(ratio == null ? 0 : 100 * (ratio.median() - 1));
        errors.add(ratio == null ? 0 : 50 * (ratio.high() - ratio.low()));
      }
      chart.addSeries(watcher.title(), names, medians, errors);
    }
    return chart;
  }

  /** Time of a report over its size, both on logarithmic scales. */
  private static XYChart growth(List<Map<String, String>> rows) {
    XYChart chart =
        new XYChartBuilder()
            .width(1000)
            .height(520)
            .title("Time of one report, preset standard, as one size grows")
            .xAxisTitle("samples n, width p or classes C")
            .yAxisTitle("seconds")
            .build();
    PlotStyle.apply(chart.getStyler(), COLORS);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setMarkerSize(7);
    rows.stream()
        .filter(row -> !GrowthPart.LAYERS.equals(row.get("axis")))
        .map(row -> row.get("axis") + ", " + row.get("way"))
        .distinct()
        .forEach(
            name -> {
              List<Map<String, String>> of =
                  rows.stream()
                      .filter(row -> (row.get("axis") + ", " + row.get("way")).equals(name))
                      .toList();
              chart
                  .addSeries(
                      name,
                      of.stream().mapToDouble(row -> RunTables.number(row, "at")).toArray(),
                      of.stream().mapToDouble(row -> RunTables.number(row, "seconds")).toArray())
                  .setMarker(SeriesMarkers.CIRCLE)
                  .setLineWidth(2);
            });
    return chart;
  }
}
