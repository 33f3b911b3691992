package io.github.featurescope.examples.reproductions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.examples.data.ShuffledIterator;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.Observation;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.probes.LabelFit;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Richness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * How a network is trained and probed.
 *
 * @param name what is compared, such as "with batch normalisation"
 * @param batch images in a minibatch
 * @param epochs passes over the training images
 * @param probed how many training images are probed
 * @param seed of the order of the images
 * @param measurements what is measured before training and after every epoch
 */
record WatchedTraining(
    String name,
    int batch,
    int epochs,
    int probed,
    long seed,
    List<? extends Measurement<?>> measurements) {

  /** Name of the probe set of test images. */
  static final String TEST = "test";

  /** All probe sets. */
  static final List<String> SETS = List.of(ProbeSet.TRAIN, ProbeSet.HELD_OUT, TEST);

  /** What the curves show. */
  static final List<Measurement<?>> RICHNESS = List.of(Richness.DLR, LabelFit.FIT);

  /** Where run logs, tables and pictures are left. */
  static final Path FOLDER = Path.of("target", "reproductions");

  static Path log(String name, long seed) {
    return FOLDER.resolve(name.replaceAll("[^a-z0-9]+", "-") + "-" + seed + ".jsonl");
  }

  /** Trains; what was seen stands in the log too. */
  List<Observation> train(Model model, ImageSets images) {
    forgetLog();
    List<Observation> seen = new ArrayList<>();
    FeatureScope scope =
        FeatureScope.watch(model)
            .measurements(measurements)
            .probeSet(probeSet(ProbeSet.TRAIN, images.train().subset(probed, seed)))
            .probeSet(probeSet(ProbeSet.HELD_OUT, images.heldOut()))
            .probeSet(probeSet(TEST, images.test()))
            .runLog(log(name, seed))
            .onObservation(seen::add)
            .start();
    try (scope) {
      fit(model, ShuffledIterator.over(images.train(), ImageLayout.NCHW, batch, seed));
    }
    assertThat(scope.failures()).as("failed probes of %s", name).isZero();
    assertThat(seen).as("probes of %s", name).hasSize(epochs + 1);
    return seen;
  }

  /** A log is appended to, and this one would grow with every repetition. */
  private void forgetLog() {
    try {
      Files.deleteIfExists(log(name, seed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProbeSet probeSet(String set, LabelledImages images) {
    return ProbeSet.of(
        set, images.features(ImageLayout.NCHW), images.given(), images.truth(), null);
  }

  private void fit(Model model, ShuffledIterator iterator) {
    if (model instanceof ComputationGraph graph) {
      graph.fit(iterator, epochs);
    } else {
      ((MultiLayerNetwork) model).fit(iterator, epochs);
    }
  }
}
