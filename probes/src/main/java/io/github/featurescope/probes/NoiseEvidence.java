package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells wrong labels from samples that are merely hard, by how the given labels lie in averaged
 * predictions.
 *
 * <p>A hard sample's label is among the classes that the model finds next best; a label flipped at
 * random is anywhere, as often last as second. And of the samples on which a model is surest, none
 * is hard: where it contradicts their labels, these are wrong.
 *
 * <p>Bias: {@link #scattered} counts what a weak model ranks last by mistake, some 0.1 at a test
 * accuracy of 40 % of ten classes, and falls as wrong labels are memorised, unless the samples are
 * outside of training; it does not see noise between neighbouring classes (pair noise). {@link
 * #confident} is above the noise rate by the error of the model on its surest samples. Cost O(nC +
 * n log n). Own definition.
 *
 * @param scattered share of samples whose given label is in the last third of the classes, times (C
 *     − 1)/⌊C/3⌋: the rate of symmetric noise, if no clean label were there; at least 0, null for
 *     fewer than four classes
 * @param confident of the fifth of the samples with the surest prediction, the share whose label is
 *     another; in [0, 1]
 * @param contradicted of all samples, the share for which another class is more probable than the
 *     given one; in [0, 1]. What is scattered or confident beyond what so much contradiction brings
 *     with it on clean labels is noise
 */
public record NoiseEvidence(@Nullable Double scattered, double confident, double contradicted) {

  private static final int FEWEST_CLASSES = 4;
  private static final int SUREST = 5;

  /**
   * Looks for wrong labels.
   *
   * @param probabilities of the classes, [n, C], averaged over looks
   * @param given the labels that training sees, [n], each in 0..C-1, n at least 1
   * @return the evidence
   * @throws IllegalArgumentException if the numbers of rows differ or are 0
   */
  public static NoiseEvidence of(Matrix probabilities, int[] given) {
    if (given.length == 0 || probabilities.rows() != given.length) {
      throw new IllegalArgumentException(
          probabilities.rows() + " rows for " + given.length + " labels; at least one of each");
    }
    int[] ranks = ranks(probabilities, given);
    return new NoiseEvidence(
        scattered(ranks, probabilities.cols()),
        confident(probabilities, given, SUREST),
        (double) Arrays.stream(ranks).filter(rank -> rank > 0).count() / given.length);
  }

  /** How many classes are more probable than the given one. */
  private static int[] ranks(Matrix probabilities, int[] given) {
    int[] ranks = new int[given.length];
    for (int i = 0; i < given.length; i++) {
      double own = probabilities.get(i, given[i]);
      for (int c = 0; c < probabilities.cols(); c++) {
        ranks[i] += probabilities.get(i, c) > own ? 1 : 0;
      }
    }
    return ranks;
  }

  private static @Nullable Double scattered(int[] ranks, int classes) {
    if (classes < FEWEST_CLASSES) {
      return null;
    }
    int last = classes / 3;
    long count = Arrays.stream(ranks).filter(rank -> rank >= classes - last).count();
    return (double) count / ranks.length * (classes - 1) / last;
  }

  /** The share contradicted of the surest samples, of which there are n over {@code parts}. */
  static double confident(Matrix probabilities, int[] given, int parts) {
    int[] predicted = probabilities.argMaxOfRows();
    int surest = (given.length + parts - 1) / parts;
    long contradicted =
        IntStream.range(0, given.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -probabilities.get(i, predicted[i])))
            .limit(surest)
            .filter(i -> predicted[i] != given[i])
            .count();
    return (double) contradicted / surest;
  }
}
