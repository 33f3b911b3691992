package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Means of the centred features over the samples of each class that occurs. */
final class ClassMeans {

  private final int[] present;
  private final double[] counts;
  private final int[] positions;
  private final Matrix means;

  private ClassMeans(int[] present, double[] counts, int[] positions, Matrix means) {
    this.present = present;
    this.counts = counts;
    this.positions = positions;
    this.means = means;
  }

  static ClassMeans of(Matrix centredFeatures, int[] labels, int classes) {
    return of(centredFeatures, IntStream.range(0, labels.length).toArray(), labels, classes);
  }

  /** Takes some rows only; positions are of those rows. */
  static ClassMeans of(Matrix centredFeatures, int[] rows, int[] labels, int classes) {
    int[] countOfClass = new int[classes];
    for (int row : rows) {
      countOfClass[labels[row]]++;
    }
    int[] present = IntStream.range(0, classes).filter(c -> countOfClass[c] > 0).toArray();
    int[] positionOfClass = new int[classes];
    for (int k = 0; k < present.length; k++) {
      positionOfClass[present[k]] = k;
    }
    int[] positions = Arrays.stream(rows).map(row -> positionOfClass[labels[row]]).toArray();
    double[] counts = Arrays.stream(present).mapToDouble(c -> countOfClass[c]).toArray();
    int p = centredFeatures.cols();
    double[] sums = new double[Matrix.capacity(present.length, p)];
    double[] values = centredFeatures.values();
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0, from = rows[i] * p, to = positions[i] * p; j < p; j++) {
        sums[to + j] += values[from + j];
      }
    }
    for (int at = 0; at < sums.length; at++) {
      sums[at] /= counts[at / p];
    }
    return new ClassMeans(present, counts, positions, Matrix.wrap(present.length, p, sums));
  }

  /**
   * Takes means that are known of a stream, whose samples are gone.
   *
   * @param present which classes occur, ascending, [C']
   * @param weights what the samples of each weigh together, [C']
   * @param means their means less the mean of all, [C', p]
   */
  static ClassMeans known(int[] present, double[] weights, Matrix means) {
    return new ClassMeans(present, weights, new int[0], means);
  }

  /** Returns the number C' of classes that have a sample. */
  int size() {
    return present.length;
  }

  /** Returns which classes have a sample, ascending, [C']. */
  int[] present() {
    return present;
  }

  /** Returns the number of samples of each present class, or what they weigh together, [C']. */
  double[] counts() {
    return counts;
  }

  /** Returns for each sample the place of its class among the present ones, [n]. */
  int[] positions() {
    return positions;
  }

  /** Returns the means less the mean of all samples, [C', p]. */
  Matrix means() {
    return means;
  }

  /** Returns the sums of the centred features over each class, [C', p]. */
  Matrix sums() {
    return means.scaledRows(counts);
  }

  /** Says what is missing where there is nothing to tell apart. */
  void requireTwoClasses() {
    if (size() < 2) {
      throw new UndefinedMeasurementException(
          "all samples have label "
              + present[0]
              + "; at least two classes must occur: use a stratified probe set");
    }
  }
}
