package io.github.featurescope.examples.training;

import io.github.featurescope.examples.data.LabelNoise;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Settings of runs for tests. */
final class TestRuns {

  private TestRuns() {}

  /** A run of seconds on drawn digits. */
  static TrainingSettings small(String noise) {
    return new TrainingSettings(
        "digits",
        null,
        Networks.MLP,
        32,
        Optimizers.MOMENTUM,
        0.02,
        32,
        4,
        400,
        100,
        200,
        200,
        LabelNoise.parse(noise),
        1,
        List.of(TrainingSettings.ALL_LAYERS),
        Double.POSITIVE_INFINITY);
  }

  /** The run that the README shows, on a data set and with a noise of choice. */
  static TrainingSettings whole(
      String data, @Nullable Path folder, int trainSize, String noise, long seed) {
    return new TrainingSettings(
        data,
        folder,
        Networks.MLP,
        256,
        Optimizers.MOMENTUM,
        Optimizers.MOMENTUM.defaultRate(),
        64,
        30,
        trainSize,
        trainSize / 5,
        2000,
        1280,
        LabelNoise.parse(noise),
        seed,
        List.of(),
        Double.POSITIVE_INFINITY);
  }

  /** A folder of real data, or the test is skipped with a word. */
  static Path data(String name) {
    Path folder =
        Path.of(System.getProperty("featurescope.data", "../../shared/data")).resolve(name);
    Assumptions.assumeTrue(
        Files.isDirectory(folder),
        () -> "skipped: no real data in " + folder + "; name its folder with -Dfeaturescope.data");
    return folder;
  }
}
