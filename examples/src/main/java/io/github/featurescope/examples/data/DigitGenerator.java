package io.github.featurescope.examples.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Draws digit-like images, 28x28 grey, in ten classes, so that a first run needs no download.
 *
 * <p>Each image is a digit of strokes, bent, turned, sheared, scaled and shifted at random, drawn
 * with a random pen on a noisy background, now and then with a stray line. Classes are balanced: of
 * n images each class has ⌊n/10⌋ or one more. Image i depends on the seed, the difficulty, its
 * label and i alone, and is the same on every platform. Values are multiples of 1/255.
 */
public final class DigitGenerator {

  /** The shape of every image. */
  public static final ImageShape SHAPE = new ImageShape(1, 28, 28);

  /** The difficulty at which a small dense network gets a few test images in a hundred wrong. */
  public static final double DEFAULT_DIFFICULTY = 0.4;

  private static final List<String> CLASS_NAMES =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private final double difficulty;
  private final long seed;

  private DigitGenerator(double difficulty, long seed) {
    this.difficulty = difficulty;
    this.seed = seed;
  }

  /**
   * Creates a generator of the default difficulty.
   *
   * @param seed seed of labels and images
   * @return the generator
   */
  public static DigitGenerator seeded(long seed) {
    return new DigitGenerator(DEFAULT_DIFFICULTY, seed);
  }

  /**
   * Changes the difficulty.
   *
   * @param value from 0, nearly printed and without noise, to 1, hard for people too
   * @return another generator of the same seed
   * @throws DataException if the value is outside [0, 1]
   */
  public DigitGenerator difficulty(double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new DataException("difficulty " + value + " of digits: give a number in [0, 1]");
    }
    return new DigitGenerator(value, seed);
  }

  /**
   * Draws images.
   *
   * @param count number of images, at least 1
   * @return the images in random order of classes
   * @throws DataException if the count is below 1
   */
  public LabelledImages generate(int count) {
    if (count < 1) {
      throw new DataException(count + " digits asked for: ask for at least 1");
    }
    int[] labels = IntStream.range(0, count).map(i -> i % 10).toArray();
    Seeds.shuffle(labels, Seeds.random(seed, Seeds.Stream.DIGIT_LABELS));
    List<float[]> pixels = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      pixels.add(draw(labels[i], Seeds.random(seed, Seeds.Stream.DIGIT_IMAGES, i)));
    }
    return LabelledImages.of(SHAPE, CLASS_NAMES, pixels, labels);
  }

  private float[] draw(int digit, Random random) {
    Raster raster = new Raster(SHAPE.width());
    Handwriting hand = new Handwriting(random, 0.2 + 1.8 * difficulty);
    double thickness = 2.2 + (0.4 + 1.2 * difficulty) * Handwriting.between(random);
    double blur = 1.2 + 0.8 * difficulty * random.nextDouble();
    double ink = 1 - 0.5 * difficulty * random.nextDouble();
    for (double[][] stroke : Glyphs.of(digit, random)) {
      raster.draw(hand.place(stroke), thickness, blur, ink);
    }
    if (random.nextDouble() < 0.6 * difficulty) {
      stray(raster, random, blur, ink);
    }
    return grainy(raster.values(), random);
  }

  private static void stray(Raster raster, Random random, double blur, double ink) {
    double[] from = {28 * random.nextDouble(), 28 * random.nextDouble()};
    double[] to = {
      from[0] + 9 * Handwriting.between(random), from[1] + 9 * Handwriting.between(random)
    };
    raster.draw(List.of(from, to), 1 + random.nextDouble(), blur, ink * random.nextDouble());
  }

  private float[] grainy(float[] values, Random random) {
    double grain = 0.3 * difficulty;
    for (int i = 0; i < values.length; i++) {
      double value = values[i] + grain * random.nextGaussian();
      values[i] = Math.round(255 * Math.max(0, Math.min(1, value))) / 255f;
    }
    return values;
  }
}
