package io.github.featurescope.examples.training;

import io.github.featurescope.dashboards.LiveServer;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.examples.data.ShuffledIterator;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.ProbeSchedule;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.listeners.RunSink;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** Trains a network on data with label noise, watched. */
public final class TrainingJob {

  private final TrainingSettings settings;
  private final RunFolder folder;
  private final List<RunSink> sinks = new ArrayList<>();
  private @Nullable MeterRegistry registry;

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
    return sink(server.sink());
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
   * Trains.
   *
   * @param data the samples
   * @param whileWatched called after training, while page and meters still stand
   * @return the summary
   */
  @SuppressWarnings("try") // the scope is held, not used
  public RunSummary run(TrainingData data, Runnable whileWatched) {
    Nd4j.getRandom().setSeed(settings.seed());
    LabelledImages train = data.train();
    Networks kind = settings.network();
    MultiLayerNetwork network =
        kind.build(
            train.shape(),
            train.classes(),
            settings.width(),
            settings.optimizer().updater(settings.learningRate()),
            settings.seed());
    RunSummary summary = new RunSummary();
    try (FeatureScope ignored = watch(network, data, summary)) {
      network.fit(
          ShuffledIterator.over(train, kind.layout(), settings.batch(), settings.seed()),
          settings.epochs());
      whileWatched.run();
    }
    folder.writeSummary(summary.values());
    folder.writeReport();
    return summary;
  }

  private FeatureScope watch(MultiLayerNetwork network, TrainingData data, RunSummary summary) {
    Networks kind = settings.network();
    LabelledImages probed =
        data.train().subset(Math.min(settings.probeSize(), data.train().size()), settings.seed());
    FeatureScope.Builder builder =
        FeatureScope.watch(network)
            .modelName(kind.toString())
            .run(String.valueOf(folder.path().getFileName()))
            .probeSet(TrainingData.probeSet(ProbeSet.TRAIN, probed, kind.layout()))
            .schedule(schedule())
            .runLog(folder.log())
            .sink(summary);
    if (data.heldOut() != null) {
      builder.probeSet(TrainingData.probeSet(ProbeSet.HELD_OUT, data.heldOut(), kind.layout()));
    }
    builder.probeSet(TrainingData.probeSet(RunSummary.TEST, data.test(), kind.layout()));
    settings.forLog().forEach(builder::setting);
    if (settings.layers().contains(TrainingSettings.ALL_LAYERS)) {
      builder.allLayers();
    } else {
      builder.layers(settings.layers().toArray(String[]::new));
    }
    if (registry != null) {
      builder.meterRegistry(registry);
    }
    sinks.forEach(builder::sink);
    return builder.start();
  }

  private ProbeSchedule schedule() {
    ProbeSchedule everyEpoch = ProbeSchedule.everyEpoch();
    return Double.isInfinite(settings.budget()) ? everyEpoch : everyEpoch.within(settings.budget());
  }
}
