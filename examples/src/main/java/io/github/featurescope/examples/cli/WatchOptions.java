package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.training.Preset;
import io.github.featurescope.examples.training.TrainingSettings;
import io.github.featurescope.listeners.Stopping;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** What to probe. */
final class WatchOptions {

  /** Training samples probed where there are as many: 5 for each feature of the default network. */
  static final int DEFAULT_PROBED = 1280;

  @Option(
      names = "--probe-size",
      paramLabel = "N",
      description = "Training samples probed; by default 1280, or all if fewer.")
  private @Nullable Integer probeSize;

  @Option(
      names = "--layers",
      paramLabel = "NAME",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Inner layers to watch too: names, or all; at most 32, spread over the depth.")
  private List<String> layers = List.of();

  @Option(
      names = "--probe-budget",
      paramLabel = "SHARE",
      description = "Most of the training time that probing may take, such as 0.02.")
  private @Nullable Double budget;

  @Option(
      names = "--measure",
      paramLabel = "PRESET",
      description = "How much is measured of each look: ${COMPLETION-CANDIDATES}.")
  private Preset measure = Preset.STANDARD;

  boolean followsAll() {
    return followAll;
  }

  /** What follows from the verdict. */
  enum Stop {
    ADVISE,
    ACT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--follow-all",
      description =
          "Look for wrong labels among all training samples, not only those that are probed; takes a"
              + " forward pass an epoch.")
  private boolean followAll;

  @Option(
      names = "--stop",
      paramLabel = "HOW",
      description =
          "When noise is being memorised: ${COMPLETION-CANDIDATES}; act stops and restores the best"
              + " epoch.")
  private Stop stop = Stop.ADVISE;

  Stopping stopping() {
    return stop == Stop.ACT ? Stopping.act() : Stopping.advise();
  }

  TrainingSettings.Watch settings(int trainSize, Checks checks) {
    int probed = probeSize == null ? Math.min(DEFAULT_PROBED, trainSize) : probeSize;
    checks.atLeast("--probe-size", probed, 20);
    checks.require(
        probed <= trainSize,
        "--probe-size " + probed + ": there are only --train-size " + trainSize + " samples");
    checks.require(
        budget == null || (budget > 0 && budget <= 10),
        "--probe-budget " + budget + ": choose above 0, such as 0.02");
    checks.require(
        layers.size() < 2 || !layers.contains(TrainingSettings.ALL_LAYERS),
        "--layers " + String.join(",", layers) + ": name layers, or say all, not both");
    return new TrainingSettings.Watch(
        probed, layers, budget == null ? Double.POSITIVE_INFINITY : budget, measure);
  }
}
