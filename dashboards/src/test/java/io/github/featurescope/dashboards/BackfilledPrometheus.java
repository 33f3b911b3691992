package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Debian's Prometheus with recorded runs in its database. */
public final class BackfilledPrometheus implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final Process process;
  private final String address;

  private BackfilledPrometheus(Process process, int port) {
    this.process = process;
    this.address = "http://127.0.0.1:" + port;
  }

  /** Loads an OpenMetrics file and starts; the test is skipped where there is no Prometheus. */
  public static BackfilledPrometheus start(Path openMetrics, Path folder) throws Exception {
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
    Programs.awaitReady(URI.create(started.address + "/-/ready"));
    return started;
  }

  /** The answer to a request of the API, success or not. */
  public JsonNode api(String path, Map<String, String> parameters) throws Exception {
    String query =
        parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return MAPPER.readTree(Programs.answer(URI.create(address + "/api/v1/" + path + "?" + query)));
  }

  /** The raw samples of an expression such as {@code name[1h]} at a time in seconds. */
  JsonNode query(String expression, double time) throws Exception {
    String path =
        "/api/v1/query?time="
            + time
            + "&query="
            + URLEncoder.encode(expression, StandardCharsets.UTF_8);
    JsonNode answer = MAPPER.readTree(Programs.answer(URI.create(address + path)));
    assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("success");
    return answer.at("/data/result");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
