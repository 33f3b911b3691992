package io.github.featurescope.listeners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shows the last probe as Micrometer meters.
 *
 * <p>Gauges read the same event that the run log writes, so both hold one number. A metric without
 * a value is NaN. All meters of the run are removed when it ends.
 */
final class MeterSink implements RunSink {

  /** Ranks shown of each spectrum: the largest 16 are measured. */
  private static final int RANKS = 16;

  private final MeterRegistry registry;
  private final List<Meter> meters = new ArrayList<>();
  private volatile @Nullable ObjectNode event;
  private @Nullable Counter failures;
  private @Nullable Timer duration;

  MeterSink(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void started(RunInfo info) {
    Tags tags = Tags.of("model", info.modelName(), "run", info.run());
    for (Metric metric : MetricCatalogue.metrics()) {
      switch (metric.scope()) {
        case RUN -> gauge(metric, tags, metric.path());
        case LAYER -> info.layers().forEach(layer -> layerGauge(metric, tags, layer));
        case SET -> perSet(info, tags, (set, t) -> gauge(metric, t, path(set, metric)));
        case RANK ->
            perSet(
                info,
                tags,
                (set, t) -> {
                  for (int k = 0; k < RANKS; k++) {
                    String rank = String.format(Locale.ROOT, "%02d", k + 1);
                    gauge(metric, t.and("k", rank), path(set, metric) + "." + k);
                  }
                });
      }
    }
    for (Verdict.State state : Verdict.State.values()) {
      states(
          MetricCatalogue.VERDICT, "1 for the state of the verdict", tags, state, "verdict.state");
    }
    for (Stage stage : Stage.values()) {
      states(MetricCatalogue.STAGE, "1 for the stage of the theory", tags, stage, "stage");
    }
    failures =
        Counter.builder(MetricCatalogue.FAILURES)
            .description("Probes that failed; training went on")
            .tags(tags)
            .register(registry);
    duration =
        Timer.builder(MetricCatalogue.DURATION)
            .description("Wall time of a probe over all probe sets")
            .tags(tags)
            .register(registry);
    meters.add(failures);
    meters.add(duration);
  }

  private interface SetMeters {
    void add(String set, Tags tags);
  }

  private static void perSet(RunInfo info, Tags tags, SetMeters meters) {
    for (RunInfo.SetInfo set : info.probeSets()) {
      meters.add(set.name(), tags.and("set", set.name()));
    }
  }

  private static String path(String set, Metric metric) {
    return "sets." + set + "." + metric.path();
  }

  private void gauge(Metric metric, Tags tags, String path) {
    register(
        metric.name(), metric.description(), metric.baseUnit(), tags, last -> number(last, path));
  }

  private void states(String name, String description, Tags tags, Enum<?> state, String path) {
    String tag = state.name().toLowerCase(Locale.ROOT);
    register(
        name,
        description,
        null,
        tags.and("state", tag),
        last -> RunJson.at(last, path).asText().equals(state.name()) ? 1 : 0);
  }

  private void register(
      String name,
      String description,
      @Nullable String unit,
      Tags tags,
      ToDoubleFunction<JsonNode> value) {
    meters.add(
        Gauge.builder(
                name,
                () -> {
                  ObjectNode last = event;
                  return last == null ? Double.NaN : value.applyAsDouble(last);
                })
            .description(description)
            .baseUnit(unit)
            .tags(tags)
            .register(registry));
  }

  private void layerGauge(Metric metric, Tags tags, String layer) {
    register(
        metric.name(),
        metric.description(),
        metric.baseUnit(),
        tags.and("layer", layer),
        last -> number(RunJson.ofLayer(last, layer, metric.path())));
  }

  private static double number(JsonNode event, String path) {
    return number(RunJson.at(event, path));
  }

  private static double number(JsonNode value) {
    return value.isNumber() ? value.doubleValue() : Double.NaN;
  }

  @Override
  public void event(ObjectNode happened) {
    switch (happened.path("event").asText()) {
      case "probe" -> {
        event = happened;
        if (duration != null) {
          double seconds = happened.at("/cost/seconds").asDouble();
          duration.record(Math.round(seconds * 1e9), TimeUnit.NANOSECONDS);
        }
      }
      case "failure" -> {
        // It says where the run is and nothing else: all other gauges are NaN, not the last good.
        event = happened;
        if (failures != null) {
          failures.increment();
        }
      }
      default -> {}
    }
  }

  static void requireUnused(MeterRegistry registry, RunInfo info) {
    boolean used =
        registry
                .find(MetricCatalogue.FAILURES)
                .tags("model", info.modelName(), "run", info.run())
                .counter()
            != null;
    if (used) {
      throw new IllegalArgumentException(
          "run '"
              + info.run()
              + "' of model '"
              + info.modelName()
              + "' is in the meter registry already; name this one with run(\"...\")");
    }
  }

  @Override
  public void close() {
    meters.forEach(registry::remove);
    meters.clear();
  }
}
