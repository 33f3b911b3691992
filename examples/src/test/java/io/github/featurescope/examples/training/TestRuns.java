package io.github.featurescope.examples.training;

import io.github.featurescope.examples.RealData;
import io.github.featurescope.examples.data.LabelNoise;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of runs for tests. */
final class TestRuns {

  private TestRuns() {}

  /** A run of seconds on drawn digits. */
  static TrainingSettings small(String noise) {
    return small(
        noise,
        new ModelSettings(Networks.MLP, 0.125, null, false, true),
        Strategy.of(Optimizers.MOMENTUM, 32, 4));
  }

  /** A run of seconds on drawn digits of any network by any strategy, inner layers watched too. */
  static TrainingSettings small(String noise, ModelSettings model, Strategy strategy) {
    return new TrainingSettings(
        new DataSettings("digits", null, List.of(), 400, 100, 200, LabelNoise.parse(noise)),
        model,
        strategy,
        new TrainingSettings.Watch(
            200, List.of(TrainingSettings.ALL_LAYERS), Double.POSITIVE_INFINITY, Preset.STANDARD),
        1);
  }

  /** The run that the README shows, on a data set and with a noise of choice. */
  static TrainingSettings whole(
      String data, @Nullable Path folder, int trainSize, String noise, long seed) {
    return new TrainingSettings(
        new DataSettings(
            data, folder, List.of(), trainSize, trainSize / 5, 2000, LabelNoise.parse(noise)),
        ModelSettings.of(Networks.MLP),
        Strategy.of(Optimizers.MOMENTUM, 64, 30),
        new TrainingSettings.Watch(1280, List.of(), Double.POSITIVE_INFINITY, Preset.STANDARD),
        seed);
  }

  /** A folder of real data, or the test is skipped with a word. */
  static Path data(String name) {
    return RealData.folder(name);
  }
}
