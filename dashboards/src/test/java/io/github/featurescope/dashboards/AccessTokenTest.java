package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AccessTokenTest {

  private static final String TOKEN = "a-token-of-20-chars.";
  private static LiveServer server;

  @BeforeAll
  static void start() {
    server = LiveServer.builder().token(TOKEN).metrics(() -> "up 1\n").start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static int status(String path, String... headers) throws Exception {
    return Http.rawStatus(
        server,
        Stream.concat(
                Stream.of("GET " + path + " HTTP/1.1", "Host: localhost"), Arrays.stream(headers))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/assets/page.js",
        "/api/run",
        "/api/catalogue",
        "/api/picture?run=a&id=1",
        "/events",
        "/metrics",
        "/healthz",
        "/nowhere"
      })
  void noRouteAnswersWithoutIt(String path) throws Exception {
    assertThat(status(path)).isEqualTo(401);
    assertThat(status(path, "Authorization: Bearer " + TOKEN + "x")).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/assets/page.js", "/api/run", "/events", "/metrics"})
  void everyRouteAnswersABearer(String path) throws Exception {
    assertThat(status(path, "Authorization: Bearer " + TOKEN)).isEqualTo(200);
    assertThat(status(path, "authorization: bearer  " + TOKEN)).isEqualTo(200);
  }

  @Test
  void aBrowserGetsACookieForIt() throws Exception {
    HttpResponse<String> page = Http.get(server, "");
    assertThat(page.statusCode()).isEqualTo(200);
    String cookie = page.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/");
    String kept = "Cookie: other=1; " + cookie.substring(0, cookie.indexOf(';'));
    assertThat(status("/events", kept)).isEqualTo(200);
    assertThat(status("/api/run", kept)).isEqualTo(200);
  }

  @Test
  void theCookieOfAnotherPortIsNone() throws Exception {
    assertThat(status("/api/run", "Cookie: featurescope-1=" + TOKEN)).isEqualTo(401);
  }

  @Test
  void anotherSiteIsRefusedWithTheTokenToo() throws Exception {
    String bearer = "Authorization: Bearer " + TOKEN;
    assertThat(status("/api/run", bearer, "Origin: https://evil.example")).isEqualTo(403);
    assertThat(status("/api/run", bearer, "Sec-Fetch-Site: cross-site")).isEqualTo(403);
  }

  @Test
  void theAddressHoldsIt() {
    assertThat(server.uri()).hasQuery("token=" + TOKEN);
  }

  @Test
  void anotherAddressThanLoopbackTakesOne() {
    LiveServer.Builder open = LiveServer.builder().host("0.0.0.0");
    assertThatThrownBy(open::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0.0.0")
        .hasMessageContaining("give the page a token");
  }

  @Test
  void anotherAddressServesWhoHasIt() throws Exception {
    try (LiveServer all = LiveServer.builder().host("0.0.0.0").randomToken().start()) {
      String token = all.uri().getQuery().substring("token=".length());
      assertThat(token).hasSize(32);
      assertThat(Http.rawStatus(all, "GET /healthz HTTP/1.1", "Host: train.example"))
          .isEqualTo(401);
      assertThat(
              Http.rawStatus(
                  all,
                  "GET /healthz HTTP/1.1",
                  "Host: train.example",
                  "Authorization: Bearer " + token))
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "fifteen-letters", "sixteen letters!", "ünïcödé-ünïcödé-x"})
  void refusesWhatIsNoToken(String token) {
    assertThatThrownBy(() -> LiveServer.builder().token(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("choose 16 to 256");
  }

  @Test
  void twoRandomOnesDiffer() {
    assertThat(AccessToken.random().matches(AccessToken.random().value())).isFalse();
  }
}
