package io.github.featurescope.examples.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what the benchmark found. */
final class BenchPlots {

  private static final Color[] COLORS = {
    new Color(0x2b6cb0),
    new Color(0xdd6b20),
    new Color(0x2f855a),
    new Color(0x805ad5),
    new Color(0xb83280),
    new Color(0x718096)
  };

  private BenchPlots() {}

  /** Writes {@code regret.png} and {@code detection.png}. */
  static void draw(Judgement judgement, Path folder) throws IOException {
    save(regret(judgement), folder.resolve("regret.png"));
    XYChart detection = detection(judgement);
    if (!detection.getSeriesMap().isEmpty()) {
      BitmapEncoder.saveBitmapWithDPI(
          detection,
          folder.resolve("detection.png").toString(),
          BitmapEncoder.BitmapFormat.PNG,
          144);
    }
  }

  private static void save(CategoryChart chart, Path file) throws IOException {
    BitmapEncoder.saveBitmapWithDPI(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG, 144);
  }

  /** Mean regret of each rule, by kind of noise. */
  private static CategoryChart regret(Judgement judgement) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1250)
            .height(480)
            .title(
                "Test accuracy lost against the best epoch, " + judgement.logs().size() + " runs")
            .yAxisTitle("mean regret, points (cut at 12)")
            .build();
    style(chart.getStyler());
    chart.getStyler().setAvailableSpaceFill(0.85);
    chart.getStyler().setYAxisMax(12.0);
    List<Rule> rules =
        judgement.outcomes().keySet().stream()
            .filter(
                rule -> !rule.name().equals("oracle") && !rule.name().endsWith("never stopping"))
            .toList();
    for (String noise : judgement.noises()) {
      List<Double> means = new ArrayList<>();
      for (Rule rule : rules) {
        double mean =
            judgement.meanRegret(
                rule, log -> noise.equals(String.valueOf(log.settings().get("noise"))));
        means.add(Double.isNaN(mean) ? 0 : mean);
      }
      chart.addSeries(
          noise.equals("none") ? "clean" : noise.replace(":", " "), names(rules), means);
    }
    return chart;
  }

  private static List<String> names(List<Rule> rules) {
    return rules.stream().map(rule -> rule.name().replace("FeatureScope", "ours,")).toList();
  }

  /** AUROC of the scores by epoch, over the MNIST runs with 40 % symmetric noise. */
  private static XYChart detection(Judgement judgement) {
    List<BenchLog> logs =
        judgement.logs().stream()
            .filter(
                log ->
                    "mnist".equals(log.settings().get("data"))
                        && "symmetric:0.4".equals(log.settings().get("noise")))
            .toList();
    XYChart chart =
        new XYChartBuilder()
            .width(1000)
            .height(480)
            .title(
                "Mislabelled samples, MNIST, 40 % symmetric noise, mean of "
                    + logs.size()
                    + " runs")
            .xAxisTitle("epoch")
            .yAxisTitle("AUROC")
            .build();
    style(chart.getStyler());
    chart.getStyler().setMarkerSize(0);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSW);
    if (logs.isEmpty()) {
      return chart;
    }
    int epochs = logs.stream().mapToInt(log -> log.rows().size()).min().orElseThrow();
    Map<String, String> scores =
        Map.of(
            "suspicion", "suspicion (early prediction)",
            "wrongEvents", "wrong events",
            "areaUnderMargin", "area under the margin",
            "loss", "current loss");
    for (String score : List.of("suspicion", "wrongEvents", "areaUnderMargin", "loss")) {
      double[] x = IntStream.rangeClosed(1, epochs).asDoubleStream().toArray();
      double[] y =
          IntStream.range(0, epochs)
              .mapToDouble(
                  i ->
                      logs.stream()
                          .mapToDouble(
                              log -> log.rows().get(i).detection().getOrDefault(score, 0.5))
                          .average()
                          .orElse(0.5))
              .toArray();
      chart
          .addSeries(scores.getOrDefault(score, score), x, y)
          .setMarker(SeriesMarkers.NONE)
          .setLineWidth(2.5f);
    }
    return chart;
  }

  private static void style(Styler styler) {
    PlotStyle.apply(styler, COLORS);
    if (styler instanceof AxesChartStyler axes) {
      axes.setXAxisLabelRotation(axes instanceof CategoryStyler ? 20 : 0);
    }
  }
}
