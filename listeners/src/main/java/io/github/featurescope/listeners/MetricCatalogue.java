package io.github.featurescope.listeners;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Meter;
import java.util.List;
import java.util.stream.Stream;

/** All metrics: the one place from which meters, README and live page take names and words. */
public final class MetricCatalogue {

  /** Name of the counter of failed probes. */
  public static final String FAILURES = "featurescope.probe.failures";

  /** Name of the timer of probes. */
  public static final String DURATION = "featurescope.probe.duration";

  /** Name of the gauge that is 1 for the verdict's state and 0 for the others. */
  public static final String VERDICT = "featurescope.verdict";

  /** Name of the gauge that is 1 for the stage and 0 for the others. */
  public static final String STAGE = "featurescope.stage";

  private static final List<Metric> METRICS =
      Stream.of(SetMetrics.ALL, RunMetrics.OF_RANKS, RunMetrics.OF_LAYERS, RunMetrics.OF_THE_RUN)
          .flatMap(List::stream)
          .toList();

  private MetricCatalogue() {}

  /**
   * Lists all metrics.
   *
   * @return in the order in which the README shows them
   */
  public static List<Metric> metrics() {
    return METRICS;
  }

  /**
   * Lists what is exported beside the metrics: the verdict, failures, times and facts of the run.
   *
   * @return in the order in which the README shows them
   */
  public static List<HelperMetric> helpers() {
    return HelperMetrics.ALL;
  }

  /**
   * Returns how many Prometheus series a run has at most: 109 a probe set, 4 an inner layer, of
   * which at most 32 are watched, and 32 more. Neither the number of classes nor the length of the
   * run nor the size of the model plays a part.
   *
   * @param sets probe sets
   * @param layers inner layers that are watched
   * @return the number of series with a budget; one less without
   */
  public static int series(int sets, int layers) {
    int all = 0;
    for (Metric metric : METRICS) {
      all +=
          switch (metric.scope()) {
            case RUN -> 1;
            case SET -> sets;
            case RANK -> RegisteredRun.RANKS * sets;
            case LAYER -> layers;
          };
    }
    for (HelperMetric helper : HelperMetrics.ALL) {
      boolean perState = helper.tags().contains("state");
      int states =
          helper.equals(HelperMetrics.VERDICT)
              ? Verdict.State.values().length
              : Stage.values().length;
      int parts = helper.type() == Meter.Type.TIMER ? 3 : 1; // count, sum and max
      all += helper.tags().contains("set") ? sets : perState ? states : parts;
    }
    return all;
  }

  /**
   * Writes the catalogue for the live page.
   *
   * @return an array with one object a metric
   */
  public static ArrayNode json() {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode all = mapper.createArrayNode();
    for (Metric metric : METRICS) {
      ObjectNode node = all.addObject();
      node.put("name", metric.name());
      node.put("title", metric.title());
      node.put("unit", metric.baseUnit());
      node.put("scope", metric.scope().name());
      node.put("path", metric.path());
      node.put("low", metric.low());
      node.put("high", metric.high());
      node.put("description", metric.description());
      node.put("reading", metric.reading());
    }
    return all;
  }
}
