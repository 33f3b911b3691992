package io.github.featurescope.dashboards;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that another web site makes through the browser of the person who trains.
 *
 * <p>A page on loopback is open to DNS rebinding (a foreign name that resolves to 127.0.0.1) and to
 * cross-origin reads; the Host, Origin and Sec-Fetch-Site headers give both away.
 */
final class RequestGuard {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** What every answer says to the browser about itself. */
  static final Map<String, String> HEADERS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Content-Security-Policy", Page.LIVE_POLICY);

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final Refusal OTHER_SITE =
      new Refusal(FORBIDDEN, "Requests from other sites are refused.");

  /** Why a request is not answered. */
  record Refusal(int status, String reason) {}

  private final boolean loopback;
  private final @Nullable AccessToken token;
  private final String cookie;

  private RequestGuard(boolean loopback, @Nullable AccessToken token, int port) {
    this.loopback = loopback;
    this.token = token;
    // Browsers keep one jar for all ports of a host.
    this.cookie = "featurescope-" + port;
  }

  static RequestGuard of(String host, int port, @Nullable AccessToken token) {
    return new RequestGuard(isLoopback(host), token, port);
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException ignored) {
      return false; // the server will say that the name is unknown
    }
  }

  /** Says why a request is refused; null where it is answered. */
  @Nullable Refusal refusal(Request request) {
    String host = request.header("Host");
    // Of another address the name is not known; there the token keeps out who has none.
    if (loopback && !LOOPBACK.contains(name(host))) {
      return new Refusal(FORBIDDEN, "This page answers on localhost only.");
    }
    String origin = request.header("Origin");
    if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
      return OTHER_SITE;
    }
    boolean opensThePage =
        "navigate".equals(request.header("Sec-Fetch-Mode")) && request.path().equals("/");
    if ("cross-site".equals(request.header("Sec-Fetch-Site")) && !opensThePage) {
      return OTHER_SITE;
    }
    if (token != null && !isAuthorized(token, request)) {
      return new Refusal(
          UNAUTHORIZED,
          "This page takes a token: open the address that the run has printed, which holds it, or"
              + " send 'Authorization: Bearer TOKEN'.");
    }
    return null;
  }

  private boolean isAuthorized(AccessToken asked, Request request) {
    return asked.isBorneBy(request.header("Authorization"))
        || asked.isIn(request.header("Cookie"), cookie)
        || asked.matches(request.token());
  }

  /** The cookie that a browser is to keep, if it has come with the token in the address. */
  @Nullable String cookieFor(Request request) {
    return token == null || !token.matches(request.token())
        ? null
        : cookie + "=" + token.value() + "; Path=/; HttpOnly; SameSite=Strict";
  }

  /** What is known of a request before it is answered. */
  interface Request {

    /** Returns the value of a header, null where the request has none. */
    @Nullable String header(String name);

    /** Returns the path, from its first slash. */
    String path();

    /** Returns the parameter {@code token} of the query, null where there is none. */
    @Nullable String token();
  }

  private static String name(@Nullable String host) {
    String value = host == null ? "" : host.toLowerCase(Locale.ROOT);
    int colon = value.lastIndexOf(':');
    return colon > value.lastIndexOf(']') ? value.substring(0, colon) : value;
  }
}
