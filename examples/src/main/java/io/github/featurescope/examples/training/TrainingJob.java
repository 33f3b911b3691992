package io.github.featurescope.examples.training;

import io.github.featurescope.adapters.onednn.Acceleration;
import io.github.featurescope.adapters.onednn.OneDnn;
import io.github.featurescope.dashboards.LiveServer;
import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.examples.suspects.SuspectFiles;
import io.github.featurescope.examples.suspects.SuspectPictures;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.ProbeSchedule;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.listeners.RunSink;
import io.github.featurescope.listeners.Stopping;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains a network on data with label noise, watched. */
public final class TrainingJob {

  /** Examples on which the accelerator is checked: five of its batches, as one may be unlucky. */
  private static final int CHECKED = 40;

  private final TrainingSettings settings;
  private final RunFolder folder;
  private final List<RunSink> sinks = new ArrayList<>();
  private @Nullable LiveServer page;
  private @Nullable MeterRegistry registry;
  private Consumer<String> notes = note -> {};
  private boolean followsAll;
  private Stopping stopping = Stopping.advise();

  private TrainingJob(TrainingSettings settings, RunFolder folder) {
    this.settings = settings;
    this.folder = folder;
  }

  /**
   * Describes a job.
   *
   * @param settings what is trained on what
   * @param folder where the run is left
   * @return the job
   */
  public static TrainingJob of(TrainingSettings settings, RunFolder folder) {
    return new TrainingJob(settings, folder);
  }

  /**
   * Shows the run on a live page too.
   *
   * @param server the page
   * @return this job
   */
  public TrainingJob livePage(LiveServer server) {
    this.page = server;
    return this;
  }

  /**
   * Shows the run as meters too.
   *
   * @param meters any registry
   * @return this job
   */
  public TrainingJob meterRegistry(MeterRegistry meters) {
    this.registry = meters;
    return this;
  }

  /**
   * Tells a sink too.
   *
   * @param sink receives what is seen
   * @return this job
   */
  public TrainingJob sink(RunSink sink) {
    sinks.add(sink);
    return this;
  }

  /**
   * Says what is worth knowing before training begins, such as what computes the layers.
   *
   * @param listener receives lines
   * @return this job
   */
  public TrainingJob notes(Consumer<String> listener) {
    this.notes = listener;
    return this;
  }

  /**
   * Says what follows from a verdict that noise is memorised.
   *
   * @param choice to act is to stop, and to leave the model of the best epoch
   * @return this job
   */
  public TrainingJob stopping(Stopping choice) {
    this.stopping = choice;
    return this;
  }

  /**
   * Follows all training samples, not only those that are probed, to find labels that look wrong.
   *
   * @return this job
   */
  public TrainingJob followAll() {
    this.followsAll = true;
    return this;
  }

  /**
   * Trains.
   *
   * @param data the samples
   * @param whileWatched called after training, while page and meters still stand
   * @return the summary
   */
  public RunSummary run(TrainingData data, Runnable whileWatched) {
    Trainer trainer = Trainer.of(settings);
    LabelledImages train = data.train();
    Model network = trainer.build(train.shape(), train.classes());
    RunSummary summary = new RunSummary();
    String layers = accelerate(network, train);
    try (FeatureScope scope = watch(network, data, layers, summary)) {
      trainer.fit(network, train, scope.earlyStop()::gate);
      leaveTheBest(scope);
      folder.writeModel(network);
      scope
          .suspects(train.classNames())
          .ifPresent(suspects -> SuspectFiles.in(folder.path()).write(suspects, train));
      whileWatched.run();
    }
    folder.writeSummary(summary.values());
    folder.writeReport();
    return summary;
  }

  /** A run that acts leaves its best moment, also where nothing told it to stop. */
  private static void leaveTheBest(FeatureScope scope) {
    boolean named = scope.latest().map(last -> last.verdict().best()).isPresent();
    if (scope.earlyStop().acts() && scope.earlyStop().restored().isEmpty() && named) {
      scope.earlyStop().restoreBest();
    }
  }

  /** Says for the run log what computes the layers. */
  private String accelerate(Model network, LabelledImages train) {
    if (!settings.model().accelerate()) {
      return "plain";
    }
    INDArray examples =
        train
            .subset(Math.min(CHECKED, train.size()), settings.seed())
            .features(settings.model().network().layout());
    Acceleration used = OneDnn.accelerate(network, examples);
    if (used.active() || settings.model().network() != Networks.MLP) {
      notes.accept("layers     " + used); // a network without convolutions has nothing to speed up
    }
    return used.active() ? "onednn" : "plain";
  }

  private FeatureScope watch(
      Model network, TrainingData data, String computedBy, RunSummary summary) {
    TrainingSettings.Watch watch = settings.watch();
    ImageLayout layout = settings.model().network().layout();
    LabelledImages probed =
        data.train().subset(Math.min(watch.probeSize(), data.train().size()), settings.seed());
    FeatureScope.Builder builder =
        FeatureScope.watch(network)
            .modelName(settings.model().network().toString())
            .run(String.valueOf(folder.path().getFileName()))
            .probeSet(TrainingData.probeSet(ProbeSet.TRAIN, probed, layout))
            .schedule(schedule())
            .measurements(watch.preset().measurements())
            .stopping(stopping)
            .runLog(folder.log())
            .sink(summary);
    if (followsAll) {
      builder.follow(TrainingData.probeSet("followed", data.train(), layout));
    }
    if (data.heldOut() != null) {
      builder.probeSet(TrainingData.probeSet(ProbeSet.HELD_OUT, data.heldOut(), layout));
    }
    builder.probeSet(TrainingData.probeSet(RunSummary.TEST, data.test(), layout));
    settings.forLog().forEach(builder::setting);
    builder.setting("computedBy", computedBy);
    builder.setting("stop", stopping.toString());
    builder.setting("measure", watch.preset().toString());
    if (watch.layers().contains(TrainingSettings.ALL_LAYERS)) {
      builder.allLayers();
    } else {
      builder.layers(watch.layers().toArray(String[]::new));
    }
    if (registry != null) {
      builder.meterRegistry(registry);
    }
    SuspectPictures pictures = SuspectPictures.of(data.train());
    builder.sink(pictures.keptIn(folder.pictures()));
    if (page != null) {
      builder.sink(page.sink(pictures));
    }
    sinks.forEach(builder::sink);
    return builder.start();
  }

  private ProbeSchedule schedule() {
    double budget = settings.watch().budget();
    ProbeSchedule everyEpoch = ProbeSchedule.everyEpoch();
    return Double.isInfinite(budget) ? everyEpoch : everyEpoch.within(budget);
  }
}
