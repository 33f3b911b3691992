package io.github.featurescope.dashboards;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Asks the guard about every request, whatever its path and method, and opens the stream of events.
 *
 * <p>The stream is here and not among the other routes because Javalin's own logs every browser
 * that closes its window as an error, and a servlet's would hold a thread.
 */
final class FrontDoor extends Handler.Wrapper {

  private static final String EVENTS = "/events";

  private final RequestGuard guard;
  private final Viewers viewers;

  FrontDoor(RequestGuard guard, Viewers viewers) {
    this.guard = guard;
    this.viewers = viewers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpFields.Mutable headers = response.getHeaders();
    RequestGuard.HEADERS.forEach(headers::put);
    headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
    RequestGuard.Request asked = asked(request);
    RequestGuard.Refusal refusal = guard.refusal(asked);
    if (refusal != null) {
      answer(response, callback, refusal.status(), refusal.reason());
      return true;
    }
    String cookie = guard.cookieFor(asked);
    if (cookie != null) {
      headers.add(HttpHeader.SET_COOKIE, cookie);
    }
    if (asked.path().equals(EVENTS)) {
      events(request, response, callback);
      return true;
    }
    // Javalin says less of a body to HEAD than to GET. Jetty knows what was asked, and sends none.
    boolean head = request.getMethod().equals("HEAD");
    return super.handle(head ? new AsGet(request) : request, response, callback);
  }

  private static final class AsGet extends Request.Wrapper {

    AsGet(Request head) {
      super(head);
    }

    @Override
    public String getMethod() {
      return "GET";
    }
  }

  private void events(Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    if (!request.getMethod().equals("GET")) {
      headers.put(HttpHeader.ALLOW, "GET");
      answer(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "Events are there to be read.");
      return;
    }
    boolean gzip = accepts(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING));
    headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    headers.put(HttpHeader.VARY, "Accept-Encoding");
    if (gzip) {
      headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
    Wire wire = gzip ? Wire.gzip() : Wire.plain();
    if (!viewers.connect(response, callback, wire, request.getHeaders().get("Last-Event-ID"))) {
      headers.remove(HttpHeader.CONTENT_ENCODING);
      answer(
          response,
          callback,
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "Already " + Viewers.MAX_VIEWERS + " viewers; close one and try again.");
    }
  }

  /** Whether a client takes gzip: it is named, and not with a weight of 0. */
  static boolean accepts(@Nullable String encodings) {
    if (encodings == null) {
      return false;
    }
    for (String one : encodings.split(",", -1)) {
      String[] parts = one.trim().split("\\s*;\\s*", 2);
      if (parts[0].equalsIgnoreCase("gzip")) {
        return parts.length == 1 || !parts[1].matches("(?i)q\\s*=\\s*0(\\.0*)?\\s*");
      }
    }
    return false;
  }

  private static void answer(Response response, Callback callback, int status, String text) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    Content.Sink.write(response, true, text + "\n", callback);
  }

  private static RequestGuard.Request asked(Request request) {
    return new RequestGuard.Request() {
      @Override
      public @Nullable String header(String name) {
        return request.getHeaders().get(name);
      }

      @Override
      public String path() {
        return Request.getPathInContext(request);
      }

      @Override
      public @Nullable String token() {
        return Request.extractQueryParameters(request, StandardCharsets.UTF_8).getValue("token");
      }
    };
  }
}
