package io.github.featurescope.examples.data;

import java.util.Random;

/**
 * Random numbers that are the same on every platform.
 *
 * <p>{@link Random} is used because its algorithm is part of its contract. Seeds are mixed by the
 * finaliser of SplitMix64, since the first values of nearby seeds of {@link Random} are alike.
 */
public final class Seeds {

  private Seeds() {}

  /**
   * Makes a generator for one use of a seed: different streams of one seed are independent.
   *
   * @param seed any number
   * @param stream what it is used for
   * @param number which of many such uses
   * @return the generator
   */
  public static Random random(long seed, Stream stream, long number) {
    return new Random(mix(mix(mix(seed) + stream.number) + number));
  }

  /**
   * Makes the first generator of a stream.
   *
   * @param seed any number
   * @param stream what it is used for
   * @return the generator
   */
  public static Random random(long seed, Stream stream) {
    return random(seed, stream, 0);
  }

  /** Shuffles in place (Fisher and Yates). */
  static void shuffle(int[] values, Random random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }

  /**
   * Draws an order.
   *
   * @param size n
   * @param random draws it
   * @return the numbers 0..n-1 in random order
   */
  public static int[] permutation(int size, Random random) {
    int[] values = new int[size];
    for (int i = 0; i < size; i++) {
      values[i] = i;
    }
    shuffle(values, random);
    return values;
  }

  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** What a seed is used for; the numbers are part of every result. */
  public enum Stream {
    /** Wrong labels of a data set. */
    NOISE(1),
    /** The choice of samples. */
    SUBSET(2),
    /** The order of the samples in an epoch. */
    SHUFFLE(3),
    /** The classes of drawn digits. */
    DIGIT_LABELS(4),
    /** The strokes of drawn digits. */
    DIGIT_IMAGES(5),
    /** Wrong labels of one batch. */
    BATCH_LABELS(6),
    /** Shares and partners of mixup. */
    MIXUP(7),
    /** Samples and first weights of the toy models. */
    TOYS(8);

    private final int number;

    Stream(int number) {
      this.number = number;
    }
  }
}
