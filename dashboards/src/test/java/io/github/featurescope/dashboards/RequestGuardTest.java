package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {

  private static LiveServer server;

  @BeforeAll
  static void start() {
    server = LiveServer.builder().start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:1", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST"})
  void answersUnderAnyNameOfLoopback(String host) throws Exception {
    assertThat(Http.rawStatus(server, "GET /api/run HTTP/1.1", "Host: " + host)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80"})
  void refusesANameThatSomebodyPointedAtLoopback(String host) throws Exception {
    assertThat(Http.rawStatus(server, "GET /api/run HTTP/1.1", "Host: " + host)).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "http://localhost:1", "::"})
  void refusesAnotherOrigin(String origin) throws Exception {
    assertThat(Http.get(server, "events", "Origin", origin).statusCode()).isEqualTo(403);
  }

  @Test
  void answersItsOwnOrigin() throws Exception {
    String own = "http://127.0.0.1:" + server.port();
    assertThat(Http.get(server, "api/run", "Origin", own).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesWhatAnotherSiteEmbeds() throws Exception {
    assertThat(Http.get(server, "api/run", "Sec-Fetch-Site", "cross-site").statusCode())
        .isEqualTo(403);
  }

  @Test
  void opensThePageFromALinkElsewhere() throws Exception {
    String[] headers = {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"};
    assertThat(Http.get(server, "", headers).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/../../../etc/passwd",
        "/assets/..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/index.html",
        "/assets/page.css%00.html",
        "/assets/",
        "/assets",
        "/nowhere"
      })
  void findsNothingButItsOwnFiles(String path) throws Exception {
    assertThat(Http.rawStatus(server, "GET " + path + " HTTP/1.1", "Host: localhost"))
        .isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void onlyReads(String method) throws Exception {
    assertThat(Http.rawStatus(server, method + " / HTTP/1.1", "Host: localhost")).isEqualTo(405);
  }

  @Test
  void refusesWhatIsNotHttp() throws Exception {
    assertThat(Http.rawStatus(server, "nonsense")).isEqualTo(400);
  }
}
