package io.github.featurescope.examples.reproductions;

import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.examples.data.ShuffledIterator;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.Observation;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.listeners.Riding;
import io.github.featurescope.listeners.RunSink;
import io.github.featurescope.listeners.StreamReport;
import io.github.featurescope.probes.Participation;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Richness;
import io.github.featurescope.probes.SpectralAlignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Trains with a probe of training images after each epoch, and a stream beside it. */
final class StreamedRun {

  private static final int BATCH = 128;
  private static final int PROBED = 2560;

  /**
   * The end of one epoch.
   *
   * @param epoch epochs done
   * @param iteration iterations done when the stream reported last
   * @param exact of the probe
   * @param stream of the stream
   * @param taken share of the batches that were taken so far
   * @param cost of riding over the time trained
   */
  record Row(int epoch, long iteration, Numbers exact, Numbers stream, double taken, double cost) {}

  /** What is compared. */
  record Numbers(double dimension, double richness, double participation) {
    static Numbers of(Report report) {
      return new Numbers(
          report.find(SpectralAlignment.CENTRED).orElseThrow().effectiveDimension(),
          report.find(Richness.DLR).orElseThrow().doubleCentred(),
          report.find(Participation.RATIO).orElseThrow().participationRatio());
    }
  }

  private final List<StreamReport> streamed = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  private StreamedRun() {}

  static List<Row> train(
      Model model, LabelledImages images, ImageLayout layout, Riding riding, int epochs) {
    StreamedRun run = new StreamedRun();
    LabelledImages probed = images.subset(PROBED, 1);
    try (FeatureScope scope =
        FeatureScope.watch(model)
            .measurements(List.of(SpectralAlignment.CENTRED, Richness.DLR, Participation.RATIO))
            .probeSet(ProbeSet.of("train", probed.features(layout), probed.given()))
            .riding(riding)
            .synchronous()
            .sink(run.sink())
            .start()) {
      ShuffledIterator iterator = ShuffledIterator.over(images, layout, BATCH, 1);
      if (model instanceof MultiLayerNetwork network) {
        network.fit(iterator, epochs);
      } else {
        ((ComputationGraph) model).fit(iterator, epochs);
      }
      if (scope.failures() > 0) {
        throw new IllegalStateException("failed probes: " + scope.failures());
      }
    }
    return run.rows;
  }

  private RunSink sink() {
    return new RunSink() {
      @Override
      public void streamed(StreamReport stream) {
        streamed.add(stream);
      }

      @Override
      public void observed(Observation observation) {
        if (observation.epoch() > 0 && !streamed.isEmpty()) {
          StreamReport last = streamed.get(streamed.size() - 1);
          rows.add(
              new Row(
                  observation.epoch(),
                  last.iteration(),
                  Numbers.of(observation.reports().get("train")),
                  Numbers.of(last.report()),
                  (double) last.batches() / (last.batches() + last.leftOut()),
                  last.share()));
        }
      }
    };
  }

  /** The rows as a table in Markdown. */
  static String table(List<Row> rows) {
    StringBuilder table = new StringBuilder();
    table.append(
        "| epoch | effective dimension: probe | stream | D_LR: probe | stream | participation: probe"
            + " | stream | batches taken | cost |\n|---|---|---|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %d | %.2f | %.2f (%+.1f %%) | %.3f | %.3f (%+.1f %%) | %.2f | %.2f (%+.1f %%) | %.0f"
                  + " %% | %.2f %% |%n",
              row.epoch(),
              row.exact().dimension(),
              row.stream().dimension(),
              off(row.exact().dimension(), row.stream().dimension()),
              row.exact().richness(),
              row.stream().richness(),
              off(row.exact().richness(), row.stream().richness()),
              row.exact().participation(),
              row.stream().participation(),
              off(row.exact().participation(), row.stream().participation()),
              100 * row.taken(),
              100 * row.cost()));
    }
    return table.toString();
  }

  private static double off(double exact, double streamed) {
    return 100 * (streamed / exact - 1);
  }
}
