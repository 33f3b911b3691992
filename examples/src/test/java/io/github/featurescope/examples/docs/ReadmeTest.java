package io.github.featurescope.examples.docs;

import io.github.featurescope.listeners.HelperMetric;
import io.github.featurescope.listeners.Metric;
import io.github.featurescope.listeners.MetricCatalogue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tables of metrics, in full in docs/metrics.md and in short in the README, are the catalogue;
 * {@code -Dreadme.update=true} writes them anew.
 */
class ReadmeTest {

  /** What to look at first. */
  private static final List<String> FIRST =
      List.of(
          "verdict.best.epoch",
          "centred.effectiveDimension",
          "dlr.doubleCentred",
          "centred.cumulativeQuality",
          "centred.cumulativeUtility",
          "ridge.r2",
          "kernelTargetAlignment",
          "fit.given",
          "changes.share",
          "signalNoise.share",
          "noiseRate.rate",
          "neuralCollapse.nc1",
          "gradientWeightAlignment.mean",
          "cost.share");

  private static String shortTable() {
    StringBuilder table =
        new StringBuilder(
            """
            | metric | range | what it is | how to read it |
            | --- | --- | --- | --- |
            """);
    Map<String, Metric> metrics =
        MetricCatalogue.metrics().stream()
            .filter(metric -> metric.scope() != Metric.Scope.LAYER)
            .collect(Collectors.toMap(Metric::path, Function.identity()));
    for (String path : FIRST) {
      Metric metric = Objects.requireNonNull(metrics.get(path), path);
      table.append(
          String.join(
              " | ",
              "| " + metric.title().replace("|", "\\|"),
              metric.range(),
              metric.description(),
              metric.reading() + " |\n"));
    }
    return table.toString();
  }

  private static String fullTable() {
    PrometheusNamingConvention naming = new PrometheusNamingConvention();
    StringBuilder table =
        new StringBuilder(
            """
            | metric | Prometheus name | in the run log | range | what it is | how to read it |
            | --- | --- | --- | --- | --- | --- |
            """);
    for (Metric metric : MetricCatalogue.metrics()) {
      String name = naming.name(metric.name(), Meter.Type.GAUGE, metric.baseUnit());
      String tags =
          switch (metric.scope()) {
            case RUN -> "";
            case SET -> "{set}";
            case RANK -> "{set,k}";
            case LAYER -> "{layer}";
          };
      table.append(
          String.join(
              " | ",
              "| " + metric.title().replace("|", "\\|"),
              "`" + name + tags + "`",
              "`" + metric.path() + "`",
              metric.range(),
              metric.description(),
              metric.reading() + " |\n"));
    }
    for (HelperMetric helper : MetricCatalogue.helpers()) {
      String tags = helper.tags().isEmpty() ? "" : "{" + String.join(",", helper.tags()) + "}";
      table.append(
          String.join(
              " | ",
              "| " + helper.title(),
              "`" + helper.prometheusName() + tags + "`",
              helper.source(),
              helper.range(),
              helper.description(),
              helper.reading() + " |\n"));
    }
    return table.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../README.md", "../docs/metrics.md"})
  void tableIsTheCatalogue(String name) throws IOException {
    Path file = Path.of(name);
    String table = file.endsWith("README.md") ? shortTable() : fullTable();
    MarkedText.assertHolds(file, "metrics", table);
  }
}
