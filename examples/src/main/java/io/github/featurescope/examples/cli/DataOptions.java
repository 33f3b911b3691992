package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.data.LabelNoise;
import io.github.featurescope.examples.training.DataSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which samples to train on. */
final class DataOptions {

  @Option(
      names = "--data",
      paramLabel = "NAME",
      description = "digits (embedded), mnist or cifar10.")
  private String source = "digits";

  @Option(names = "--data-dir", paramLabel = "DIR", description = "Folder of the data's files.")
  private @Nullable Path folder;

  @Option(
      names = "--classes",
      paramLabel = "CLASS",
      split = ",",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description =
          "Only these classes, by number or name, numbered anew in this order: 3,5 or cat,dog.")
  private List<String> classes = List.of();

  @Option(names = "--train-size", paramLabel = "N", description = "Training samples.")
  private int trainSize = 3000;

  @Option(
      names = "--heldout-size",
      paramLabel = "N",
      description = "Samples kept out of training, labels as noisy; by default a fifth; 0: none.")
  private @Nullable Integer heldOutSize;

  @Option(
      names = "--test-size",
      paramLabel = "N",
      description = "Clean test samples, only shown; by default 2000, or all if fewer.")
  private @Nullable Integer testSize;

  @Option(
      names = "--noise",
      paramLabel = "KIND",
      description = "none, symmetric:RATE, pair:RATE or asymmetric:FILE (a transition matrix).")
  private String noise = "symmetric:0.4";

  int trainSize() {
    return trainSize;
  }

  DataSettings settings(Checks checks) {
    checks.atLeast("--train-size", trainSize, 20);
    if (testSize != null) {
      checks.atLeast("--test-size", testSize, 20);
    }
    int heldOut = heldOutSize == null ? trainSize / 5 : heldOutSize;
    checks.atLeast("--heldout-size", heldOut, 0);
    return new DataSettings(
        source, folder, classes, trainSize, heldOut, testSize, LabelNoise.parse(noise));
  }
}
