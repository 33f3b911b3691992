package io.github.featurescope.listeners;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one run in one registry.
 *
 * <p>Gauges hold what they read strongly: Micrometer's own reference is weak, and shows NaN after a
 * garbage collection.
 */
final class RegisteredRun {

  /** Ranks shown of each spectrum: the largest 16 are measured. */
  static final int RANKS = 16;

  private final MeterRegistry registry;
  private final RunState state;
  private final Tags tags;
  private final List<Meter> meters = new ArrayList<>();
  private final Counter failures;
  private final Timer duration;

  private RegisteredRun(MeterRegistry registry, RunState state, Tags tags) {
    this.registry = registry;
    this.state = state;
    this.tags = tags;
    this.failures =
        Counter.builder(HelperMetrics.FAILURES.name())
            .description(HelperMetrics.FAILURES.description())
            .tags(tags)
            .register(registry);
    this.duration =
        Timer.builder(HelperMetrics.DURATION.name())
            .description(HelperMetrics.DURATION.description())
            .tags(tags)
            .register(registry);
    meters.add(failures);
    meters.add(duration);
  }

  /**
   * Registers all meters of a run.
   *
   * @param start the event that began it
   */
  static RegisteredRun register(
      MeterRegistry registry, RunState state, Tags extraTags, ObjectNode start) {
    RegisteredRun run = new RegisteredRun(registry, state, tags(extraTags, start));
    run.measured(start);
    run.helpers(start);
    return run;
  }

  private static Tags tags(Tags extraTags, ObjectNode start) {
    return extraTags.and("model", model(start), "run", run(start));
  }

  private static String model(ObjectNode start) {
    return text(start.at("/model/name"));
  }

  private static String run(ObjectNode start) {
    return text(start.path("run"));
  }

  /** Whether the run that begins so has meters in a registry. */
  static boolean isIn(MeterRegistry registry, ObjectNode start) {
    return isIn(registry, model(start), run(start));
  }

  static boolean isIn(MeterRegistry registry, String model, String run) {
    if (registry instanceof CompositeMeterRegistry composite
        && composite.getRegistries().stream().anyMatch(part -> isIn(part, model, run))) {
      return true;
    }
    return registry.find(MetricCatalogue.FAILURES).tags("model", model, "run", run).counter()
        != null;
  }

  private void measured(ObjectNode start) {
    for (Metric metric : MetricCatalogue.metrics()) {
      switch (metric.scope()) {
        case RUN -> gauge(metric, tags, () -> state.number(metric.path()));
        case LAYER -> {
          for (JsonNode layer : start.path("layers")) {
            String name = layer.asText();
            gauge(metric, tags.and("layer", name), () -> state.ofLayer(name, metric.path()));
          }
        }
        case SET -> {
          for (String set : sets(start)) {
            gauge(metric, tags.and("set", set), () -> state.number(path(set, metric)));
          }
        }
        case RANK -> sets(start).forEach(set -> ranks(metric, set));
      }
    }
  }

  private void ranks(Metric metric, String set) {
    for (int k = 0; k < RANKS; k++) {
      String rank = String.format(Locale.ROOT, "%02d", k + 1);
      String path = path(set, metric) + "." + k;
      gauge(metric, tags.and("set", set, "k", rank), () -> state.number(path));
    }
  }

  private void helpers(ObjectNode start) {
    for (Verdict.State value : Verdict.State.values()) {
      states(HelperMetrics.VERDICT, value, "verdict.state");
    }
    for (Stage value : Stage.values()) {
      states(HelperMetrics.STAGE, value, "stage");
    }
    gauge(HelperMetrics.SINCE_BEST, tags, state::epochsSinceBest);
    gauge(HelperMetrics.LAST_PROBE, tags, state::lastProbe);
    gauge(HelperMetrics.LAST_ITERATION, tags, state::lastIteration);
    for (String set : sets(start)) {
      gauge(HelperMetrics.SPECTRUM_VALID, tags.and("set", set), () -> state.spectrumValid(set));
    }
    constant(HelperMetrics.BUDGET, start.path("budget"));
    constant(HelperMetrics.CLASSES, start.at("/model/classes"));
    Tags about =
        tags.and(
            "version", text(start.path("featurescope")),
            "architecture", text(start.at("/model/kind")),
            "head", text(start.at("/model/head")));
    gauge(HelperMetrics.INFO, about, () -> 1);
  }

  /** Tags are always there, since all meters of a name must have the same ones. */
  private static String text(JsonNode value) {
    return value.isTextual() && !value.asText().isEmpty() ? value.asText() : "none";
  }

  private void constant(HelperMetric metric, JsonNode value) {
    if (value.isNumber()) {
      double number = value.doubleValue();
      gauge(metric, tags, () -> number);
    }
  }

  private void states(HelperMetric metric, Enum<?> value, String path) {
    Tags withState = tags.and("state", value.name().toLowerCase(Locale.ROOT));
    gauge(metric, withState, () -> state.is(path, value.name()));
  }

  private static List<String> sets(ObjectNode start) {
    return start.path("probeSets").findValuesAsText("name");
  }

  private static String path(String set, Metric metric) {
    return "sets." + set + "." + metric.path();
  }

  private void gauge(Metric metric, Tags all, DoubleSupplier value) {
    gauge(metric.name(), metric.description(), metric.baseUnit(), all, value);
  }

  private void gauge(HelperMetric metric, Tags all, DoubleSupplier value) {
    gauge(metric.name(), metric.description(), metric.baseUnit(), all, value);
  }

  private void gauge(
      String name, String description, @Nullable String unit, Tags all, DoubleSupplier value) {
    meters.add(
        Gauge.builder(name, value::getAsDouble)
            .description(description)
            .baseUnit(unit)
            .tags(all)
            .register(registry));
  }

  void probed(double seconds) {
    duration.record(Math.round(seconds * 1e9), TimeUnit.NANOSECONDS);
  }

  void failed() {
    failures.increment();
  }

  MeterRegistry registry() {
    return registry;
  }

  void remove() {
    meters.forEach(registry::remove);
    meters.clear();
  }
}
