package io.github.featurescope.examples.cli;

import io.github.featurescope.dashboards.LiveServer;
import io.github.featurescope.dashboards.PortInUseException;
import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.training.RunFolder;
import io.github.featurescope.listeners.MetricCatalogue;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Where to show a run and leave it. */
final class ShowOptions {

  private static final int DEFAULT_PORT = 7077;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the run; by default runs/ and the time.")
  private @Nullable Path out;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the live page and /metrics; 0: any; by default 7077 or any.")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "Address of the live page and /metrics; any but loopback takes --token.")
  private String host = "127.0.0.1";

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:FEATURESCOPE_TOKEN}",
      showDefaultValue = Visibility.NEVER,
      description =
          "What every request must know: 16 or more letters and digits, or new for one that is made"
              + " and printed; or in the environment, as FEATURESCOPE_TOKEN.")
  private @Nullable String token;

  @Option(
      names = "--compare",
      paramLabel = "DIR",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Recorded runs to show on the live page beside this one.")
  private List<Path> compared = List.of();

  @Option(names = "--no-page", description = "Serve no live page and no /metrics.")
  private boolean noPage;

  @Option(
      names = "--linger",
      paramLabel = "SECONDS",
      description = "Serve page and /metrics for so long after training.")
  private int linger;

  @Option(names = "--json", description = "Print the summary as one JSON object and nothing else.")
  private boolean json;

  void check(Checks checks) {
    checks.atLeast("--linger", linger, 0);
    checks.require(
        noPage || token != null || isLoopback(),
        "--host "
            + host
            + ": whoever reaches that address could read the run; add --token new, or leave --host"
            + " out for 127.0.0.1");
    checks.require(
        compared.isEmpty() || !noPage,
        "--compare shows runs on the live page; leave --no-page out");
  }

  boolean json() {
    return json;
  }

  /** Where lines for people go. */
  PrintStream lines() {
    return json ? System.err : System.out;
  }

  RunFolder folder() {
    return RunFolder.create(out == null ? defaultFolder() : out);
  }

  private static Path defaultFolder() {
    String time =
        LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return Path.of("runs", time);
  }

  @Nullable LiveServer serve(PrometheusMeterRegistry registry) {
    if (noPage) {
      return null;
    }
    List<RunFolder> runs = compared.stream().map(RunFolder::open).toList();
    LiveServer.Builder builder =
        LiveServer.builder().host(host).catalogue(MetricCatalogue.json()).metrics(registry);
    try {
      if ("new".equals(token)) {
        builder.randomToken();
      } else if (token != null) {
        builder.token(token);
      }
    } catch (IllegalArgumentException e) {
      throw new InputException("--token: " + e.getMessage(), e);
    }
    LiveServer server = start(builder);
    try {
      runs.forEach(run -> run.showOn(server));
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private LiveServer start(LiveServer.Builder builder) {
    try {
      return builder.port(port == null ? DEFAULT_PORT : port).start();
    } catch (PortInUseException e) {
      if (port != null) {
        throw e;
      }
      return builder.port(0).start();
    } catch (IllegalArgumentException e) {
      throw new InputException("--host: " + e.getMessage(), e);
    }
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException ignored) {
      return true; // the server says that it does not know the name
    }
  }

  void linger() {
    if (linger > 0 && !noPage) {
      System.err.println("training is done; page and /metrics stay for " + linger + " s");
      try {
        Thread.sleep(linger * 1000L);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
