package io.github.featurescope.dashboards.grafana;

import io.github.featurescope.listeners.HelperMetric;
import io.github.featurescope.listeners.Metric;
import io.github.featurescope.listeners.MetricCatalogue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.ArrayList;
import java.util.List;

/** What the catalogue says of a metric. */
final class Words {

  private static final PrometheusNamingConvention NAMING = new PrometheusNamingConvention();

  private Words() {}

  /** Finds a metric by its name without the project's prefix. */
  static Metric metric(String name) {
    return MetricCatalogue.metrics().stream()
        .filter(metric -> metric.name().equals("featurescope." + name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no metric '" + name + "' in MetricCatalogue"));
  }

  /** The Prometheus name of a gauge of the catalogue. */
  static String name(String metric) {
    Metric found = metric(metric);
    return NAMING.name(found.name(), Meter.Type.GAUGE, found.baseUnit());
  }

  /** Finds what is exported beside the metrics, by its name without the project's prefix. */
  static HelperMetric helper(String name) {
    return MetricCatalogue.helpers().stream()
        .filter(helper -> helper.name().equals("featurescope." + name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no helper '" + name + "' in MetricCatalogue"));
  }

  /** A panel's description: what a helper is and how to read it. */
  static String ofHelper(String name) {
    HelperMetric helper = helper(name);
    return helper.description() + "\n\n" + helper.reading();
  }

  /** A panel's description: what its metrics are and how to read them. */
  static String of(String... metrics) {
    if (metrics.length == 1) {
      Metric only = metric(metrics[0]);
      return only.description() + "\n\n" + only.reading();
    }
    List<String> lines = new ArrayList<>();
    for (String name : metrics) {
      Metric metric = metric(name);
      lines.add("**" + metric.title() + "**: " + metric.description() + " " + metric.reading());
    }
    return String.join("\n\n", lines);
  }
}
