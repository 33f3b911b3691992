package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {

  private static final Duration LONG = Duration.ofHours(1);

  @TempDir private Path folder;

  private static List<ObjectNode> events() {
    List<ObjectNode> events = SyntheticRun.events();
    ((ObjectNode) events.get(0).path("model")).put("name", "mlp");
    events.get(0).put("run", "a");
    return events;
  }

  private static String text(Receiver.Request request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  private static Push to(Receiver receiver) {
    return Push.toGateway(receiver.uri("")).job("nightly").instance("here").every(LONG);
  }

  private static boolean isWhole(Receiver.Request request) {
    return request.method().equals("PUT")
        && text(request)
            .contains(
                "featurescope_epoch{model=\"mlp\",run=\"a\"} " + (double) SyntheticRun.EPOCHS);
  }

  @Test
  void aGatewayHasTheLastNumbersAndThenNoMore() throws IOException {
    try (Receiver receiver = Receiver.answering()) {
      PushSink sink = to(receiver).holdFor(Duration.ZERO).sink();
      events().forEach(sink::event);
      sink.close();

      List<Receiver.Request> requests = receiver.requests();
      Receiver.Request last = requests.get(requests.size() - 2);
      assertThat(last).matches(PushTest::isWhole);
      assertThat(last.path())
          .startsWith("/metrics/job/nightly/")
          .contains("/instance/here", "/model/mlp", "/run/a");
      assertThat(requests.get(requests.size() - 1).method()).isEqualTo("DELETE");
      assertThat(requests.get(requests.size() - 1).path()).isEqualTo(last.path());
      assertThat(sink.pushes()).isEqualTo(receiver.of("PUT").size());
      assertThat(sink.failures()).isZero();
    }
  }

  @Test
  void aGatewayHearsOfAProbeWhileTheRunGoesOn() throws Exception {
    try (Receiver receiver = Receiver.answering()) {
      PushSink sink = to(receiver).holdFor(Duration.ZERO).sink();
      events().subList(0, 4).forEach(sink::event);

      receiver.await(request -> text(request).contains("run=\"a\"} 2.0"));

      assertThat(receiver.of("DELETE")).isEmpty();
      sink.close();
    }
  }

  @Test
  void theLastNumbersAreHeldUntilSomebodyIsInAHurry() throws Exception {
    try (Receiver receiver = Receiver.answering()) {
      PushSink sink = to(receiver).holdFor(LONG).sink();
      events().forEach(sink::event);
      Thread closing = new Thread(sink::close);
      closing.start();
      receiver.await(PushTest::isWhole);
      assertThat(receiver.of("DELETE")).isEmpty();

      closing.interrupt();
      closing.join(TimeUnit.SECONDS.toMillis(30));

      assertThat(closing.isAlive()).isFalse();
      assertThat(receiver.of("DELETE")).hasSize(1);
    }
  }

  @Test
  void whatIsToBeKeptIsNotDeleted() throws IOException {
    try (Receiver receiver = Receiver.answering()) {
      PushSink sink = to(receiver).keep().sink();
      events().forEach(sink::event);
      sink.close();

      assertThat(receiver.of("PUT")).isNotEmpty();
      assertThat(receiver.of("DELETE")).isEmpty();
    }
  }

  @Test
  void aDeadGatewayIsCountedAndHoldsNobodyUp() throws IOException {
    URI nobody = URI.create("http://127.0.0.1:" + Programs.freePort());
    PushSink sink = Push.toGateway(nobody).holdFor(LONG).sink();
    events().forEach(sink::event);
    sink.close();

    assertThat(sink.pushes()).isZero();
    assertThat(sink.failures()).isPositive();
  }

  @Test
  void aGatewayThatNeverAnswersDoesNotStopTheRun() throws Exception {
    try (Receiver receiver = Receiver.silent()) {
      PushSink sink = to(receiver).holdFor(Duration.ZERO).sink();
      List<ObjectNode> events = events();
      events.subList(0, 2).forEach(sink::event);
      receiver.await(request -> request.method().equals("PUT"));

      events.subList(2, events.size()).forEach(sink::event); // comes to its end, unanswered

      assertThat(sink.pushes()).isZero();
      receiver.answer();
      sink.close();
      assertThat(receiver.requests()).anyMatch(PushTest::isWhole);
    }
  }

  @Test
  void aRealGatewayShowsTheRunUntilItsEnd() throws Exception {
    String program = Programs.find("prometheus-pushgateway", "prometheus-pushgateway");
    int port = Programs.freePort();
    Process gateway =
        new ProcessBuilder(program, "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("gateway.log").toFile())
            .start();
    URI address = URI.create("http://127.0.0.1:" + port);
    try {
      PushSink kept = Push.toGateway(address).job("nightly").instance("here").keep().sink();
      Programs.awaitReady(address.resolve("/-/ready"));
      events().forEach(kept::event);
      kept.close();
      String shown = Programs.answer(address.resolve("/metrics"));
      PushSink gone =
          Push.toGateway(address).job("nightly").instance("here").holdFor(Duration.ZERO).sink();
      events().forEach(gone::event);
      gone.close();
      String after = Programs.answer(address.resolve("/metrics"));

      assertThat(kept.failures() + gone.failures()).isZero();
      assertThat(shown)
          .contains(
              "featurescope_epoch{instance=\"here\",job=\"nightly\",model=\"mlp\",run=\"a\"} "
                  + SyntheticRun.EPOCHS);
      assertThat(after).doesNotContain("featurescope_");
    } finally {
      gateway.destroy();
      gateway.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  private static ExportMetricsServiceRequest decoded(Receiver.Request request) throws IOException {
    InputStream body = new ByteArrayInputStream(request.body());
    return ExportMetricsServiceRequest.parseFrom(
        request.encoding().equals("gzip") ? new GZIPInputStream(body) : body);
  }

  @Test
  void otlpHasTheLastNumbersOfTheRun() throws IOException {
    try (Receiver receiver = Receiver.answering()) {
      PushSink sink =
          Push.toOtlp(receiver.uri("/v1/metrics"))
              .job("nightly")
              .instance("here")
              .every(LONG)
              .sink();
      events().forEach(sink::event);
      sink.close();

      Receiver.Request request = receiver.requests().get(receiver.requests().size() - 1);
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.path()).isEqualTo("/v1/metrics");
      assertThat(request.type()).isEqualTo("application/x-protobuf");
      ExportMetricsServiceRequest sent = decoded(request);
      assertThat(
              sent.getResourceMetrics(0).getResource().getAttributesList().stream()
                  .collect(Collectors.toMap(a -> a.getKey(), a -> a.getValue().getStringValue())))
          .containsEntry("service.name", "nightly")
          .containsEntry("service.instance.id", "here");
      Metric epoch = metric(sent, "featurescope.epoch");
      assertThat(epoch.getGauge().getDataPoints(0).getAsDouble()).isEqualTo(SyntheticRun.EPOCHS);
      assertThat(
              epoch.getGauge().getDataPoints(0).getAttributesList().stream()
                  .map(a -> a.getKey() + "=" + a.getValue().getStringValue()))
          .containsExactlyInAnyOrder("model=mlp", "run=a");
      assertThat(metric(sent, "featurescope.feature.quality").getUnit()).isEqualTo("ratio");
      assertThat(metric(sent, "featurescope.probe.duration").getUnit()).isEqualTo("seconds");
      assertThat(sink.failures()).isZero();
    }
  }

  private static Metric metric(ExportMetricsServiceRequest sent, String name) {
    return sent.getResourceMetrics(0).getScopeMetrics(0).getMetricsList().stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDeadOtlpReceiverIsCounted() throws IOException {
    URI nobody = URI.create("http://127.0.0.1:" + Programs.freePort() + "/v1/metrics");
    PushSink sink = Push.toOtlp(nobody).every(LONG).sink();
    events().forEach(sink::event);
    sink.close();

    assertThat(sink.pushes()).isZero();
    assertThat(sink.failures()).isEqualTo(1);
  }

  @Test
  void whatIsNoAddressIsRefused() {
    for (String address : List.of("localhost:9091", "ftp://localhost", "/metrics")) {
      assertThatThrownBy(() -> Push.toGateway(URI.create(address)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(address);
    }
  }

  @Test
  void nothingIsSentByOtlpBeforeTheRunBegins() throws Exception {
    try (Receiver receiver = Receiver.answering()) {
      PushSink sink = Push.toOtlp(receiver.uri("/v1/metrics")).every(Duration.ofMillis(20)).sink();
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().startsWith("featurescope-otlp"));
      sink.close();
      assertThat(receiver.requests()).isEmpty();
      assertThat(sink.pushes() + sink.failures()).isZero();
    }
  }
}
