package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.RunMeters;
import io.github.featurescope.listeners.RunSink;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenMetricsBackfillTest {

  @TempDir private Path folder;

  private Path log(List<ObjectNode> events) throws IOException {
    return Files.writeString(
        folder.resolve("run.jsonl"),
        events.stream().map(event -> event + "\n").collect(Collectors.joining()));
  }

  private static String text(Path log) throws IOException {
    StringWriter out = new StringWriter();
    OpenMetricsBackfill.write(log, out, "training", "host:1");
    return out.toString();
  }

  /** Values by series, of the lines of one time. */
  private static Map<String, Double> at(String text, String time) {
    Map<String, Double> found = new HashMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.endsWith(" " + time))
        .forEach(
            line -> {
              String sample = line.substring(0, line.lastIndexOf(' '));
              int space = sample.lastIndexOf(' ');
              String before =
                  found.put(sample.substring(0, space), number(sample.substring(space + 1))) + "";
              assertThat(before).as("one sample of " + sample).isEqualTo("null");
            });
    return found;
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace("Inf", "Infinity"));
  }

  private static String seconds(ObjectNode event) {
    long millis = Instant.parse(event.path("time").asText()).toEpochMilli();
    return "%d.%03d".formatted(millis / 1000, millis % 1000);
  }

  /** What /metrics shows after an event of a live run, with the labels that a scrape adds. */
  private static Map<String, Double> live(List<ObjectNode> events) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.config().commonTags("job", "training", "instance", "host:1");
    RunMeters meters = RunMeters.create();
    meters.bindTo(registry);
    RunSink sink = meters.sink();
    events.forEach(sink::event);
    Map<String, Double> found = new HashMap<>();
    registry
        .scrape(MetricsRoute.OPEN_METRICS)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              found.put(line.substring(0, space), number(line.substring(space + 1)));
            });
    return found;
  }

  @Test
  void everySeriesHasAtEachEventTheValueOfTheLivePage() throws IOException {
    List<ObjectNode> events = SyntheticRun.events();
    String text = text(log(events));
    for (int i : new int[] {1, 7, events.size() - 2}) {
      Map<String, Double> live = live(events.subList(0, i + 1));
      Map<String, Double> written = at(text, seconds(events.get(i)));

      assertThat(written.keySet()).isEqualTo(live.keySet());
      for (Map.Entry<String, Double> series : live.entrySet()) {
        // A recent maximum depends on when it is asked for.
        if (!series.getKey().startsWith("featurescope_probe_duration_seconds_max")) {
          assertThat(written.get(series.getKey())).as(series.getKey()).isEqualTo(series.getValue());
        }
      }
    }
  }

  @Test
  void endsAsOpenMetricsWants() throws IOException {
    String text = text(log(SyntheticRun.events()));

    assertThat(text).endsWith("\n# EOF\n").containsOnlyOnce("# EOF");
    List<String> types = text.lines().filter(line -> line.startsWith("# TYPE ")).toList();
    assertThat(types).doesNotHaveDuplicates();
  }

  @Test
  void ofTwoEventsInOneMillisecondTheLaterOneStays() throws IOException {
    List<ObjectNode> events = SyntheticRun.events().subList(0, 3);
    ObjectNode later = events.get(2);
    later.put("time", events.get(1).path("time").asText());

    String text = text(log(events));

    String series = "featurescope_epoch{instance=\"host:1\",job=\"training\"";
    assertThat(text.lines().filter(line -> line.startsWith(series)))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("} " + later.path("epoch").asDouble() + " "));
  }

  @Test
  void severalRunsShareTheirFamilies() throws IOException {
    List<ObjectNode> events = SyntheticRun.events();
    Path first = log(events);
    RecordedRun one = RecordedRun.read(first);
    events.get(0).put("run", "another");
    RecordedRun other = RecordedRun.read(log(events));
    StringWriter out = new StringWriter();
    OpenMetricsBackfill both = OpenMetricsBackfill.of("training", "host:1").add(one);
    int series = both.series();
    both.add(other).writeTo(out);

    assertThat(both.series()).isEqualTo(2 * series);
    List<String> types = out.toString().lines().filter(l -> l.startsWith("# TYPE ")).toList();
    assertThat(types).doesNotHaveDuplicates();
  }

  @Test
  void prometheusKnowsTheExactNumbersAtTheirTrueTimes() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    Path file = Files.writeString(folder.resolve("run.om"), text(log(events)));
    try (BackfilledPrometheus prometheus = BackfilledPrometheus.start(file, folder)) {
      ObjectNode last = events.get(events.size() - 1);
      double end = Instant.parse(last.path("time").asText()).toEpochMilli() / 1e3;
      JsonNode samples =
          prometheus
              .query("featurescope_effective_dimension{set=\"train\",job=\"training\"}[1d]", end)
              .at("/0/values");
      int i = 0;
      for (ObjectNode event : events) {
        String kind = event.path("event").asText();
        if (!kind.equals("start")) {
          JsonNode sample = samples.get(i++);
          assertThat(sample.get(0).asDouble())
              .isEqualTo(Instant.parse(event.path("time").asText()).toEpochMilli() / 1e3);
          JsonNode value = event.at("/sets/train/centred/effectiveDimension");
          if (kind.equals("probe")) {
            assertThat(Double.parseDouble(sample.get(1).asText())).isEqualTo(value.doubleValue());
          }
        }
      }
      assertThat(samples).hasSize(i);
    }
  }
}
