package io.github.featurescope.probes;

import java.util.stream.IntStream;

/** Deals samples into parts of equal size in which every class has its share. */
final class StratifiedParts {

  private StratifiedParts() {}

  /**
   * Returns the part of each sample, [n]. Classes are dealt one after the other in the order of the
   * rows, so sizes differ by at most one and the same labels always give the same parts.
   */
  static int[] of(int[] labels, int classes, int parts) {
    int[] partOf = new int[labels.length];
    int dealt = 0;
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == c) {
          partOf[i] = dealt++ % parts;
        }
      }
    }
    return partOf;
  }

  /** Returns the samples of one part, ascending. */
  static int[] rows(int[] partOf, int part) {
    return IntStream.range(0, partOf.length).filter(i -> partOf[i] == part).toArray();
  }
}
