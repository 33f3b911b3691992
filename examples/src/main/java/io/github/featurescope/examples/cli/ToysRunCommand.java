package io.github.featurescope.examples.cli;

import io.github.featurescope.dashboards.LiveServer;
import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.DivergedException;
import io.github.featurescope.examples.toys.Settings;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.ToyRun;
import io.github.featurescope.examples.toys.Trajectory;
import io.github.featurescope.examples.toys.suite.PictureFormat;
import io.github.featurescope.examples.toys.suite.Pictures;
import io.github.featurescope.examples.toys.suite.Suite;
import io.github.featurescope.examples.toys.suite.ToyMeters;
import io.github.featurescope.examples.toys.suite.TrajectoryWriter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one toy. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = "Run a toy and print its order parameters over time.")
final class ToysRunCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "Which; 'toys list' names all.")
  private String name;

  @Option(names = "--seed", paramLabel = "N", description = "Of data, weights and training.")
  private long seed = 1;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change a parameter; 'toys list NAME --parameters' names all.")
  private List<String> assignments = new ArrayList<>();

  @Option(names = "--format", paramLabel = "FORMAT", description = "csv or jsonl.")
  private TrajectoryWriter format = TrajectoryWriter.CSV;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to write the rows to, as NAME.csv or NAME.jsonl, instead of stdout.")
  private @Nullable Path out;

  @Option(
      names = "--plot",
      arity = "0..1",
      preprocessor = PlotFile.class,
      paramLabel = "FILE",
      description =
          "Also draw every order parameter: into FILE, an .svg or .png; without FILE into NAME.svg.")
  private @Nullable Path plot;

  @Option(
      names = "--metrics-port",
      paramLabel = "N",
      description = "Serve the order parameters as gauges under /metrics; 0: any port.")
  private @Nullable Integer port;

  @Option(
      names = "--linger",
      paramLabel = "SECONDS",
      description = "Serve them for so long after the run.")
  private int linger;

  @Option(
      names = "--time",
      hidden = true,
      paramLabel = "N",
      description = "Run it N times before and tell how long each took.")
  private int timed;

  @Spec private CommandSpec spec;

  private Consumer<Trajectory.Row> watcher = row -> {};

  @Override
  public Integer call() {
    Checks checks = new Checks(spec);
    checks.atLeast("--linger", linger, 0);
    checks.require(
        port == null || (port >= 0 && port <= 65535),
        "--metrics-port " + port + ": 1 to 65535, or 0 for any free one");
    if (plot != null) {
      PictureFormat.of(plot); // refused before the run rather than after it
    }
    Toy toy = Suite.named(name);
    Settings settings = Settings.of(toy, assignments);
    time(toy, settings);
    if (port == null) {
      return run(toy, settings);
    }
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    watcher = ToyMeters.of(toy, seed, registry);
    try (LiveServer server = LiveServer.builder().metrics(registry).port(port).start()) {
      spec.commandLine().getErr().println("meters: " + server.uri() + "metrics");
      Integer code = run(toy, settings);
      linger();
      return code;
    }
  }

  private void time(Toy toy, Settings settings) {
    for (int k = 0; k < timed; k++) {
      long from = System.nanoTime();
      ToyRun.train(toy, settings, seed);
      spec.commandLine().getErr().printf(Locale.ROOT, "%.3f s%n", (System.nanoTime() - from) / 1e9);
    }
  }

  private void linger() {
    try {
      Thread.sleep(linger * 1000L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Integer run(Toy toy, Settings settings) {
    try {
      Trajectory run = out == null ? print(toy, settings) : save(toy, settings, Folders.make(out));
      if (plot != null) {
        draw(run, plot);
      }
      return 0;
    } catch (DivergedException e) {
      throw new InputException(name + " " + e.getMessage() + " (" + settings + ")", e);
    }
  }

  private void draw(Trajectory run, Path plot) {
    Path file = plot.equals(PlotFile.OF_ITS_OWN) ? beside(name + ".svg") : plot;
    Pictures.write(run, file);
    spec.commandLine().getErr().println("drawn: " + file);
  }

  private Path beside(String file) {
    return out == null ? Path.of(file) : out.resolve(file);
  }

  private Trajectory print(Toy toy, Settings settings) {
    return write(toy, settings, spec.commandLine().getOut());
  }

  private Trajectory save(Toy toy, Settings settings, Path folder) {
    Path file = folder.resolve(name + "." + format.name().toLowerCase(Locale.ROOT));
    try (PrintWriter writer =
        new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
      Trajectory run = write(toy, settings, writer);
      if (writer.checkError()) {
        throw new InputException("cannot write " + file + ": is the disk full?");
      }
      spec.commandLine().getErr().println("written: " + file);
      return run;
    } catch (IOException e) {
      throw new InputException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private Trajectory write(Toy toy, Settings settings, PrintWriter writer) {
    List<String> names = new ArrayList<>(List.of("step"));
    toy.columns().forEach(column -> names.add(column.name()));
    format.header(names, writer);
    try {
      return ToyRun.train(
          toy,
          settings,
          seed,
          row -> {
            format.row(names, row, writer);
            watcher.accept(row);
          });
    } finally {
      writer.flush(); // a run that diverges leaves the rows before
    }
  }
}
