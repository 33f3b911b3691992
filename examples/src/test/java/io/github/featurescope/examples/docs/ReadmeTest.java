package io.github.featurescope.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.listeners.HelperMetric;
import io.github.featurescope.listeners.Metric;
import io.github.featurescope.listeners.MetricCatalogue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's table is the catalogue; {@code -Dreadme.update=true} writes it anew. */
class ReadmeTest {

  private static final Path README = Path.of("../README.md");
  private static final String BEGIN = "<!-- metrics -->\n";
  private static final String END = "<!-- /metrics -->";

  private static String table() {
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

  @Test
  void tableIsTheCatalogue() throws IOException {
    String readme = Files.readString(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    int end = readme.indexOf(END);
    assertThat(end).as("markers in the README").isGreaterThanOrEqualTo(begin);
    if (Boolean.getBoolean("readme.update")) {
      Files.writeString(README, readme.substring(0, begin) + table() + readme.substring(end));
      return;
    }

    assertThat(readme.substring(begin, end)).isEqualTo(table());
  }
}
