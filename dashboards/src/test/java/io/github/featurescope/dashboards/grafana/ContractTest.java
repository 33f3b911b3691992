package io.github.featurescope.dashboards.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.listeners.HelperMetric;
import io.github.featurescope.listeners.MetricCatalogue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is exported and what is shown are the same. */
class ContractTest {

  private static final Pattern NAME = Pattern.compile("(?<![:\\w])featurescope_[a-z0-9_]+");

  private static Set<String> exported() {
    PrometheusNamingConvention naming = new PrometheusNamingConvention();
    Set<String> names = new TreeSet<>();
    MetricCatalogue.metrics()
        .forEach(m -> names.add(naming.name(m.name(), Meter.Type.GAUGE, m.baseUnit())));
    for (HelperMetric helper : MetricCatalogue.helpers()) {
      String name = helper.prometheusName();
      if (helper.type() == Meter.Type.TIMER) {
        names.addAll(Set.of(name + "_count", name + "_sum", name + "_max"));
      } else {
        names.add(name);
      }
    }
    return names;
  }

  private static Set<String> in(String text) {
    return NAME.matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> shown() {
    Set<String> names = new TreeSet<>();
    ShippedDashboard.all().forEach(d -> d.targets().forEach(t -> names.addAll(in(t.expr()))));
    return names;
  }

  @Test
  void everyExportedMetricIsOnAPanelAndEveryPanelShowsExportedMetrics() {
    assertThat(shown()).isEqualTo(exported());
  }

  @Test
  void everyVariableAsksForExportedMetrics() {
    for (ShippedDashboard dashboard : ShippedDashboard.all()) {
      dashboard
          .variables("query")
          .forEach(v -> assertThat(exported()).containsAll(in(v.path("query").asText())));
    }
  }

  @Test
  void everyMetricOfTheRulesIsExported() throws IOException {
    Set<String> names = in(Files.readString(RulesTest.RULES));

    assertThat(names).isNotEmpty();
    assertThat(exported()).containsAll(names);
  }
}
