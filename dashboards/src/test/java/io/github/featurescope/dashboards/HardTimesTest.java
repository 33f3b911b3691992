package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a page must survive that nobody does on purpose, or somebody does. */
@Timeout(120)
class HardTimesTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int CROWD = 500;

  private static ObjectNode probe(int iteration) {
    return MAPPER.createObjectNode().put("event", "probe").put("iteration", iteration);
  }

  private static long ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("featurescope"))
        .count();
  }

  @Test
  void answersWhileManyHaveSaidHalfOfWhatTheyWant() throws Exception {
    List<Socket> half = new ArrayList<>();
    try (LiveServer server = LiveServer.builder().start()) {
      for (int i = 0; i < CROWD; i++) {
        Socket socket = new Socket("127.0.0.1", server.port());
        half.add(socket);
        socket.getOutputStream().write("GET /events HT".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(Http.get(server, "healthz").statusCode()).isEqualTo(200);
      assertThat(server.viewers()).isZero();
      assertThat(ownThreads()).isLessThan(64);
    } finally {
      for (Socket socket : half) {
        socket.close();
      }
    }
  }

  @Test
  void refusesMoreViewersThanItServesAndKeepsThose() throws Exception {
    List<EventReader> readers = new ArrayList<>();
    try (LiveServer server = LiveServer.builder().start()) {
      for (int i = 0; i < Viewers.MAX_VIEWERS; i++) {
        readers.add(EventReader.open(server, ""));
        readers.get(i).next();
      }
      assertThat(Http.get(server, "events").statusCode()).isEqualTo(503);
      server.publish(probe(1));
      for (EventReader reader : readers) {
        assertThat(reader.next().data()).contains("\"iteration\":1");
      }
      assertThat(ownThreads()).isLessThan(64);
    } finally {
      for (EventReader reader : readers) {
        close(reader);
      }
    }
  }

  private static void close(EventReader reader) {
    try {
      reader.close();
    } catch (IOException ignored) {
      // it has ended with the server
    }
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    long before = ownThreads();
    for (int i = 0; i < 20; i++) {
      LiveServer server = LiveServer.builder().start();
      EventReader reader = EventReader.open(server, "");
      reader.next();
      server.publish(probe(i));
      server.close();
      close(reader);
    }
    Chromium.await(() -> ownThreads() <= before);
    assertThat(ownThreads()).isLessThanOrEqualTo(before);
  }

  @Test
  void aTokenIsAskedForWhereverItIsNotInItsPlace() throws Exception {
    String token = "0123456789abcdef";
    try (LiveServer server = LiveServer.builder().token(token).start()) {
      String[] wrong = {
        "GET /" + token + " HTTP/1.1",
        "GET /events?Token=" + token + " HTTP/1.1",
        "GET /events?token=" + token + "x HTTP/1.1",
        "GET /metrics;token=" + token + " HTTP/1.1",
        "GET /api/run?token=%zz HTTP/1.1",
        "HEAD /events HTTP/1.1",
        "OPTIONS / HTTP/1.1"
      };
      for (String line : wrong) {
        assertThat(Http.raw(server, line, "Host: localhost", "X-Token: " + token))
            .as(line)
            .matches("(?s)HTTP/1.1 40[01].*")
            .doesNotContain("Set-Cookie");
      }
      assertThat(
              Http.rawStatus(
                  server,
                  "GET /metrics HTTP/1.1",
                  "Host: localhost",
                  "Authorization: Basic " + token))
          .isEqualTo(401);
      assertThat(
              Http.rawStatus(
                  server,
                  "GET /healthz HTTP/1.1",
                  "Host: localhost",
                  "Authorization: Bearer " + token))
          .isEqualTo(200);
    }
  }
}
