package io.github.featurescope.examples.bench;

import io.github.featurescope.examples.data.LabelNoise;
import io.github.featurescope.examples.optim.Regularisation;
import io.github.featurescope.examples.training.DataSettings;
import io.github.featurescope.examples.training.ModelSettings;
import io.github.featurescope.examples.training.Networks;
import io.github.featurescope.examples.training.Optimizers;
import io.github.featurescope.examples.training.Preset;
import io.github.featurescope.examples.training.Strategy;
import io.github.featurescope.examples.training.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of the benchmark.
 *
 * @param task the data
 * @param network the family
 * @param way how it is trained
 * @param noise label noise of training and held-out samples
 * @param seed of data, noise, weights and order
 */
record BenchRun(Task task, Networks network, Way way, LabelNoise noise, long seed) {

  /** Data in the size in which they are learned. */
  enum Task {
    DIGITS("digits", null, "", 2000),
    MNIST("mnist", "mnist", "", 4000),
    CIFAR2("cifar10", "cifar-10-batches-bin", "automobile,cat", 1700),
    CIFAR10("cifar10", "cifar-10-batches-bin", "", 4000);

    private static final int MOST_TESTED = 3000;

    private final String source;
    private final @Nullable String folder;
    private final String classes;
    private final int train;

    Task(String source, @Nullable String folder, String classes, int train) {
      this.source = source;
      this.folder = folder;
      this.classes = classes;
      this.train = train;
    }

    private List<String> classes() {
      return classes.isEmpty() ? List.of() : List.of(classes.split(","));
    }
  }

  /** How a network is trained. */
  enum Way {
    /** The optimiser and rate that suit the network. */
    USUAL(1, "none"),
    SLOW(0.3, "none"),
    QUICK(2, "none"),
    DECAY(1, "l2:0.003"),
    MIXUP(1, "mixup:0.2"),
    /** The rate falls to zero along half a cosine. */
    COSINE(2, "none"),
    /** Half of the units of hidden dense layers are dropped. */
    DROPOUT(1, "none"),
    /** Images are shifted at random by up to two pixels. */
    SHIFT(1, "none");

    private final double rate;
    private final String regularisation;

    Way(double rate, String regularisation) {
      this.rate = rate;
      this.regularisation = regularisation;
    }
  }

  private static final int BATCH = 64;

  /** Samples held out of training, for each that is trained on. */
  private static final double HELD_OUT = 0.1;

  /** Names the run, as a file could be. */
  String id() {
    return String.join(
        "-",
        task.name().toLowerCase(java.util.Locale.ROOT),
        network.toString(),
        way.name().toLowerCase(java.util.Locale.ROOT),
        noise.toString().replace(":", ""),
        "s" + seed);
  }

  /** Says what is trained, on what and how. */
  TrainingSettings settings(@Nullable Path files) {
    int heldOut = (int) Math.round(HELD_OUT * task.train);
    Path folder = task.folder == null || files == null ? null : files.resolve(task.folder);
    DataSettings data =
        new DataSettings(
            task.source, folder, task.classes(), task.train, heldOut, testSize(), noise);
    boolean vgg = network.choosesBatchNorm();
    ModelSettings model = new ModelSettings(network, width(), depth(), vgg, true);
    Optimizers optimizer = network.defaultOptimizer();
    Strategy strategy =
        new Strategy(
            optimizer,
            rate() * way.rate,
            Regularisation.parse(way.regularisation),
            BATCH,
            epochs());
    return new TrainingSettings(
        data,
        model,
        strategy,
        new TrainingSettings.Watch(
            task.train, List.of(), Double.POSITIVE_INFINITY, Preset.STANDARD),
        seed);
  }

  /** Narrow enough for many runs on a laptop. */
  private double width() {
    return switch (network) {
      case MLP -> 1;
      case VGG11, VGG16, RESNET18 -> 0.125;
      default -> 0.5;
    };
  }

  private @Nullable Integer depth() {
    return switch (network) {
      case RESNET20 -> 8;
      case VIT -> 2;
      default -> null;
    };
  }

  /**
   * Below what {@code train} uses: with few samples large steps make every epoch another network.
   */
  private double rate() {
    return switch (network) {
      case MLP, LENET -> 0.01;
      case VIT -> 0.0005;
      default -> 0.005;
    };
  }

  private int epochs() {
    return network == Networks.MLP || network == Networks.LENET ? 25 : 20;
  }

  private int testSize() {
    return task == Task.CIFAR2 ? 2000 : Task.MOST_TESTED;
  }
}
