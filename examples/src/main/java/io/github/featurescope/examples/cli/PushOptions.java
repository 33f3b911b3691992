package io.github.featurescope.examples.cli;

import io.github.featurescope.dashboards.Push;
import io.github.featurescope.dashboards.PushSink;
import io.github.featurescope.examples.InputException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to send a run's meters, for jobs that end before anybody scrapes them. */
final class PushOptions {

  private static final int DEFAULT_HOLD = 20;

  @Option(
      names = "--push",
      paramLabel = "URL",
      description =
          "Pushgateway to send the meters to, such as http://localhost:9091; they are deleted there"
              + " at the end.")
  private @Nullable String gateway;

  @Option(
      names = "--push-hold",
      paramLabel = "SECONDS",
      description = "Leave the last numbers there so long, for Prometheus to scrape them.")
  private int hold = DEFAULT_HOLD;

  @Option(
      names = "--otlp",
      paramLabel = "URL",
      description =
          "OTLP receiver to send the meters to, such as http://localhost:4318/v1/metrics.")
  private @Nullable String otlp;

  @Option(
      names = "--job",
      paramLabel = "NAME",
      description = "Label job of what is sent, or service.name.")
  private String job = "featurescope";

  void check(Checks checks) {
    checks.atLeast("--push-hold", hold, 0);
  }

  /** The sinks that were asked for. */
  List<PushSink> sinks() {
    List<PushSink> sinks = new ArrayList<>();
    if (gateway != null) {
      sinks.add(push("--push", gateway, Push::toGateway).holdFor(Duration.ofSeconds(hold)).sink());
    }
    if (otlp != null) {
      sinks.add(push("--otlp", otlp, Push::toOtlp).sink());
    }
    return sinks;
  }

  private Push push(String option, String address, Function<URI, Push> to) {
    try {
      return to.apply(URI.create(address)).job(job);
    } catch (IllegalArgumentException e) {
      throw new InputException(option + " " + address + ": " + e.getMessage(), e);
    }
  }

  /** Says what takes time at the end. */
  @Nullable String note() {
    return gateway == null || hold == 0
        ? null
        : "pushing    to "
            + gateway
            + "; at the end the last numbers stay there for "
            + hold
            + " s (--push-hold)";
  }
}
