package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A block of samples less a pivot, with the sums that give its means.
 *
 * <p>One pass over the samples subtracts, converts and sums. The pivot is the mean of what came
 * before, if that weighs as much as the block: the correction to the mean of both, of rank one,
 * then cancels at most half of what it corrects. Otherwise it is the block's own mean, which takes
 * one more pass.
 */
final class MomentBlock {

  private static final int PARTS = 2;

  /** Fewer samples are not worth a second thread. */
  private static final int PART_ROWS = 128;

  private final int width;
  private final int capacity;
  private final double[] sums;
  private final double[][] classSums;
  private final int[] classCounts;
  private final MomentPart[] parts = new MomentPart[PARTS];
  private double[] pivot;
  private int count;

  MomentBlock(int width, int classes, int capacity) {
    this.width = width;
    this.capacity = capacity;
    this.sums = new double[width + classes];
    this.pivot = new double[width + classes];
    this.classCounts = new int[classes];
    Arrays.setAll(parts, part -> new MomentPart(width, classes));
    this.classSums = parts[0].classSums();
  }

  /** Returns how many samples fit. */
  int capacity() {
    return capacity;
  }

  /** Returns how many samples there are. */
  int count() {
    return count;
  }

  int classCount(int c) {
    return classCounts[c];
  }

  /**
   * Takes samples in place of those that it held.
   *
   * @param known a mean to take as pivot, or null for the block's own
   * @param products where the samples less the pivot are put
   */
  void fill(
      MomentRows from,
      int first,
      int samples,
      int[] labels,
      double @Nullable [] known,
      RunningProducts products) {
    count = samples;
    if (known == null) {
      // Sums of differences from the first sample, which are exactly 0 in a constant column.
      double[] start = new double[sums.length];
      from.less(
          first,
          new double[sums.length],
          start,
          0,
          new double[width],
          new double[sums.length - width]);
      pass(from, first, labels, start, products);
      pivot = new double[sums.length];
      Arrays.setAll(pivot, j -> start[j] + sums[j] / count);
    } else {
      pivot = known.clone();
    }
    pass(from, first, labels, pivot, products);
    for (double sum : sums) {
      if (!Double.isFinite(sum)) {
        from.requireFinite();
        throw new InvalidSnapshotException(
            "features or logits are so large that their sums overflow double precision; training"
                + " has diverged");
      }
    }
  }

  /** The parts are the same on one core as on several, and so are the sums. */
  private void pass(
      MomentRows from, int first, int[] labels, double[] less, RunningProducts products) {
    int each = Math.max(PART_ROWS, (count + PARTS - 1) / PARTS);
    int used = (count + each - 1) / each;
    IntStream.range(0, used)
        .parallel()
        .forEach(
            part -> {
              int start = part * each;
              int end = Math.min(count, start + each);
              parts[part].fill(from, first + start, first + end, labels, less, products, start);
            });
    Arrays.fill(sums, 0);
    System.arraycopy(parts[0].classCounts(), 0, classCounts, 0, classCounts.length);
    for (int part = 0; part < used; part++) {
      double[] ofLogits = parts[part].logitSums();
      for (int j = 0; j < ofLogits.length; j++) {
        sums[width + j] += ofLogits[j];
      }
      if (part > 0) {
        addClasses(parts[part]);
      }
    }
    for (int c = 0; c < classCounts.length; c++) {
      for (int j = 0; j < width && classCounts[c] > 0; j++) {
        sums[j] += classSums[c][j];
      }
    }
  }

  private void addClasses(MomentPart part) {
    for (int c = 0; c < classCounts.length; c++) {
      int more = part.classCounts()[c];
      double[] sum = part.classSums()[c];
      for (int j = 0; j < width && more > 0; j++) {
        classSums[c][j] = classCounts[c] > 0 ? classSums[c][j] + sum[j] : sum[j];
      }
      classCounts[c] += more;
    }
  }

  /** Returns the mean less the pivot. */
  double[] offPivot() {
    return Arrays.stream(sums).map(sum -> sum / count).toArray();
  }

  /** Returns the mean less another. */
  double[] shift(double[] mean) {
    double[] shift = new double[sums.length];
    Arrays.setAll(shift, j -> pivot[j] - mean[j] + sums[j] / count);
    return shift;
  }

  /** Merges the mean of one class into one that weighs so much with this block. */
  void mergeClass(int c, double[] classMean, double weight) {
    double share = classCounts[c] / weight;
    for (int j = 0; j < width; j++) {
      classMean[j] += share * (pivot[j] - classMean[j] + classSums[c][j] / classCounts[c]);
    }
  }
}
