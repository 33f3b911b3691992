package io.github.featurescope.dashboards.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.featurescope.dashboards.BackfilledPrometheus;
import io.github.featurescope.dashboards.OpenMetricsBackfill;
import io.github.featurescope.dashboards.RecordedRun;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A Prometheus that knows two real runs: digits with 40 % wrong labels, and the same without.
 *
 * <p>They are what {@code ./featurescope train --noise symmetric:0.4 --epochs 14 --train-size 2000
 * --layers all --probe-budget 5 --measure full --out digits-noise} and {@code --noise none --epochs
 * 12 ... --out digits-clean} wrote, gzipped.
 */
final class RecordedRuns implements AutoCloseable {

  static final String NOISE = "digits-noise";
  static final String CLEAN = "digits-clean";
  static final String JOB = "featurescope";
  static final String INSTANCE = "127.0.0.1:7077";

  private final BackfilledPrometheus prometheus;
  private final Map<String, RecordedRun> runs;

  private RecordedRuns(BackfilledPrometheus prometheus, Map<String, RecordedRun> runs) {
    this.prometheus = prometheus;
    this.runs = runs;
  }

  private static RecordedRun read(String name) throws Exception {
    return RecordedRun.read(file(name));
  }

  private static Path file(String name) throws URISyntaxException {
    String resource = name + ".jsonl.gz";
    return Path.of(Objects.requireNonNull(RecordedRuns.class.getResource(resource)).toURI());
  }

  /** Starts it; the test is skipped where there is no Prometheus. */
  static RecordedRuns start(Path folder) throws Exception {
    Map<String, RecordedRun> runs = Map.of(NOISE, read(NOISE), CLEAN, read(CLEAN));
    OpenMetricsBackfill text = OpenMetricsBackfill.of(JOB, INSTANCE);
    runs.values().forEach(text::add);
    Path file = folder.resolve("runs.om");
    try (Writer out = Files.newBufferedWriter(file)) {
      text.writeTo(out);
    }
    return new RecordedRuns(BackfilledPrometheus.start(file, folder), runs);
  }

  /** When a run began, in seconds. */
  double begin(String run) {
    return seconds(events(run).get(0).time());
  }

  /** When a run ended, in seconds. */
  double end(String run) {
    List<RecordedRun.Event> events = events(run);
    return seconds(events.get(events.size() - 1).time());
  }

  List<RecordedRun.Event> events(String run) {
    return Objects.requireNonNull(runs.get(run)).events();
  }

  static double seconds(Instant time) {
    return time.toEpochMilli() / 1e3;
  }

  /** The last moment at which both runs are known. */
  double end() {
    return Math.max(end(NOISE), end(CLEAN));
  }

  /** The answer to a query at a moment. */
  JsonNode at(String expr, double time) throws Exception {
    return prometheus.api("query", Map.of("query", expr, "time", String.valueOf(time)));
  }

  /** The answer to a query over the time of a run, once a second. */
  JsonNode during(String expr, String run) throws Exception {
    return prometheus.api(
        "query_range",
        Map.of(
            "query",
            expr,
            "start",
            String.valueOf(begin(run)),
            "end",
            String.valueOf(end(run)),
            "step",
            "1"));
  }

  /** The values of a label, as a variable of Grafana asks for them. */
  JsonNode labelValues(String label, String selector) throws Exception {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("match[]", selector);
    parameters.put("start", String.valueOf(Math.min(begin(NOISE), begin(CLEAN))));
    parameters.put("end", String.valueOf(end()));
    return prometheus.api("label/" + label + "/values", parameters);
  }

  @Override
  public void close() {
    prometheus.close();
  }
}
