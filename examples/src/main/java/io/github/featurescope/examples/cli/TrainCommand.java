package io.github.featurescope.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.featurescope.dashboards.LiveServer;
import io.github.featurescope.dashboards.PushSink;
import io.github.featurescope.examples.training.Console;
import io.github.featurescope.examples.training.RunFolder;
import io.github.featurescope.examples.training.RunSummary;
import io.github.featurescope.examples.training.TrainingData;
import io.github.featurescope.examples.training.TrainingJob;
import io.github.featurescope.examples.training.TrainingSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job: train a network on data with label noise and show what it learns. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Train a network on data with wrong labels and show, live, how it learns features and when it"
          + " begins to memorise."
    })
final class TrainCommand implements Callable<Integer> {

  @Mixin(name = "data")
  private final DataOptions data = new DataOptions();

  @Mixin(name = "network")
  private final ModelOptions network = new ModelOptions();

  @Mixin(name = "training")
  private final StrategyOptions training = new StrategyOptions();

  @Mixin(name = "watching")
  private final WatchOptions watching = new WatchOptions();

  @Mixin(name = "showing")
  private final ShowOptions showing = new ShowOptions();

  @Mixin(name = "pushing")
  private final PushOptions pushing = new PushOptions();

  @Option(names = "--seed", paramLabel = "N", description = "Of data, noise, weights and order.")
  private long seed = 1;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    TrainingSettings settings = settings();
    TrainingData samples = TrainingData.prepare(settings);
    PrintStream lines = showing.lines();
    List<PushSink> pushes = pushing.sinks();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (LiveServer server = showing.serve(registry)) {
      RunFolder folder = showing.folder();
      if (server != null) {
        lines.println(
            "live page  " + server.uri() + " while it trains; --linger SECONDS for longer");
      }
      lines.println("run folder " + folder.path());
      TrainingJob job =
          TrainingJob.of(settings, folder)
              .meterRegistry(registry)
              .stopping(watching.stopping())
              .notes(lines::println)
              .sink(Console.sink(lines, System.err, settings.strategy().epochs()));
      if (server != null) {
        job.livePage(server);
      }
      pushes.forEach(job::sink);
      if (pushing.note() != null) {
        lines.println(pushing.note());
      }
      if (watching.followsAll()) {
        job.followAll();
      }
      RunSummary summary = job.run(samples, showing::linger);
      if (showing.json()) {
        System.out.println(new ObjectMapper().writeValueAsString(summary.values()));
      } else {
        lines.println(Console.closing(summary));
        if (!summary.stopping().isEmpty()) {
          lines.println(summary.stopping());
        }
        lines.println("report     " + folder.report());
      }
    }
    return 0;
  }

  private TrainingSettings settings() {
    Checks checks = new Checks(spec);
    showing.check(checks);
    pushing.check(checks);
    return new TrainingSettings(
        data.settings(checks),
        network.settings(checks),
        training.settings(network.network(), checks),
        watching.settings(data.trainSize(), checks),
        seed);
  }
}
