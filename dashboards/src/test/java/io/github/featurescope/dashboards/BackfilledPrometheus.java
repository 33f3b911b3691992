package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Debian's Prometheus with recorded runs in its database. */
final class BackfilledPrometheus implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long PATIENCE_MILLIS = 60_000;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Process process;
  private final String address;

  private BackfilledPrometheus(Process process, int port) {
    this.process = process;
    this.address = "http://127.0.0.1:" + port;
  }

  /** Loads an OpenMetrics file and starts; the test is skipped where there is no Prometheus. */
  static BackfilledPrometheus start(Path openMetrics, Path folder) throws Exception {
    String promtool = Programs.find("promtool", "prometheus");
    String prometheus = Programs.find("prometheus", "prometheus");
    Path data = Files.createDirectories(folder.resolve("data"));
    Programs.Outcome created =
        Programs.run(
            openMetrics,
            promtool,
            "tsdb",
            "create-blocks-from",
            "openmetrics",
            openMetrics.toString(),
            data.toString());
    assertThat(created.code()).as(created.said()).isZero();
    Path config = Files.writeString(folder.resolve("prometheus.yml"), "scrape_configs: []\n");
    int port = Programs.freePort();
    Process process =
        new ProcessBuilder(
                prometheus,
                "--config.file=" + config,
                "--storage.tsdb.path=" + data,
                // Old blocks would be deleted at the start.
                "--storage.tsdb.retention.time=10y",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    BackfilledPrometheus started = new BackfilledPrometheus(process, port);
    started.awaitReady();
    return started;
  }

  private void awaitReady() throws Exception {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!isReady()) {
      assertThat(System.currentTimeMillis()).as("Prometheus is ready").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(address + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The raw samples of an expression such as {@code name[1h]} at a time in seconds. */
  JsonNode query(String expression, double time) throws Exception {
    String path =
        "/api/v1/query?time="
            + time
            + "&query="
            + URLEncoder.encode(expression, StandardCharsets.UTF_8);
    JsonNode answer = MAPPER.readTree(get(path).body());
    assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("success");
    return answer.at("/data/result");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
