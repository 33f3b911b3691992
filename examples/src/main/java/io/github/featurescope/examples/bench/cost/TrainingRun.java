package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.examples.data.ShuffledIterator;
import io.github.featurescope.listeners.ProbeSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Trains one network on one set of minibatches, again and again from the same weights.
 *
 * <p>Minibatches are made beforehand and lie in memory, so an epoch holds no work but training and
 * what watches it.
 */
final class TrainingRun {

  private final Subject subject;
  private final LabelledImages train;
  private final List<DataSet> batches;
  private final ProbeSet probed;

  private TrainingRun(Subject subject, LabelledImages train, int probes) {
    this.subject = subject;
    this.train = train;
    ShuffledIterator order = ShuffledIterator.over(train, subject.layout(), subject.batch(), 1);
    List<DataSet> made = new ArrayList<>();
    while (order.hasNext()) {
      DataSet batch = order.next();
      made.add(new DataSet(batch.getFeatures(), batch.getLabels()));
    }
    this.batches = List.copyOf(made);
    LabelledImages chosen = train.subset(Math.min(probes, train.size()), 2);
    this.probed = ProbeSet.of(ProbeSet.TRAIN, chosen.features(subject.layout()), chosen.given());
  }

  /** Prepares runs that probe this many of the training samples. */
  static TrainingRun of(Subject subject, LabelledImages train, int probes) {
    return new TrainingRun(subject, train, probes);
  }

  /**
   * What one run took.
   *
   * @param start seconds before training, the first probe among them
   * @param epochs seconds of each epoch
   * @param rest seconds until all was measured that the last epoch left
   * @param allocated bytes that all threads have allocated on the heap, from start to end
   * @param probes probes in training
   */
  record Timing(double start, List<Double> epochs, double rest, long allocated, int probes) {

    /** Returns the mean without the first epoch, in which code is loaded and copies are proven. */
    double perEpoch() {
      return epochs.stream().skip(1).mapToDouble(epoch -> epoch).average().orElse(epochs.get(0));
    }
  }

  /** Trains once. */
  Timing time(Watcher watcher, int epochs) {
    return time(watcher, epochs, batches.size());
  }

  /** Trains on the first minibatches only, to load code or to see how much memory it takes. */
  Timing time(Watcher watcher, int epochs, int most) {
    Model model = subject.build(train);
    List<DataSet> used = batches.subList(0, Math.min(most, batches.size()));
    Path folder = temporary();
    System.gc();
    long begun = System.nanoTime();
    try (Watch watch =
        Watch.begin(watcher, model, probed, used.size(), folder.resolve("run.jsonl"))) {
      long started = System.nanoTime();
      long allocated = Allocations.soFar();
      List<Double> each = new ArrayList<>();
      for (int epoch = 0; epoch < epochs; epoch++) {
        long from = System.nanoTime();
        fit(model, used);
        each.add((System.nanoTime() - from) * 1e-9);
      }
      long from = System.nanoTime();
      watch.finish();
      double rest = (System.nanoTime() - from) * 1e-9;
      return new Timing(
          (started - begun) * 1e-9,
          List.copyOf(each),
          rest,
          Allocations.soFar() - allocated,
          watch.probes());
    } finally {
      delete(folder);
    }
  }

  private static void fit(Model model, List<DataSet> batches) {
    if (model instanceof MultiLayerNetwork network) {
      network.fit(new ExistingDataSetIterator(batches), 1);
    } else {
      ((ComputationGraph) model).fit(new ExistingDataSetIterator(batches), 1);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("featurescope-cost");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  private static void delete(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve("run.jsonl"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
