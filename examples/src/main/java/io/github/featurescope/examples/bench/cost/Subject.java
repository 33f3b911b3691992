package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.adapters.onednn.OneDnn;
import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.examples.training.ModelSettings;
import io.github.featurescope.examples.training.Networks;
import io.github.featurescope.examples.training.Optimizers;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network whose training is watched, and how much of it fits into a benchmark.
 *
 * <p>Where an epoch of 10,000 samples takes too long, training and probe set are made smaller by
 * one factor, which leaves their ratio, and so the share of probing, as it is.
 */
public enum Subject {
  /** Two hidden layers of 512. */
  MLP("MLP 784-512-512-10", Networks.MLP, 2, true, "mnist", 10_000, 2_560, 6, true),
  /** VGG-11 at a quarter of its width, with batch normalisation, computed by oneDNN. */
  VGG("narrow VGG-11, oneDNN", Networks.VGG11, 0.25, true, "cifar10", 10_000, 2_560, 2, false),
  /** The same as Deeplearning4j computes it. */
  VGG_PLAIN("narrow VGG-11, plain", Networks.VGG11, 0.25, false, "cifar10", 320, 82, 2, false),
  /** Four blocks, four heads, 64 numbers a token. */
  TRANSFORMER("vision transformer", Networks.VIT, 1, false, "cifar10", 500, 128, 2, false);

  private static final int BATCH = 64;
  private static final int EXAMPLES = 40;
  private static final long SEED = 1;

  private final String title;
  private final Networks network;
  private final double width;
  private final boolean accelerated;
  private final String data;
  private final int train;
  private final int probed;
  private final int epochs;
  private final boolean allWatch;

  Subject(
      String title,
      Networks network,
      double width,
      boolean accelerated,
      String data,
      int train,
      int probed,
      int epochs,
      boolean allWatch) {
    this.title = title;
    this.network = network;
    this.width = width;
    this.accelerated = accelerated;
    this.data = data;
    this.train = train;
    this.probed = probed;
    this.epochs = epochs;
    this.allWatch = allWatch;
  }

  /** Returns the name for people. */
  String title() {
    return title;
  }

  /** Returns the name of the data. */
  String data() {
    return data;
  }

  /** Returns how many samples an epoch has. */
  int train() {
    return train;
  }

  /** Returns how many samples a probe has. */
  int probed() {
    return probed;
  }

  /** Returns how many epochs a run has, at least two. */
  int epochs() {
    return epochs;
  }

  /** Returns who takes turns; presets hardly differ where a forward pass is most of a probe. */
  List<Watcher> watchers() {
    return allWatch
        ? List.of(Watcher.values())
        : List.of(Watcher.NONE, Watcher.STANDARD, Watcher.STATS);
  }

  int batch() {
    return BATCH;
  }

  ImageLayout layout() {
    return network.layout();
  }

  /** Builds the network, always with the same weights. */
  Model build(LabelledImages images) {
    Nd4j.getRandom().setSeed(SEED);
    Optimizers optimizer = network.defaultOptimizer();
    Model model =
        new ModelSettings(network, width, null, network.choosesBatchNorm(), accelerated)
            .build(
                images.shape(),
                images.classes(),
                optimizer.updater(optimizer.defaultRate()),
                0,
                SEED);
    if (accelerated && network != Networks.MLP) {
      OneDnn.accelerate(
          model, images.subset(Math.min(EXAMPLES, images.size()), SEED).features(layout()));
    }
    return model;
  }
}
