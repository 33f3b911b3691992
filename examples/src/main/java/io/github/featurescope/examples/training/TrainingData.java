package io.github.featurescope.examples.training;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.data.ClassChoice;
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
   * @throws InputException if there are fewer samples than asked for
   * @throws io.github.featurescope.examples.data.DataException if files are missing or broken, or a
   *     class is not known
   */
  public static TrainingData prepare(TrainingSettings settings) {
    DataSettings data = settings.data();
    long seed = settings.seed();
    int wanted = wanted(data);
    int testSize = data.testSize() == null ? DataSettings.USUAL_TEST_SIZE : data.testSize();
    ClassChoice classes = ClassChoice.of(data.classes());
    DataSources.Split source =
        DataSources.named(data.source(), data.folder(), classes, wanted, testSize, seed);
    if (source.train().size() < wanted) {
      throw new InputException(
          shortage(data, source.train(), "training")
              + ", but --train-size "
              + data.trainSize()
              + " and --heldout-size "
              + data.heldOutSize()
              + " ask for "
              + wanted
              + "; ask for fewer");
    }
    LabelledImages noisy = source.train().subset(wanted, seed).withNoise(data.noise(), seed);
    LabelledImages test = test(data, source.test(), testSize, seed);
    if (data.heldOutSize() == 0) {
      return new TrainingData(noisy, null, test);
    }
    LabelledImages.Split split = noisy.split(data.trainSize(), seed);
    return new TrainingData(split.first(), split.rest(), test);
  }

  private static LabelledImages test(
      DataSettings data, LabelledImages source, int wanted, long seed) {
    if (source.size() < wanted && data.testSize() != null) {
      throw new InputException(
          shortage(data, source, "test")
              + ", but --test-size asks for "
              + wanted
              + "; ask for fewer");
    }
    return source.subset(Math.min(wanted, source.size()), seed).withNoise(LabelNoise.none(), seed);
  }

  private static String shortage(DataSettings data, LabelledImages source, String part) {
    return data.source()
        + " holds "
        + source.size()
        + " "
        + part
        + " images"
        + (data.classes().isEmpty()
            ? ""
            : " of the classes " + String.join(", ", source.classNames()));
  }

  private static int wanted(DataSettings data) {
    long wanted = (long) data.trainSize() + data.heldOutSize();
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
    return ProbeSet.of(name, images.features(layout), images.given(), images.truth(), ids)
        .withClassNames(images.classNames());
  }
}
