package io.github.featurescope.dashboards;

import java.net.InetAddress;
import java.net.URI;
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

  private final boolean loopback;

  private RequestGuard(boolean loopback) {
    this.loopback = loopback;
  }

  static RequestGuard forHost(String host) {
    return new RequestGuard(isLoopback(host));
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException ignored) {
      return false; // the server will say that the name is unknown
    }
  }

  /** Says why a request is refused; null where it is answered. */
  @Nullable String refusal(Headers headers, String path) {
    String host = headers.get("Host");
    if (loopback && !LOOPBACK.contains(name(host))) {
      return "This page answers on localhost only.";
    }
    String origin = headers.get("Origin");
    if (origin != null && !authority(origin).equalsIgnoreCase(String.valueOf(host))) {
      return "Requests from other sites are refused.";
    }
    boolean opensThePage = "navigate".equals(headers.get("Sec-Fetch-Mode")) && path.equals("/");
    if ("cross-site".equals(headers.get("Sec-Fetch-Site")) && !opensThePage) {
      return "Requests from other sites are refused.";
    }
    return null;
  }

  /** The headers of a request. */
  interface Headers {

    /** Returns the value of a header, null where the request has none. */
    @Nullable String get(String name);
  }

  private static String name(@Nullable String host) {
    String value = host == null ? "" : host.toLowerCase(Locale.ROOT);
    int colon = value.lastIndexOf(':');
    return colon > value.lastIndexOf(']') ? value.substring(0, colon) : value;
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException ignored) {
      return "";
    }
  }
}
