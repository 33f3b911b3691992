package io.github.featurescope.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.featurescope.dashboards.LiveServer;
import io.github.featurescope.dashboards.PortInUseException;
import io.github.featurescope.examples.data.LabelNoise;
import io.github.featurescope.examples.training.Console;
import io.github.featurescope.examples.training.Networks;
import io.github.featurescope.examples.training.Optimizers;
import io.github.featurescope.examples.training.RunFolder;
import io.github.featurescope.examples.training.RunSummary;
import io.github.featurescope.examples.training.TrainingData;
import io.github.featurescope.examples.training.TrainingJob;
import io.github.featurescope.examples.training.TrainingSettings;
import io.github.featurescope.listeners.MetricCatalogue;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The main job: train a network on data with label noise and show what it learns. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Train a network on data with wrong labels and show, live, how it learns features and when it"
          + " begins to memorise."
    })
final class TrainCommand implements Callable<Integer> {

  private static final int DEFAULT_PORT = 7077;
  private static final int DEFAULT_PROBED = 1280;

  @Option(
      names = "--data",
      paramLabel = "NAME",
      description = "digits (embedded), mnist or cifar10.")
  private String data = "digits";

  @Option(names = "--data-dir", paramLabel = "DIR", description = "Folder of the data's files.")
  private @Nullable Path dataDir;

  @Option(names = "--model", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}.")
  private Networks model = Networks.MLP;

  @Option(names = "--width", paramLabel = "P", description = "Units of the layer before the head.")
  private int width = 256;

  @Option(names = "--optimizer", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}.")
  private Optimizers optimizer = Optimizers.MOMENTUM;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "By default the optimizer's.")
  private @Nullable Double learningRate;

  @Option(names = "--batch", paramLabel = "N", description = "Samples in a minibatch.")
  private int batch = 64;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training set.")
  private int epochs = 30;

  @Option(names = "--train-size", paramLabel = "N", description = "Training samples.")
  private int trainSize = 3000;

  @Option(
      names = "--heldout-size",
      paramLabel = "N",
      description = "Samples kept out of training, labels as noisy; by default a fifth; 0: none.")
  private @Nullable Integer heldOutSize;

  @Option(names = "--test-size", paramLabel = "N", description = "Clean test samples, only shown.")
  private int testSize = 2000;

  @Option(
      names = "--probe-size",
      paramLabel = "N",
      description = "Training samples probed; by default 1280, or all if fewer.")
  private @Nullable Integer probeSize;

  @Option(
      names = "--noise",
      paramLabel = "KIND",
      description = "none, symmetric:RATE, pair:RATE or asymmetric:FILE (a transition matrix).")
  private String noise = "symmetric:0.4";

  @Option(names = "--seed", paramLabel = "N", description = "Of data, noise, weights and order.")
  private long seed = 1;

  @Option(
      names = "--layers",
      paramLabel = "NAME",
      split = ",",
      description = "Inner layers to watch too: names, or all.")
  private List<String> layers = List.of();

  @Option(
      names = "--probe-budget",
      paramLabel = "SHARE",
      description = "Most of the training time that probing may take, such as 0.02.")
  private @Nullable Double budget;

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

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    TrainingSettings settings = settings();
    TrainingData samples = TrainingData.prepare(settings);
    PrintStream lines = json ? System.err : System.out;
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (LiveServer server = noPage ? null : serve(registry)) {
      RunFolder folder = RunFolder.create(out == null ? defaultFolder() : out);
      if (server != null) {
        lines.println(
            "live page  " + server.uri() + " while it trains; --linger SECONDS for longer");
      }
      lines.println("run folder " + folder.path());
      TrainingJob job =
          TrainingJob.of(settings, folder)
              .meterRegistry(registry)
              .sink(Console.sink(lines, System.err, epochs));
      if (server != null) {
        job.livePage(server);
      }
      RunSummary summary = job.run(samples, this::linger);
      if (json) {
        System.out.println(new ObjectMapper().writeValueAsString(summary.values()));
      } else {
        lines.println(Console.closing(summary));
        lines.println("report     " + folder.report());
      }
    }
    return 0;
  }

  private LiveServer serve(PrometheusMeterRegistry registry) {
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

  private void linger() {
    if (linger > 0 && !noPage) {
      System.err.println("training is done; page and /metrics stay for " + linger + " s");
      try {
        Thread.sleep(linger * 1000L);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Path defaultFolder() {
    String time =
        LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return Path.of("runs", time);
  }

  private TrainingSettings settings() {
    require("--width", width, 2);
    require("--batch", batch, 1);
    require("--epochs", epochs, 1);
    require("--train-size", trainSize, 20);
    require("--test-size", testSize, 20);
    require("--linger", linger, 0);
    int probed = probeSize == null ? Math.min(DEFAULT_PROBED, trainSize) : probeSize;
    require("--probe-size", probed, 20);
    if (probed > trainSize) {
      throw new ParameterException(
          spec.commandLine(),
          "--probe-size " + probed + ": there are only --train-size " + trainSize + " samples");
    }
    int heldOut = heldOutSize == null ? trainSize / 5 : heldOutSize;
    require("--heldout-size", heldOut, 0);
    if (budget != null && !(budget > 0 && budget <= 10)) {
      throw new ParameterException(
          spec.commandLine(), "--probe-budget " + budget + ": choose above 0, such as 0.02");
    }
    double rate = learningRate == null ? optimizer.defaultRate() : learningRate;
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new ParameterException(
          spec.commandLine(), "--learning-rate " + rate + ": choose a finite rate above 0");
    }
    return new TrainingSettings(
        data,
        dataDir,
        model,
        width,
        optimizer,
        rate,
        batch,
        epochs,
        trainSize,
        heldOut,
        testSize,
        probed,
        LabelNoise.parse(noise),
        seed,
        layers,
        budget == null ? Double.POSITIVE_INFINITY : budget);
  }

  private void require(String option, int value, int least) {
    if (value < least) {
      throw new ParameterException(
          spec.commandLine(), option + " " + value + ": at least " + least);
    }
  }
}
