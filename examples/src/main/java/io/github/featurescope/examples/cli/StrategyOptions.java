package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.optim.Regularisation;
import io.github.featurescope.examples.training.Networks;
import io.github.featurescope.examples.training.Optimizers;
import io.github.featurescope.examples.training.Strategy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to train. */
final class StrategyOptions {

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "${COMPLETION-CANDIDATES}; by default momentum, for vit adam.")
  private @Nullable Optimizers optimizer;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description =
          "A number, or small (a tenth) or large (five times) of the optimizer's default: sgd 0.1,"
              + " momentum 0.02, adam 0.001, sign-sgd 0.0005.")
  private @Nullable String learningRate;

  @Option(
      names = {"--regulariser", "--regularizer"},
      paramLabel = "NAME[:X]",
      description =
          "One or more, by commas: sam[:radius 0.05], label-noise[:rate 0.1] anew in every batch,"
              + " mixup[:alpha 1], l2[:weight 0.0005].")
  private String regulariser = "none";

  @Option(names = "--batch", paramLabel = "N", description = "Samples in a minibatch.")
  private int batch = 64;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training set.")
  private int epochs = 30;

  int epochs() {
    return epochs;
  }

  Strategy settings(Networks network, Checks checks) {
    checks.atLeast("--batch", batch, 1);
    checks.atLeast("--epochs", epochs, 1);
    Optimizers chosen = optimizer == null ? network.defaultOptimizer() : optimizer;
    double rate = rate(chosen, checks);
    return new Strategy(chosen, rate, Regularisation.parse(regulariser), batch, epochs);
  }

  private double rate(Optimizers chosen, Checks checks) {
    if (learningRate == null) {
      return chosen.defaultRate();
    }
    double rate =
        switch (learningRate) {
          case "small" -> chosen.smallRate();
          case "large" -> chosen.largeRate();
          default -> number(learningRate);
        };
    checks.require(
        rate > 0 && !Double.isInfinite(rate),
        "--learning-rate " + learningRate + ": give a finite number above 0, small or large");
    return rate;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException ignored) {
      return Double.NaN; // refused with the other numbers that are no rates
    }
  }
}
