package io.github.featurescope.examples.cli;

import io.github.featurescope.dashboards.LiveServer;
import io.github.featurescope.dashboards.PortInUseException;
import io.github.featurescope.examples.training.RunFolder;
import io.github.featurescope.listeners.MetricCatalogue;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
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
    LiveServer.Builder builder =
        LiveServer.builder().catalogue(MetricCatalogue.json()).metrics(registry);
    if (port != null) {
      return builder.port(port).start();
    }
    try {
      return builder.port(DEFAULT_PORT).start();
    } catch (PortInUseException e) {
      return builder.port(0).start();
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
