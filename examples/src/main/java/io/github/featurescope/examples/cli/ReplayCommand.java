package io.github.featurescope.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.dashboards.LiveServer;
import io.github.featurescope.dashboards.OpenMetricsBackfill;
import io.github.featurescope.dashboards.PortInUseException;
import io.github.featurescope.dashboards.RecordedRun;
import io.github.featurescope.dashboards.Replay;
import io.github.featurescope.examples.InputException;
import io.github.featurescope.listeners.MetricCatalogue;
import io.github.featurescope.listeners.RunMeters;
import io.github.featurescope.listeners.RunSink;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a recorded run again: on the live page, or to Prometheus at its true times. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Play a recorded run on the live page and /metrics, or write it for Prometheus.",
      "A run that was killed is played as far as its log goes. Several runs begin together.",
      "Into Prometheus, with the times at which the numbers were true:",
      "  featurescope replay runs/a --open-metrics a.om",
      "  promtool tsdb create-blocks-from openmetrics a.om data/",
      "  prometheus --storage.tsdb.path=data/ --storage.tsdb.retention.time=10y"
    })
final class ReplayCommand implements Callable<Integer> {

  private static final int DEFAULT_PORT = 7077;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "Folders of runs, such as runs/a, or their logs, gzipped or not.")
  private List<Path> folders = List.of();

  @Option(
      names = "--speed",
      paramLabel = "X",
      defaultValue = "1",
      description = "Recorded seconds in one, such as 10, or max for all at once; by default 1.")
  private String speed = "1";

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the live page and /metrics; 0: any; by default 7077 or any.")
  private @Nullable Integer port;

  @Option(
      names = "--linger",
      paramLabel = "SECONDS",
      description =
          "Serve page and /metrics for so long after the last event; by default until" + " Ctrl-C.")
  private @Nullable Integer linger;

  @Option(
      names = "--open-metrics",
      paramLabel = "FILE",
      description = "Write OpenMetrics with the recorded times, and serve no page; - is stdout.")
  private @Nullable Path openMetrics;

  @Option(
      names = "--job",
      paramLabel = "NAME",
      defaultValue = "featurescope",
      description = "Label job of the OpenMetrics; by default featurescope.")
  private String job = "featurescope";

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      defaultValue = "recorded",
      description = "Label instance of the OpenMetrics; by default recorded.")
  private String instance = "recorded";

  @Option(
      names = "--json",
      description = "Print what was replayed as one JSON object and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    double chosen = speed();
    Checks checks = new Checks(spec);
    checks.require(linger == null || linger >= 0, "--linger " + linger + ": at least 0");
    List<RecordedRun> runs = read();
    if (openMetrics != null) {
      checks.require(
          !json || !isStdout(openMetrics),
          "--json and --open-metrics - would both print: drop one");
      write(runs, openMetrics);
    } else {
      play(runs, chosen);
    }
    return 0;
  }

  private double speed() {
    if (speed.toLowerCase(Locale.ROOT).equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    double parsed;
    try {
      parsed = Double.parseDouble(speed);
    } catch (NumberFormatException e) {
      parsed = Double.NaN;
    }
    new Checks(spec)
        .require(parsed > 0, "--speed " + speed + ": choose a number above 0, such as 10, or max");
    return parsed;
  }

  private List<RecordedRun> read() {
    List<RecordedRun> runs = new ArrayList<>();
    for (Path folder : folders) {
      try {
        RecordedRun run = RecordedRun.read(folder);
        run.remarks().forEach(remark -> say(run.file() + ": " + remark));
        runs.add(run);
      } catch (IOException e) {
        throw new InputException(
            e.getClass() == IOException.class
                ? String.valueOf(e.getMessage())
                : folder + ": cannot be read (" + e + ")",
            e);
      }
    }
    return runs;
  }

  private static boolean isStdout(Path file) {
    return file.toString().equals("-");
  }

  private void write(List<RecordedRun> runs, Path file) throws IOException {
    for (RecordedRun run : runs) {
      if (run.count("start") == 0) {
        throw new InputException(
            run.file() + ": the start of the run is missing, so its meters are not known");
      }
    }
    OpenMetricsBackfill text = OpenMetricsBackfill.of(job, instance);
    runs.forEach(text::add);
    if (isStdout(file)) {
      PrintWriter out = spec.commandLine().getOut();
      text.writeTo(out);
      out.flush();
    } else {
      try (Writer out = Files.newBufferedWriter(file)) {
        text.writeTo(out);
      } catch (IOException e) {
        throw new InputException("--open-metrics " + file + ": cannot be written (" + e + ")", e);
      }
      say(file + ": " + text.series() + " series of " + events(runs));
    }
    if (json) {
      ObjectNode all = summary(runs);
      all.put("openMetrics", file.toString()).put("series", text.series());
      print(all);
    }
  }

  private void play(List<RecordedRun> runs, double chosen)
      throws IOException, InterruptedException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    RunMeters meters = RunMeters.create();
    meters.bindTo(registry);
    try (LiveServer server = serve(registry)) {
      Replay replay = Replay.atSpeed(chosen);
      for (RecordedRun run : runs) {
        RunSink shown = meters.sink();
        // Whoever replays a run is alive; its own times would look like a trainer that is stuck.
        shown.heartbeat(System::currentTimeMillis);
        replay.add(run, List.of(server.sink(), shown));
      }
      say("live page  " + server.uri());
      say("replaying  " + events(runs) + " in " + inWords(replay.length()));
      try (ReplayProgress progress = ReplayProgress.on(System.err, replay.events())) {
        replay.play(progress);
      }
      if (json) {
        print(summary(runs).put("page", server.uri().toString()));
      }
      stay();
    }
  }

  private LiveServer serve(PrometheusMeterRegistry registry) {
    LiveServer.Builder builder =
        LiveServer.builder().catalogue(MetricCatalogue.json()).metrics(registry);
    try {
      return builder.port(port == null ? DEFAULT_PORT : port).start();
    } catch (PortInUseException e) {
      if (port != null) {
        throw e;
      }
      return builder.port(0).start();
    }
  }

  private void stay() throws InterruptedException {
    if (linger == null) {
      say("done; page and /metrics stay until Ctrl-C");
      TimeUnit.DAYS.sleep(Long.MAX_VALUE / TimeUnit.DAYS.toNanos(1));
    } else if (linger > 0) {
      say("done; page and /metrics stay for " + linger + " s");
      TimeUnit.SECONDS.sleep(linger);
    }
  }

  private static String events(List<RecordedRun> runs) {
    int events = runs.stream().mapToInt(run -> run.events().size()).sum();
    String of = runs.size() == 1 ? "run '" + runs.get(0).name() + "'" : runs.size() + " runs";
    return events + " events of " + of;
  }

  private static String inWords(Duration length) {
    return length.compareTo(Duration.ofMinutes(3)) < 0
        ? String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1e3)
        : String.format(
            Locale.ROOT, "%.0f min; --speed makes it faster", length.toSeconds() / 60.0);
  }

  private ObjectNode summary(List<RecordedRun> runs) {
    ObjectNode all = new ObjectMapper().createObjectNode();
    ArrayNode each = all.putArray("runs");
    for (RecordedRun run : runs) {
      ObjectNode one = each.addObject().put("run", run.name()).put("log", run.file().toString());
      one.put("events", run.events().size()).put("probes", run.count("probe"));
      one.put("failures", run.count("failure")).put("ended", run.count("end") > 0);
      run.remarks().forEach(one.putArray("remarks")::add);
    }
    return all;
  }

  private void print(ObjectNode all) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(new ObjectMapper().writeValueAsString(all));
    out.flush();
  }

  private void say(String line) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
