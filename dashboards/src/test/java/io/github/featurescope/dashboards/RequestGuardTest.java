package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
  void refusesItsOwnAddressUnderAnotherScheme() throws Exception {
    String other = "https://127.0.0.1:" + server.port();
    assertThat(Http.get(server, "api/run", "Origin", other).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /nowhere HTTP/1.1",
        "GET /assets/%2e%2e/x HTTP/1.1",
        "GET /a%00b HTTP/1.1",
        "POST / HTTP/1.1",
        "TRACE / HTTP/1.1",
        "GET / HTTP/3.7",
        "nonsense"
      })
  void errorsHaveTheSameHeadersAndTellNothing(String line) throws Exception {
    String answer = Http.raw(server, line, "Host: localhost");
    assertThat(answer).matches("(?s)HTTP/1.1 (4|505).*").doesNotContain("etty", "<html", "java");
    for (String header : RequestGuard.HEADERS.keySet()) {
      assertThat(answer).as(line).contains("\r\n" + header + ": ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/assets/page.css", "/api/run", "/metrics", "/healthz", "/nowhere"})
  void headSaysOfABodyWhatGetSays(String path) throws Exception {
    String get = Http.raw(server, "GET " + path + " HTTP/1.1", "Host: localhost");
    String head = Http.raw(server, "HEAD " + path + " HTTP/1.1", "Host: localhost");
    int end = get.indexOf("\r\n\r\n") + 4;
    assertThat(withoutDate(head)).isEqualTo(withoutDate(get.substring(0, end)));
  }

  private static String withoutDate(String head) {
    return head.replaceAll("Date: .*\r\n", "");
  }

  @Test
  void survivesAHeadOfTenMegabytes() throws Exception {
    String[] lines = new String[10_001];
    Arrays.fill(lines, "X-Long: " + "x".repeat(1_000));
    lines[0] = "GET / HTTP/1.1";
    lines[1] = "Host: localhost";
    // The answer is lost where the connection is cut while the client still talks.
    assertThat(Http.raw(server, lines)).matches("(?s)(HTTP/1.1 431 .*)?");
    assertThat(Http.get(server, "healthz").statusCode()).isEqualTo(200);
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
