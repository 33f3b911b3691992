package io.github.featurescope.examples.reproductions;

import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.examples.data.ShuffledIterator;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.Observation;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.probes.LabelFit;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Richness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What was seen of one network while it was trained.
 *
 * @param name what is compared, such as "with batch normalisation"
 * @param seed of data, weights and order
 * @param observations one before training and one after every epoch
 * @param failures probes that failed
 */
record WatchedRun(String name, long seed, List<Observation> observations, int failures) {

  /** Name of the probe set of test images. */
  static final String TEST = "test";

  /** All probe sets. */
  static final List<String> SETS = List.of(ProbeSet.TRAIN, ProbeSet.HELD_OUT, TEST);

  /** What the curves show. */
  static final List<Measurement<?>> RICHNESS = List.of(Richness.DLR, LabelFit.FIT);

  /** Where run logs, tables and charts are left. */
  static final Path FOLDER = Path.of("target", "reproductions");

  /** How a network is trained and probed. */
  record Plan(
      String name,
      int batch,
      int epochs,
      int probed,
      long seed,
      List<? extends Measurement<?>> measurements) {

    WatchedRun train(Model model, ImageSets images) {
      List<Observation> seen = new ArrayList<>();
      LabelledImages train = images.train();
      Path log = FOLDER.resolve(name.replace(' ', '-') + "-" + seed + ".jsonl");
      forget(log);
      FeatureScope scope =
          FeatureScope.watch(model)
              .run(name.replace(' ', '-') + "-" + seed)
              .measurements(measurements)
              .probeSet(probeSet(ProbeSet.TRAIN, train.subset(probed, seed)))
              .probeSet(probeSet(ProbeSet.HELD_OUT, images.heldOut()))
              .probeSet(probeSet(TEST, images.test()))
              .runLog(log)
              .onObservation(seen::add)
              .start();
      try (scope) {
        fit(model, ShuffledIterator.over(train, ImageLayout.NCHW, batch, seed), epochs);
      }
      return new WatchedRun(name, seed, List.copyOf(seen), scope.failures());
    }

    /** A log is appended to, and this one would grow with every repetition. */
    private static void forget(Path log) {
      try {
        Files.deleteIfExists(log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static ProbeSet probeSet(String set, LabelledImages images) {
      return ProbeSet.of(
          set, images.features(ImageLayout.NCHW), images.given(), images.truth(), null);
    }

    private static void fit(Model model, ShuffledIterator iterator, int epochs) {
      if (model instanceof ComputationGraph graph) {
        graph.fit(iterator, epochs);
      } else {
        ((MultiLayerNetwork) model).fit(iterator, epochs);
      }
    }
  }

  Report last(String set) {
    return report(observations.get(observations.size() - 1), set);
  }

  static Report report(Observation observation, String set) {
    return observation.reports().get(set);
  }

  /** A value after every epoch, from 0. */
  double[] course(String set, ToDoubleFunction<Report> value) {
    return observations.stream()
        .mapToDouble(seen -> value.applyAsDouble(report(seen, set)))
        .toArray();
  }

  static double richness(Report report) {
    return report.find(Richness.DLR).orElseThrow().doubleCentred();
  }

  static double literalRichness(Report report) {
    return report.find(Richness.DLR).orElseThrow().literal();
  }

  static double isotropic(Report report) {
    return report.find(Richness.DLR).orElseThrow().isotropic();
  }

  static double accuracy(Report report) {
    return report.find(LabelFit.FIT).orElseThrow().given();
  }
}
