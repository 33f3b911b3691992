package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Sums of the features of each class over even and over odd rows, from one pass over the features:
 * what the mean and all class means are made of.
 *
 * <p>Added up are differences from the first row, which are exactly 0 in a constant column and lose
 * nothing to a large mean.
 */
final class ClassSums {

  private final int rows;
  private final double[] first;
  private final int[] present;
  private final int[] positions;

  /** Number of samples of each present class, even rows and then odd, [2C']. */
  private final double[] counts;

  /** Their sums, [2C', p]. */
  private final double[] sums;

  private ClassSums(Matrix features, int[] labels, int classes) {
    int p = features.cols();
    int[] countOfClass = new int[classes];
    for (int label : labels) {
      countOfClass[label]++;
    }
    this.rows = features.rows();
    this.present = IntStream.range(0, classes).filter(c -> countOfClass[c] > 0).toArray();
    int[] positionOfClass = new int[classes];
    for (int k = 0; k < present.length; k++) {
      positionOfClass[present[k]] = k;
    }
    double[] values = features.values();
    this.first = Arrays.copyOf(values, p);
    this.positions = new int[rows];
    this.counts = new double[2 * present.length];
    this.sums = new double[Matrix.capacity(counts.length, p)];
    for (int i = 0; i < rows; i++) {
      positions[i] = positionOfClass[labels[i]];
      int group = 2 * positions[i] + i % 2;
      counts[group]++;
      add(values, i * p, group * p);
    }
  }

  static ClassSums of(Matrix features, int[] labels, int classes) {
    return new ClassSums(features, labels, classes);
  }

  private void add(double[] values, int from, int to) {
    for (int j = 0; j < first.length; j++) {
      sums[to + j] += values[from + j] - first[j];
    }
  }

  /** Returns the mean of all samples; of a constant column exactly its value, [p]. */
  double[] mean() {
    int p = first.length;
    double[] mean = new double[p];
    for (int at = 0; at < sums.length; at += p) {
      for (int j = 0; j < p; j++) {
        mean[j] += sums[at + j];
      }
    }
    for (int j = 0; j < p; j++) {
      mean[j] = first[j] + mean[j] / rows;
    }
    return mean;
  }

  /** Returns the means of the classes less the mean of all samples. */
  ClassMeans means(double[] mean) {
    int[] all = IntStream.range(0, present.length).toArray();
    double[] counted = Arrays.stream(all).mapToDouble(k -> count(k, 0) + count(k, 1)).toArray();
    double[] means = new double[Matrix.capacity(all.length, first.length)];
    for (int k : all) {
      addMean(means, k, k, 0, counted[k]);
      addMean(means, k, k, 1, counted[k]);
      shift(means, k, mean);
    }
    return ClassMeans.of(present, counted, positions, Matrix.wrap(all.length, first.length, means));
  }

  /** Returns the first present class without a sample in one half, or −1. */
  int missingIn(int half) {
    for (int k = 0; k < present.length; k++) {
      if (count(k, half) == 0) {
        return present[k];
      }
    }
    return -1;
  }

  /** Returns the means over one half, less the mean of all samples, of the classes in it. */
  Matrix meansOf(int half, double[] mean) {
    int[] here = IntStream.range(0, present.length).filter(k -> count(k, half) > 0).toArray();
    double[] means = new double[Matrix.capacity(here.length, first.length)];
    for (int at = 0; at < here.length; at++) {
      addMean(means, at, here[at], half, count(here[at], half));
      shift(means, at, mean);
    }
    return Matrix.wrap(here.length, first.length, means);
  }

  private double count(int position, int half) {
    return counts[2 * position + half];
  }

  private void addMean(double[] means, int row, int position, int half, double count) {
    int p = first.length;
    for (int j = 0, to = row * p, from = (2 * position + half) * p; j < p; j++) {
      means[to + j] += sums[from + j] / count;
    }
  }

  private void shift(double[] means, int row, double[] mean) {
    for (int j = 0, to = row * first.length; j < first.length; j++) {
      means[to + j] += first[j] - mean[j];
    }
  }
}
