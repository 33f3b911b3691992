package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveServerTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void servesThePageWithAPolicyThatForbidsTheNetwork() throws Exception {
    try (LiveServer server = LiveServer.builder().start()) {
      HttpResponse<String> page = Http.get(server, "");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "connect-src 'self'")
          .doesNotContain("http");
      assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
  }

  @Test
  void servesEveryFileThatThePageNames() throws Exception {
    try (LiveServer server = LiveServer.builder().start()) {
      for (String name : Page.load().assets().keySet()) {
        assertThat(Http.get(server, "").body()).contains("assets/" + name);
        HttpResponse<String> asset = Http.get(server, "assets/" + name);
        assertThat(asset.statusCode()).as(name).isEqualTo(200);
        assertThat(asset.body()).as(name).isNotBlank();
      }
    }
  }

  @Test
  void givesAllEventsAsOneArray() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    try (LiveServer server = LiveServer.builder().start()) {
      assertThat(Http.get(server, "api/run").body()).isEqualTo("[]");
      events.forEach(server::publish);
      assertThat(MAPPER.readTree(Http.get(server, "api/run").body()))
          .isEqualTo(brief(SyntheticRun.named(events)));
    }
  }

  @Test
  void takesTheEventAsItIsWhenPublished() throws Exception {
    ObjectNode event = MAPPER.createObjectNode().put("event", "probe").put("epoch", 1);
    try (LiveServer server = LiveServer.builder().start()) {
      server.publish(event);
      event.put("epoch", 2);
      assertThat(Http.get(server, "api/run").body()).contains("\"epoch\":1");
    }
  }

  @Test
  void servesTheCatalogue() throws Exception {
    try (LiveServer server = LiveServer.builder().catalogue(SyntheticRun.catalogue()).start()) {
      HttpResponse<String> answer = Http.get(server, "api/catalogue");
      assertThat(MAPPER.readTree(answer.body())).isEqualTo(SyntheticRun.catalogue());
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/json");
    }
  }

  @Test
  void scrapesInThePrometheusFormat() throws Exception {
    try (LiveServer server = LiveServer.builder().metrics(registry()).start()) {
      HttpResponse<String> scrape = Http.get(server, "metrics");
      assertThat(scrape.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/plain")
          .contains("version=0.0.4");
      assertThat(scrape.body()).contains("featurescope_x_ratio 0.5").doesNotContain("# EOF");
    }
  }

  @Test
  void scrapesAsOpenMetricsWhenAsked() throws Exception {
    try (LiveServer server = LiveServer.builder().metrics(registry()).start()) {
      HttpResponse<String> scrape =
          Http.get(
              server,
              "metrics",
              "Accept",
              "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5");
      assertThat(scrape.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/openmetrics-text")
          .contains("version=1.0.0");
      assertThat(scrape.body()).contains("featurescope_x_ratio 0.5").endsWith("# EOF\n");
    }
  }

  @Test
  void servesATextOfTheCallersAsMetrics() throws Exception {
    try (LiveServer server = LiveServer.builder().metrics(() -> "up 1\n").start()) {
      assertThat(Http.get(server, "metrics").body()).isEqualTo("up 1\n");
    }
  }

  @Test
  void saysThatItLivesAndThatThereAreNoMetrics() throws Exception {
    try (LiveServer server = LiveServer.builder().start()) {
      assertThat(Http.get(server, "healthz").body()).isEqualTo("ok\n");
      assertThat(Http.get(server, "metrics").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void leavesOutAnEventTooLargeWithoutThrowing() throws Exception {
    try (LiveServer server = LiveServer.builder().start()) {
      server.publish(MAPPER.createObjectNode().put("event", "x".repeat(2 << 20)));
      server.publish(MAPPER.createObjectNode().put("event", "end"));
      assertThat(Http.get(server, "api/run").body()).isEqualTo("[{\"event\":\"end\"}]");
    }
  }

  @Test
  void showsAValueThatIsNoNumberAsText() throws Exception {
    try (LiveServer server = LiveServer.builder().start()) {
      server.publish(MAPPER.createObjectNode().put("event", "probe").put("score", Double.NaN));
      assertThat(MAPPER.readTree(Http.get(server, "api/run").body()).at("/0/score").isTextual())
          .isTrue();
    }
  }

  @Test
  void namesTheOccupiedPortAndTheWayOut() {
    try (LiveServer first = LiveServer.builder().start()) {
      LiveServer.Builder second = LiveServer.builder().port(first.port());
      assertThatThrownBy(second::start)
          .isInstanceOf(PortInUseException.class)
          .hasMessageContaining("127.0.0.1:" + first.port())
          .hasMessageContaining("--port 0");
    }
  }

  @Test
  void refusesAPortOutOfRange() {
    assertThatThrownBy(() -> LiveServer.builder().port(65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
  }

  @Test
  void closesTwiceAndPublishesIntoNothingAfterwards() {
    LiveServer server = LiveServer.builder().start();
    server.close();
    server.close();
    server.publish(MAPPER.createObjectNode().put("event", "end"));
    assertThatThrownBy(() -> Http.get(server, "healthz")).isInstanceOf(java.io.IOException.class);
  }

  @Test
  void startsOnlyDaemonThreads() throws Exception {
    Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
    try (LiveServer server = LiveServer.builder().start();
        EventReader reader = EventReader.open(server, "")) {
      reader.next();
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> !before.contains(thread))
          .anyMatch(thread -> thread.getName().startsWith("featurescope"))
          .allMatch(Thread::isDaemon);
    }
  }

  private static JsonNode brief(List<ObjectNode> events) throws IOException {
    ArrayNode all = MAPPER.createArrayNode();
    for (ObjectNode event : events) {
      all.add(MAPPER.readTree(EventJson.brief(event)));
    }
    return all;
  }

  private static PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Gauge.builder("featurescope.x", () -> 0.5).baseUnit("ratio").register(registry);
    return registry;
  }
}
