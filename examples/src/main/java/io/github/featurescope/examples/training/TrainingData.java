package io.github.featurescope.examples.training;

import io.github.featurescope.examples.data.DataSources;
import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.LabelNoise;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.listeners.ProbeSet;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one run.
 *
 * @param train given labels noisy
 * @param heldOut kept out of training, given labels as noisy, or null
 * @param test labels clean
 */
public record TrainingData(
    LabelledImages train, @Nullable LabelledImages heldOut, LabelledImages test) {

  /**
   * Reads, chooses and mislabels the samples.
   *
   * @param settings what is trained on what
   * @return the samples
   * @throws io.github.featurescope.examples.data.DataException if there are fewer than asked for,
   *     or files are missing or broken
   */
  public static TrainingData prepare(TrainingSettings settings) {
    DataSources.Split source =
        DataSources.named(
            settings.data(),
            settings.dataDir(),
            settings.trainSize() + settings.heldOutSize(),
            settings.testSize(),
            settings.seed());
    LabelledImages noisy =
        source
            .train()
            .subset(settings.trainSize() + settings.heldOutSize(), settings.seed())
            .withNoise(settings.noise(), settings.seed());
    LabelledImages test =
        source
            .test()
            .subset(settings.testSize(), settings.seed())
            .withNoise(LabelNoise.none(), settings.seed());
    if (settings.heldOutSize() == 0) {
      return new TrainingData(noisy, null, test);
    }
    LabelledImages.Split split = noisy.split(settings.trainSize(), settings.seed());
    return new TrainingData(split.first(), split.rest(), test);
  }

  /** A probe set of all images, true labels included: they are known since the noise is ours. */
  static ProbeSet probeSet(String name, LabelledImages images, ImageLayout layout) {
    long[] ids = java.util.Arrays.stream(images.origins()).asLongStream().toArray();
    return ProbeSet.of(name, images.features(layout), images.given(), images.truth(), ids);
  }
}
