package io.github.featurescope.dashboards;

import io.github.featurescope.listeners.RunMeters;
import io.github.featurescope.listeners.RunSink;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes recorded runs as OpenMetrics text with the times at which their numbers were true, for
 * {@code promtool tsdb create-blocks-from openmetrics}.
 *
 * <p>A run is fed to the same meters as while it was live, and scraped after each event; so the
 * text holds the series of {@code /metrics} and their values, bit for bit. What is not in a run log
 * is not in the text: scrapes between probes, and the mark by which Prometheus ends the series of a
 * target that has gone.
 */
public final class OpenMetricsBackfill {

  private static final String OPEN_METRICS = MetricsRoute.OPEN_METRICS;

  private final String job;
  private final String instance;
  private final Map<String, Family> families = new LinkedHashMap<>();

  private OpenMetricsBackfill(String job, String instance) {
    this.job = job;
    this.instance = instance;
  }

  private record Family(List<String> head, Map<String, Samples> series) {}

  /**
   * Begins a text.
   *
   * @param job label {@code job} of all series, which Prometheus would have given when scraping
   * @param instance label {@code instance} of all series
   * @return a text without samples
   */
  public static OpenMetricsBackfill of(String job, String instance) {
    return new OpenMetricsBackfill(job, instance);
  }

  /**
   * Writes one run.
   *
   * @param run a run log or the folder of a run, as {@link RecordedRun#read} takes it
   * @param out receives the text; is not closed
   * @param job label {@code job} of all series
   * @param instance label {@code instance} of all series
   * @throws IOException if the run cannot be read or the text not be written
   */
  public static void write(Path run, Appendable out, String job, String instance)
      throws IOException {
    of(job, instance).add(RecordedRun.read(run)).writeTo(out);
  }

  /**
   * Adds a run. Runs are told apart by their labels {@code model} and {@code run}; of two samples
   * of one series at the same millisecond the one added last stays.
   *
   * @param run what was recorded
   * @return this text
   */
  public OpenMetricsBackfill add(RecordedRun run) {
    EventClock clock = new EventClock();
    PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
    registry.throwExceptionOnRegistrationFailure();
    registry.config().commonTags("job", job, "instance", instance);
    RunMeters meters = RunMeters.create();
    meters.bindTo(registry);
    RunSink sink = meters.sink();
    try {
      for (RecordedRun.Event event : run.events()) {
        clock.time = event.time();
        sink.event(event.json());
        // At the start there are no numbers yet.
        if (!event.kind().equals("start")) {
          scraped(registry.scrape(OPEN_METRICS), event.time().toEpochMilli());
        }
      }
    } finally {
      sink.close();
      registry.close();
    }
    return this;
  }

  /** Sorts the lines of a scrape into the series to which they belong. */
  private void scraped(String text, long millis) {
    List<String> head = new ArrayList<>();
    Family family = null;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (line.startsWith("# EOF")) {
        return;
      }
      if (line.startsWith("# ")) {
        if (line.startsWith("# TYPE ")) {
          head = new ArrayList<>();
          family =
              families.computeIfAbsent(
                  line.split(" ", 4)[2],
                  name -> new Family(new ArrayList<>(), new LinkedHashMap<>()));
        }
        head.add(line);
        if (family != null && family.head().size() < head.size()) {
          family.head().add(line);
        }
      } else if (family != null) {
        int space = line.lastIndexOf(' '); // the value is last, for no exemplar is kept here
        family
            .series()
            .computeIfAbsent(line.substring(0, space), series -> new Samples())
            .add(millis, number(line.substring(space + 1)));
      }
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /**
   * Returns how many series there are.
   *
   * @return a count
   */
  public int series() {
    return families.values().stream().mapToInt(family -> family.series().size()).sum();
  }

  /**
   * Writes the text.
   *
   * @param out receives it; is not closed
   * @throws IOException if it cannot be written
   */
  public void writeTo(Appendable out) throws IOException {
    for (Family family : families.values()) {
      for (String line : family.head()) {
        out.append(line).append('\n');
      }
      for (Map.Entry<String, Samples> series : family.series().entrySet()) {
        series.getValue().writeTo(series.getKey(), out);
      }
    }
    out.append("# EOF\n");
  }

  /** The time of the recorded run, by which recent maxima are forgotten. */
  private static final class EventClock implements Clock {

    private @Nullable Instant time;

    @Override
    public long wallTime() {
      Instant now = time;
      return now == null ? 0 : now.toEpochMilli();
    }

    @Override
    public long monotonicTime() {
      return TimeUnit.MILLISECONDS.toNanos(wallTime());
    }
  }
}
