package io.github.featurescope.examples.training;

import io.github.featurescope.examples.InputException;
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

  private static final int MOST_IMAGES = 1_000_000;

  /**
   * Reads, chooses and mislabels the samples.
   *
   * @param settings what is trained on what
   * @return the samples
   * @throws io.github.featurescope.examples.data.DataException if there are fewer than asked for,
   *     or files are missing or broken
   */
  public static TrainingData prepare(TrainingSettings settings) {
    int wanted = wanted(settings);
    DataSources.Split source =
        DataSources.named(
            settings.data(), settings.dataDir(), wanted, settings.testSize(), settings.seed());
    if (source.train().size() < wanted) {
      throw new InputException(
          settings.data()
              + " holds "
              + source.train().size()
              + " training images, but --train-size and --heldout-size ask for "
              + settings.trainSize()
              + " + "
              + settings.heldOutSize());
    }
    LabelledImages noisy =
        source.train().subset(wanted, settings.seed()).withNoise(settings.noise(), settings.seed());
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

  private static int wanted(TrainingSettings settings) {
    long wanted = (long) settings.trainSize() + settings.heldOutSize();
    if (wanted > MOST_IMAGES) {
      throw new InputException(
          "--train-size and --heldout-size ask for "
              + wanted
              + " images; at most "
              + MOST_IMAGES
              + " are held in memory");
    }
    return (int) wanted;
  }

  /** A probe set of all images, true labels included: they are known since the noise is ours. */
  static ProbeSet probeSet(String name, LabelledImages images, ImageLayout layout) {
    long[] ids = java.util.Arrays.stream(images.origins()).asLongStream().toArray();
    return ProbeSet.of(name, images.features(layout), images.given(), images.truth(), ids);
  }
}
