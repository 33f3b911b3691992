package io.github.featurescope.dashboards;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import io.javalin.util.JavalinLogger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.HouseKeeper;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Answers HTTP requests from the history of a run; everything about the web server is here. */
final class HttpFront {

  private static final int MAX_THREADS = 24;

  private final String host;
  private final int port;
  private final History history;
  private final Runs runs;
  private final @Nullable AccessToken token;
  private final Viewers viewers;
  private final Javalin javalin;

  @SuppressWarnings("StaticAssignmentInConstructor") // Javalin's only way to be quiet
  private HttpFront(
      LiveServer.Builder builder, History history, Runs runs, ServerSocketChannel socket) {
    this.host = builder.host();
    this.port = socket.socket().getLocalPort();
    this.history = history;
    this.runs = runs;
    this.token = builder.token();
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 2);
    threads.setDaemon(true);
    threads.setName("featurescope-page");
    this.viewers = new Viewers(history);
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
              // A timer that is no daemon would keep the program from ending.
              config.jetty.modifyServer(HttpFront::useDaemonTimer);
              config.jetty.addConnector((server, http) -> connector(server, http, socket));
              addRoutes(config, builder, Page.load());
            });
  }

  static HttpFront start(LiveServer.Builder builder, History history, Runs runs) {
    // Bound before the web server starts, which would report a taken port in its own way as well.
    ServerSocketChannel socket = bind(builder.host(), builder.port());
    try {
      HttpFront front = new HttpFront(builder, history, runs, socket);
      front.javalin.start();
      return front;
    } catch (RuntimeException e) {
      closeQuietly(socket);
      throw e;
    }
  }

  Viewers viewers() {
    return viewers;
  }

  int port() {
    return port;
  }

  URI uri() {
    String reached = reached(host);
    String name = reached.contains(":") && !reached.startsWith("[") ? "[" + reached + "]" : reached;
    String query = token == null ? "" : "?token=" + token.value();
    return URI.create("http://" + name + ":" + port + "/" + query);
  }

  /** The name under which others reach this machine where it listens on all its addresses. */
  private static String reached(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress()
          ? InetAddress.getLocalHost().getHostName()
          : host;
    } catch (UnknownHostException ignored) {
      return host;
    }
  }

  void close() {
    javalin.stop();
  }

  private static ServerSocketChannel bind(String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "The host " + host + " is unknown; leave it out for 127.0.0.1.");
    }
    ServerSocketChannel socket = null;
    try {
      socket = ServerSocketChannel.open();
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return socket.bind(address);
    } catch (BindException e) {
      closeQuietly(socket);
      throw new PortInUseException(host, port, e);
    } catch (IOException e) {
      closeQuietly(socket);
      throw new UncheckedIOException("The live page cannot listen on " + host + ".", e);
    }
  }

  private static void closeQuietly(@Nullable ServerSocketChannel socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException ignored) {
      // what went wrong before is told instead
    }
  }

  private static void useDaemonTimer(Server server) {
    server.removeBean(server.getScheduler());
    server.addBean(new ScheduledExecutorScheduler("featurescope-timer", true));
    // There are no sessions to sweep, and the sweeper insists on the server's first timer.
    HouseKeeper noSweeper = new HouseKeeper();
    try {
      noSweeper.setIntervalSec(0);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    DefaultSessionIdManager sessions = new DefaultSessionIdManager(server);
    sessions.setSessionHouseKeeper(noSweeper);
    server.addBean(sessions, true);
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, ServerSocketChannel socket) {
    http.setSendServerVersion(false);
    Scheduler timer = server.getBean(Scheduler.class);
    ServerConnector connector =
        new ServerConnector(server, null, timer, null, 1, 1, new HttpConnectionFactory(http));
    try {
      connector.open(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return connector;
  }

  private void addRoutes(JavalinConfig config, LiveServer.Builder builder, Page page) {
    RequestGuard guard = RequestGuard.of(builder.host(), port, builder.token());
    String catalogue = builder.catalogue() == null ? "[]" : builder.catalogue().toString();
    config.routes.get("/", ctx -> ctx.html(page.html()));
    config.routes.get("/assets/{name}", ctx -> asset(ctx, page));
    config.routes.get("/api/run", this::run);
    config.routes.get(
        "/api/catalogue", ctx -> ctx.contentType(ContentType.APPLICATION_JSON).result(catalogue));
    config.routes.get("/api/picture", this::picture);
    config.routes.get("/healthz", ctx -> ctx.result("ok\n"));
    config.routes.get("/metrics", ctx -> metrics(ctx, builder.metrics()));
    config.jetty.modifyServer(server -> server.setHandler(new FrontDoor(guard, viewers)));
    config.jetty.modifyServer(server -> server.setErrorHandler(new PlainErrors()));
    config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(new PlainErrors()));
  }

  private void picture(Context ctx) {
    try {
      long id = Long.parseLong(String.valueOf(ctx.queryParam("id")));
      byte[] png =
          runs.picture(String.valueOf(ctx.queryParam("run")), id)
              .orElseThrow(() -> new NotFoundResponse("There is no picture of this sample."));
      ctx.contentType("image/png").result(png);
    } catch (NumberFormatException e) {
      throw new BadRequestResponse("The id of a sample is a whole number.");
    } catch (IOException | RuntimeException e) {
      if (e instanceof HttpResponseException answered) {
        throw answered;
      }
      throw new NotFoundResponse("This sample cannot be drawn.");
    }
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
      out.writeBytes(entry.frame().json());
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
}
