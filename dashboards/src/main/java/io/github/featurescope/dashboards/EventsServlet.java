package io.github.featurescope.dashboards;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Opens the stream of events.
 *
 * <p>A servlet of its own beside Javalin, whose event streams log every browser that closes its
 * window as an error.
 */
final class EventsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient RequestGuard guard;
  private final transient Viewers viewers;

  EventsServlet(RequestGuard guard, Viewers viewers) {
    this.guard = guard;
    this.viewers = viewers;
  }

  /** Asks the guard whatever the method, and knows one: HttpServlet would answer others itself. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestGuard.HEADERS.forEach(response::setHeader);
    RequestGuard.Refusal refusal = guard.refusal(asked(request));
    if (refusal != null) {
      answer(response, refusal.status(), refusal.reason());
    } else if (!request.getMethod().equals("GET")) {
      response.setHeader("Allow", "GET");
      answer(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Events are there to be read.");
    } else if (viewers.isFull()) {
      answer(
          response,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE,
          "Already " + Viewers.MAX_VIEWERS + " viewers; close one and try again.");
    } else {
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("UTF-8");
      response.setHeader("Cache-Control", "no-cache");
      AsyncContext stream = request.startAsync();
      stream.setTimeout(0);
      viewers.connect(stream, request.getHeader("Last-Event-ID"));
    }
  }

  private static RequestGuard.Request asked(HttpServletRequest request) {
    return new RequestGuard.Request() {
      @Override
      public @Nullable String header(String name) {
        return request.getHeader(name);
      }

      @Override
      public String path() {
        return "/events";
      }

      @Override
      public @Nullable String token() {
        return request.getParameter("token");
      }
    };
  }

  private static void answer(HttpServletResponse response, int status, String text)
      throws IOException {
    response.setStatus(status);
    response.setContentType("text/plain; charset=utf-8");
    response.getWriter().println(text);
  }
}
