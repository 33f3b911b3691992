package io.github.featurescope.dashboards;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
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

  void check(Context ctx) {
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("X-Frame-Options", "DENY");
    ctx.header("Referrer-Policy", "no-referrer");
    ctx.header("Cross-Origin-Resource-Policy", "same-origin");
    ctx.header("Cross-Origin-Opener-Policy", "same-origin");
    ctx.header("Content-Security-Policy", Page.LIVE_POLICY);
    String host = ctx.header("Host");
    if (loopback && !LOOPBACK.contains(name(host))) {
      throw new ForbiddenResponse("This page answers on localhost only.");
    }
    String origin = ctx.header("Origin");
    if (origin != null && !authority(origin).equalsIgnoreCase(String.valueOf(host))) {
      throw new ForbiddenResponse("Requests from other sites are refused.");
    }
    boolean opensThePage =
        "navigate".equals(ctx.header("Sec-Fetch-Mode")) && ctx.path().equals("/");
    String site = ctx.header("Sec-Fetch-Site");
    if ("cross-site".equals(site) && !opensThePage) {
      throw new ForbiddenResponse("Requests from other sites are refused.");
    }
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
