package io.github.featurescope.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.dashboards.LiveServer;
import io.github.featurescope.listeners.HelperMetric;
import io.github.featurescope.listeners.Metric;
import io.github.featurescope.listeners.MetricCatalogue;
import io.github.featurescope.listeners.RunJson;
import io.github.featurescope.listeners.RunLog;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes a real run and knows the numbers of the run log. */
class PrometheusTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long PATIENCE_MILLIS = 60_000;

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;

  private static String program(String name) {
    for (String path : System.getenv("PATH").split(java.io.File.pathSeparator)) {
      Path file = Path.of(path, name);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    return Assumptions.abort("skipped: no '" + name + "' on the PATH; install Debian's prometheus");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Process start(String prometheus, int port, int target) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            scrape_configs:
              - job_name: featurescope
                scrape_interval: 1s
                static_configs:
                  - targets: ["127.0.0.1:%d"]
            """
                .formatted(target));
    return new ProcessBuilder(
            prometheus,
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("tsdb"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("prometheus.log").toFile())
        .start();
  }

  /** All series that a query finds, by their labels. */
  private Map<String, Double> query(int port, String promql) {
    try {
      URI uri =
          URI.create(
              "http://127.0.0.1:%d/api/v1/query?query=%s"
                  .formatted(port, URLEncoder.encode(promql, StandardCharsets.UTF_8)));
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      Map<String, Double> series = new TreeMap<>();
      for (JsonNode result : MAPPER.readTree(answer.body()).at("/data/result")) {
        JsonNode labels = result.get("metric");
        series.put(
            labels.path("set").asText()
                + " "
                + labels.path("k").asText()
                + " "
                + labels.path("layer").asText(),
            Double.valueOf(result.at("/value/1").asText()));
      }
      return series;
    } catch (IOException e) {
      return Map.of(); // not up yet
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void await(int port, String promql, double value) {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!query(port, promql).containsValue(value)) {
      assertThat(System.currentTimeMillis()).as(promql + " reaches " + value).isLessThan(end);
      try {
        TimeUnit.MILLISECONDS.sleep(200);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void knowsTheNumbersOfTheRunLog() throws IOException, InterruptedException {
    String prometheus = program("prometheus");
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.throwExceptionOnRegistrationFailure();
    TrainingSettings settings = TestRuns.small("symmetric:0.4");
    RunFolder run = RunFolder.create(folder.resolve("run"));
    int port = freePort();
    try (LiveServer server =
        LiveServer.builder().catalogue(MetricCatalogue.json()).metrics(registry).start()) {
      Process process = start(prometheus, port, server.port());
      try {
        TrainingJob.of(settings, run)
            .meterRegistry(registry)
            .livePage(server)
            .run(
                TrainingData.prepare(settings),
                () -> compare(port, run, settings.strategy().epochs()));
      } finally {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private void compare(int port, RunFolder run, int epochs) {
    await(port, "featurescope_epoch", epochs);
    List<ObjectNode> probes =
        RunLog.read(run.log()).stream()
            .filter(e -> e.get("event").asText().equals("probe"))
            .toList();
    ObjectNode last = probes.get(probes.size() - 1);
    PrometheusNamingConvention naming = new PrometheusNamingConvention();
    int compared = 0;
    for (Metric metric : MetricCatalogue.metrics()) {
      String name = naming.name(metric.name(), Meter.Type.GAUGE, metric.baseUnit());
      Map<String, Double> series = query(port, name);
      assertThat(series).as(name).isNotEmpty();
      for (Map.Entry<String, Double> found : series.entrySet()) {
        JsonNode logged = logged(last, metric, found.getKey());
        if (logged.isNumber()) {
          assertThat(found.getValue())
              .as(name + " " + found.getKey())
              .isCloseTo(logged.doubleValue(), within(0.0));
          compared++;
        } else {
          assertThat(found.getValue()).as(name + " " + found.getKey()).isNaN();
        }
      }
    }
    assertThat(compared).as("series with a number").isGreaterThan(200);
    for (HelperMetric helper : MetricCatalogue.helpers()) {
      boolean timer = helper.type() == Meter.Type.TIMER;
      assertThat(query(port, helper.prometheusName() + (timer ? "_count" : "")))
          .as(helper.prometheusName())
          .hasSizeGreaterThan(helper.name().equals("featurescope.probe.budget") ? -1 : 0);
    }
  }

  /** The value of the run log that belongs to a series with these values of set, k and layer. */
  private static JsonNode logged(ObjectNode event, Metric metric, String labels) {
    String[] values = labels.split(" ", -1);
    String inSet = "sets." + values[0] + "." + metric.path();
    return switch (metric.scope()) {
      case RUN -> RunJson.at(event, metric.path());
      case SET -> RunJson.at(event, inSet);
      case RANK -> RunJson.at(event, inSet + "." + (Integer.parseInt(values[1]) - 1));
      case LAYER -> RunJson.ofLayer(event, values[2], metric.path());
    };
  }

  @Test
  void promtoolFindsNothingToCriticise() throws IOException, InterruptedException {
    String promtool = program("promtool");
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    TrainingSettings settings = TestRuns.small("none");
    Path scrape = folder.resolve("metrics.txt");
    TrainingJob.of(settings, RunFolder.create(folder.resolve("run")))
        .meterRegistry(registry)
        .run(TrainingData.prepare(settings), () -> write(scrape, registry.scrape()));

    Process process =
        new ProcessBuilder(promtool, "check", "metrics")
            .redirectInput(scrape.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(scrape).content().contains("featurescope_effective_dimension{");
    assertThat(said).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
