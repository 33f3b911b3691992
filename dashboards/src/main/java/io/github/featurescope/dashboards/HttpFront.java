package io.github.featurescope.dashboards;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.io.ByteArrayOutputStream;
import java.net.BindException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/** Answers HTTP requests from the history of a run; everything about the web server is here. */
final class HttpFront {

  private static final int MAX_THREADS = 24;

  private final String host;
  private final History history;
  private final Viewers viewers;
  private final Javalin javalin;

  private HttpFront(LiveServer.Builder builder, History history) {
    this.host = builder.host();
    this.history = history;
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 2);
    threads.setDaemon(true);
    threads.setName("featurescope-page");
    this.viewers = new Viewers(history, threads);
    JavalinLogger.startupInfo = false;
    this.javalin =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.startup.startupWatcherEnabled = false;
              config.http.generateEtags = true;
              config.http.prefer405over404 = true;
              config.http.maxRequestSize = 1024;
              config.jetty.threadPool = threads;
              config.jetty.modifyServer(server -> server.setStopTimeout(0));
              config.jetty.addConnector((server, http) -> connector(builder, server, http));
              addRoutes(config, builder, Page.load());
            });
  }

  static HttpFront start(LiveServer.Builder builder, History history) {
    HttpFront front = new HttpFront(builder, history);
    try {
      front.javalin.start();
    } catch (JavalinException e) {
      front.close();
      if (e instanceof JavalinBindException || hasBindCause(e)) {
        throw new PortInUseException(builder.host(), builder.port(), e);
      }
      throw e;
    }
    return front;
  }

  Viewers viewers() {
    return viewers;
  }

  int port() {
    return javalin.port();
  }

  URI uri() {
    String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + port() + "/");
  }

  void close() {
    javalin.stop();
  }

  private static ServerConnector connector(
      LiveServer.Builder builder, Server server, HttpConfiguration http) {
    http.setSendServerVersion(false);
    // The server's own timer is no daemon, so it would keep the program from ending.
    ScheduledExecutorScheduler timer = new ScheduledExecutorScheduler("featurescope-timer", true);
    ServerConnector connector =
        new ServerConnector(server, null, timer, null, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(builder.host());
    connector.setPort(builder.port());
    return connector;
  }

  private void addRoutes(JavalinConfig config, LiveServer.Builder builder, Page page) {
    RequestGuard guard = RequestGuard.forHost(builder.host());
    String catalogue = builder.catalogue() == null ? "[]" : builder.catalogue().toString();
    config.routes.before(guard::check);
    config.routes.before(ctx -> ctx.header("Cache-Control", "no-cache"));
    config.routes.get("/", ctx -> ctx.html(page.html()));
    config.routes.get("/assets/{name}", ctx -> asset(ctx, page));
    config.routes.get("/api/run", this::run);
    config.routes.get(
        "/api/catalogue", ctx -> ctx.contentType(ContentType.APPLICATION_JSON).result(catalogue));
    config.routes.get("/healthz", ctx -> ctx.result("ok\n"));
    config.routes.get("/metrics", ctx -> metrics(ctx, builder.metrics()));
    config.routes.before("/events", this::refuseWhenFull);
    config.routes.sse("/events", viewers::connect);
  }

  private static void asset(Context ctx, Page page) {
    Page.Asset asset = page.assets().get(ctx.pathParam("name"));
    if (asset == null) {
      throw new NotFoundResponse("There is no such file.");
    }
    ctx.contentType(asset.contentType()).result(asset.content());
  }

  private void run(Context ctx) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] separator = "[".getBytes(StandardCharsets.UTF_8);
    for (History.Entry entry : history.all()) {
      out.writeBytes(separator);
      out.writeBytes(entry.json());
      separator = ",\n".getBytes(StandardCharsets.UTF_8);
    }
    out.writeBytes((out.size() == 0 ? "[]" : "]").getBytes(StandardCharsets.UTF_8));
    ctx.contentType(ContentType.APPLICATION_JSON).result(out.toByteArray());
  }

  private static void metrics(Context ctx, @Nullable MetricsRoute route) {
    if (route == null) {
      throw new NotFoundResponse("No meter registry was given to this page.");
    }
    route.answer(ctx);
  }

  private void refuseWhenFull(Context ctx) {
    if (viewers.isFull()) {
      throw new ServiceUnavailableResponse(
          "Already " + Viewers.MAX_VIEWERS + " viewers; close one and try again.");
    }
  }

  private static boolean hasBindCause(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return true;
      }
    }
    return false;
  }
}
