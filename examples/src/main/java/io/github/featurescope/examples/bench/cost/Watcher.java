package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.examples.training.Preset;
import org.jspecify.annotations.Nullable;

/** Who watches a training run. */
public enum Watcher {
  /** Nobody: what the others are compared with. */
  NONE("no listener", null),
  /** FeatureScope without an eigenproblem. */
  ECONOMY("FeatureScope, economy", Preset.ECONOMY),
  /** FeatureScope as it comes. */
  STANDARD("FeatureScope, standard", Preset.STANDARD),
  /** FeatureScope with all that it has. */
  FULL("FeatureScope, full", Preset.FULL),
  /** DL4J's own, into memory. */
  STATS("StatsListener", null);

  private final String title;
  private final @Nullable Preset preset;

  Watcher(String title, @Nullable Preset preset) {
    this.title = title;
    this.preset = preset;
  }

  /** Returns the name for people. */
  String title() {
    return title;
  }

  /** Returns what FeatureScope measures, or null where it does not watch. */
  @Nullable Preset preset() {
    return preset;
  }
}
