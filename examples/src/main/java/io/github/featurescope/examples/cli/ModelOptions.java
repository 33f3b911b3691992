package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.training.ModelSettings;
import io.github.featurescope.examples.training.Networks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which network to train. */
final class ModelOptions {

  @Option(names = "--model", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES}.")
  private Networks network = Networks.MLP;

  @Option(
      names = "--width",
      paramLabel = "X",
      description =
          "Multiple of the published width of every hidden layer; by default 1 for mlp (256-256),"
              + " lenet, resnet20 and vit, 0.25 for vgg11, vgg16 and resnet18.")
  private @Nullable Double width;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description =
          "Hidden layers of mlp (2), layers of resnet20 (20; any 6 k + 2) or blocks of vit (4).")
  private @Nullable Integer depth;

  @Option(names = "--batch-norm", description = "VGG with batch normalisation.")
  private boolean batchNorm;

  @Option(
      names = "--no-accelerate",
      description = "Compute convolutions without oneDNN, as Deeplearning4j does.")
  private boolean plain;

  Networks network() {
    return network;
  }

  ModelSettings settings(Checks checks) {
    double multiple = width == null ? network.defaultWidth() : width;
    checks.positive("--width", multiple);
    if (depth != null) {
      checks.atLeast("--depth", depth, 1);
    }
    return new ModelSettings(network, multiple, depth, batchNorm, !plain);
  }
}
