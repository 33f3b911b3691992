package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.dashboards.EventReader.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class EventStreamTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.builder().start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void replaysTheHistoryAndGoesOnLive() throws Exception {
    List<ObjectNode> events = SyntheticRun.events();
    server.publish(events.get(0));
    try (EventReader reader = EventReader.open(server, "")) {
      assertThat(reader.next().event()).isEqualTo("reset");
      assertThat(MAPPER.readTree(reader.next().data())).isEqualTo(events.get(0));
      server.publish(events.get(1));
      Sent live = reader.next();
      assertThat(live.event()).isEqualTo("run");
      assertThat(MAPPER.readTree(live.data()))
          .isEqualTo(MAPPER.readTree(EventJson.brief(SyntheticRun.named(events).get(1))));
    }
  }

  @Test
  void resumesAfterTheLastEventSeen() throws Exception {
    publishNumbers(1, 3);
    String second;
    try (EventReader reader = EventReader.open(server, "")) {
      reader.next();
      reader.next();
      second = reader.next().id();
    }
    try (EventReader reader = EventReader.open(server, second)) {
      assertThat(reader.next().data()).isEqualTo("{\"event\":\"probe\",\"iteration\":3}");
    }
  }

  @Test
  void startsAgainForTheIdOfAnEarlierProcess() throws Exception {
    publishNumbers(1, 2);
    try (EventReader reader = EventReader.open(server, "0badcafe-2")) {
      assertThat(reader.next().event()).isEqualTo("reset");
      assertThat(reader.next().data()).contains("\"iteration\":1");
    }
  }

  @Test
  void keepsAnyLetterWhole() throws Exception {
    server.publish(MAPPER.createObjectNode().put("event", "start").put("run", "naïve 訓練 \n x"));
    try (EventReader reader = EventReader.open(server, "")) {
      reader.next();
      assertThat(MAPPER.readTree(reader.next().data()).path("run").asText())
          .isEqualTo("naïve 訓練 \n x");
    }
  }

  @Test
  void packsTheStreamForABrowserThatTakesIt() throws Exception {
    publishNumbers(1, 2);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + "events"))
            .header("Accept-Encoding", "gzip, deflate")
            .build();
    HttpResponse<InputStream> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    // Small, or the reader would wait for more than there is.
    try (InputStream text = new GZIPInputStream(answer.body(), 16)) {
      readTo(text, ":2}\n\n");
      publishNumbers(3, 3);
      readTo(text, ":3}\n\n");
      publishNumbers(4, 4);
      server.close();
      // To the end, where the checksum is compared.
      assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8)).contains(":4}\n\n");
    }
  }

  private static void readTo(InputStream text, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int next = text.read();
      assertThat(next).as("more after " + read).isNotNegative();
      read.append((char) next);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "9999999999999999999", "x", "", "99"})
  void startsAgainForAnIdThatItNeverGave(String number) throws Exception {
    publishNumbers(1, 2);
    String first;
    try (EventReader reader = EventReader.open(server, "")) {
      reader.next();
      first = reader.next().id();
    }
    String prefix = first.substring(0, first.length() - 1);
    try (EventReader reader = EventReader.open(server, prefix + number)) {
      assertThat(reader.next().event()).isEqualTo("reset");
      assertThat(reader.next().data()).contains("\"iteration\":1");
    }
  }

  @Test
  void forgetsAReaderThatLeft() throws Exception {
    try (EventReader reader = EventReader.open(server, "")) {
      reader.next();
      assertThat(server.viewers()).isEqualTo(1);
    }
    Chromium.await(
        () -> {
          publishNumbers(1, 1);
          return server.viewers() == 0;
        });
    assertThat(server.viewers()).isZero();
  }

  @Test
  void dropsAClientThatStopsReading() throws Exception {
    ObjectNode large =
        MAPPER.createObjectNode().put("event", "probe").put("x", "x".repeat(200_000));
    try (Socket deaf = new Socket()) {
      deaf.setReceiveBufferSize(4096);
      deaf.connect(new InetSocketAddress("127.0.0.1", server.port()));
      String request =
          "GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
      deaf.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      Chromium.await(() -> server.viewers() == 1);
      Chromium.await(
          () -> {
            server.publish(large);
            return server.droppedViewers() == 1;
          });
      Chromium.await(() -> server.viewers() == 0);
      assertThat(server.droppedViewers()).isEqualTo(1);
    }
  }

  @Test
  void keepsAFastReaderWhileAnotherIsDeaf() throws Exception {
    publishNumbers(1, 1000);
    try (EventReader reader = EventReader.open(server, "")) {
      reader.next();
      publishNumbers(1001, 1001);
      Sent last = reader.next();
      while (!last.data().contains(":1001")) {
        last = reader.next();
      }
      assertThat(server.droppedViewers()).isZero();
    }
  }

  @Test
  void tellsTheEndOfTheRunBeforeTheServerCloses() throws Exception {
    try (EventReader reader = EventReader.open(server, "")) {
      reader.next();
      publishNumbers(1, 200);
      server.publish(MAPPER.createObjectNode().put("event", "end"));
      server.close();
      Sent last = reader.next();
      while (!last.data().contains("end")) {
        last = reader.next();
      }
      assertThat(last.id()).endsWith("-201");
    }
  }

  @Test
  void endsTheStreamWhenTheServerCloses() throws Exception {
    try (EventReader reader = EventReader.open(server, "")) {
      reader.next();
      server.close();
      assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
    }
  }

  private void publishNumbers(int from, int to) {
    for (int i = from; i <= to; i++) {
      server.publish(MAPPER.createObjectNode().put("event", "probe").put("iteration", i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "OPTIONS", "HEAD", "POST", "PATCH"})
  void otherMethodsAreGuardedAndRefused(String method) throws IOException {
    try (LiveServer server = LiveServer.builder().start()) {
      String here = "Host: 127.0.0.1:" + server.port();
      String line = method + " /events HTTP/1.1";
      assertThat(Http.rawStatus(server, line, here)).isEqualTo(405);
      assertThat(Http.rawStatus(server, line, "Host: evil.example")).isEqualTo(403);
    }
  }
}
