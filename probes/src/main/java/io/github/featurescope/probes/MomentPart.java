package io.github.featurescope.probes;

import java.util.Arrays;

/** Some of the samples of a block less its pivot, and their sums: what one thread does of it. */
final class MomentPart {

  // So many rows stay in a core's own cache between being written and being copied.
  private static final int STAGED = 128;

  private final double[] staged;
  private final double[][] classSums;
  private final double[] logitSums;
  private final int[] classCounts;

  MomentPart(int width, int classes) {
    this.staged = new double[Matrix.capacity(STAGED, width + classes)];
    this.classSums = new double[classes][width];
    this.logitSums = new double[classes];
    this.classCounts = new int[classes];
  }

  /** Returns the sums of the features of each class less the pivot, where it occurs, [C][p]. */
  double[][] classSums() {
    return classSums;
  }

  /** Returns how often each class occurs, [C]. */
  int[] classCounts() {
    return classCounts;
  }

  /** Returns the sums of the logits less the pivot, [C]. */
  double[] logitSums() {
    return logitSums;
  }

  /** Sums samples [first, last) less the pivot and hands them on to the rows from {@code to}. */
  void fill(
      MomentRows from,
      int first,
      int last,
      int[] labels,
      double[] pivot,
      RunningProducts products,
      int to) {
    Arrays.fill(classCounts, 0);
    Arrays.fill(logitSums, 0);
    for (int start = first; start < last; start += STAGED) {
      int end = Math.min(last, start + STAGED);
      for (int i = start, at = 0; i < end; i++, at += pivot.length) {
        int label = labels[i];
        if (classCounts[label]++ == 0) {
          Arrays.fill(classSums[label], 0);
        }
        from.less(i, pivot, staged, at, classSums[label], logitSums);
      }
      products.put(to + start - first, staged, end - start);
    }
  }
}
