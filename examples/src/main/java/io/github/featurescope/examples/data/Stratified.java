package io.github.featurescope.examples.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/** Chooses samples so that every class keeps its share, by largest remainders. */
final class Stratified {

  private Stratified() {}

  /** Splits 0..n-1 into the {@code size} chosen and the others, both ascending. */
  static int[][] choose(int[] labels, int classes, int size, long seed) {
    Random random = Seeds.random(seed, Seeds.Stream.SUBSET);
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    int[] open = quotas(counts, labels.length, size);
    boolean[] chosen = new boolean[labels.length];
    for (int i : Seeds.permutation(labels.length, random)) {
      if (open[labels[i]] > 0) {
        open[labels[i]]--;
        chosen[i] = true;
      }
    }
    return new int[][] {
      IntStream.range(0, labels.length).filter(i -> chosen[i]).toArray(),
      IntStream.range(0, labels.length).filter(i -> !chosen[i]).toArray()
    };
  }

  private static int[] quotas(int[] counts, int total, int size) {
    int[] quotas = new int[counts.length];
    for (int c = 0; c < counts.length; c++) {
      quotas[c] = (int) ((long) counts[c] * size / total);
    }
    int missing = size - Arrays.stream(quotas).sum();
    IntStream.range(0, counts.length)
        .boxed()
        .sorted(Comparator.comparingLong(c -> -((long) counts[c] * size % total)))
        .limit(missing)
        .forEach(c -> quotas[c]++);
    return quotas;
  }
}
