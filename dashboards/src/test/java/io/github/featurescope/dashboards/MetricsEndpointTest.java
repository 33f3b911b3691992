package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.HelperMetric;
import io.github.featurescope.listeners.Metric;
import io.github.featurescope.listeners.MetricCatalogue;
import io.github.featurescope.listeners.RunMeters;
import io.github.featurescope.listeners.RunSink;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scraper sees of a run. */
class MetricsEndpointTest {

  private static final String OPEN_METRICS =
      "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5";

  @TempDir private Path folder;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RunSink sink;

  MetricsEndpointTest() {
    registry.throwExceptionOnRegistrationFailure();
    RunMeters meters = RunMeters.create();
    meters.bindTo(registry);
    sink = meters.sink();
    SyntheticRun.events().forEach(event -> sink.event(withBudget(event)));
  }

  private static ObjectNode withBudget(ObjectNode event) {
    return event.path("event").asText().equals("start") ? event.put("budget", 0.02) : event;
  }

  private String scrape(String... headers) throws Exception {
    try (LiveServer server = LiveServer.builder().metrics(registry).start()) {
      return Http.get(server, "metrics", headers).body();
    }
  }

  private static Map<String, Double> samples(String text) {
    Map<String, Double> samples = new TreeMap<>();
    for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
      int space = line.lastIndexOf(' ');
      assertThat(samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1))))
          .as("one sample of " + line)
          .isNull();
    }
    return samples;
  }

  @Test
  void promtoolFindsNothingToCriticise() throws Exception {
    String promtool = Programs.find("promtool", "prometheus");
    Path text = Files.writeString(folder.resolve("metrics.txt"), scrape());

    Programs.Outcome checked = Programs.run(text, promtool, "check", "metrics");

    assertThat(checked.said()).isEmpty();
    assertThat(checked.code()).isZero();
  }

  @Test
  void bothFormsHaveTheSameSamples() throws Exception {
    String open = scrape("Accept", OPEN_METRICS);

    assertThat(open).endsWith("# EOF\n");
    assertThat(samples(open)).hasSizeGreaterThan(100).isEqualTo(samples(scrape()));
  }

  @Test
  void everyNameIsOneOfTheCatalogue() throws Exception {
    PrometheusNamingConvention naming = new PrometheusNamingConvention();
    Set<String> expected = new TreeSet<>();
    for (Metric metric : MetricCatalogue.metrics()) {
      // The synthetic run has layers and sets, so that all scopes are there.
      expected.add(naming.name(metric.name(), Meter.Type.GAUGE, metric.baseUnit()));
    }
    for (HelperMetric helper : MetricCatalogue.helpers()) {
      if (helper.type() == Meter.Type.TIMER) {
        expected.add(helper.prometheusName() + "_count");
        expected.add(helper.prometheusName() + "_sum");
        expected.add(helper.prometheusName() + "_max");
      } else {
        expected.add(helper.prometheusName());
      }
    }

    Set<String> names = new TreeSet<>();
    samples(scrape()).keySet().forEach(series -> names.add(series.split("\\{", 2)[0]));

    assertThat(names).isEqualTo(expected);
  }

  @Test
  void nothingIsLeftWhenTheRunIsOver() throws Exception {
    sink.close();

    assertThat(scrape()).doesNotContain("featurescope");
    assertThat(scrape("Accept", OPEN_METRICS)).isEqualTo("# EOF\n");
  }

  @Test
  void aClosedRegistryStillAnswers() throws Exception {
    registry.close();
    try (LiveServer server = LiveServer.builder().metrics(registry).start()) {
      assertThat(Http.get(server, "metrics").statusCode()).isEqualTo(200);
    }
  }
}
