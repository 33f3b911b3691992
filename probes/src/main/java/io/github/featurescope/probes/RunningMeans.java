package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Weights and means of a stream: of all its columns, and of the features of each class. */
final class RunningMeans {

  private final int width;
  private final double[] mean;
  private final double[][] classMeans;
  private final double[] classWeights;
  private double weight;
  private long seen;

  private RunningMeans(int width, double[] mean, double[][] classMeans, double[] classWeights) {
    this.width = width;
    this.mean = mean;
    this.classMeans = classMeans;
    this.classWeights = classWeights;
  }

  /** Begins with nothing: features of a width, and as many logits as classes. */
  RunningMeans(int width, int classes) {
    this(width, new double[width + classes], new double[classes][width], new double[classes]);
  }

  RunningMeans copy() {
    double[][] ofClasses = Arrays.stream(classMeans).map(double[]::clone).toArray(double[][]::new);
    RunningMeans copy = new RunningMeans(width, mean.clone(), ofClasses, classWeights.clone());
    copy.weight = weight;
    copy.seen = seen;
    return copy;
  }

  /** Merges a block, after all that came before has been weighed down by a factor. */
  void merge(MomentBlock block, double kept) {
    double m = block.count();
    double after = weight * kept + m;
    double[] shift = block.shift(mean);
    for (int j = 0; j < mean.length; j++) {
      mean[j] += shift[j] * (m / after);
    }
    for (int c = 0; c < classWeights.length; c++) {
      classWeights[c] *= kept;
      if (block.classCount(c) > 0) {
        classWeights[c] += block.classCount(c);
        block.mergeClass(c, classMeans[c], classWeights[c]);
      }
    }
    weight = after;
    seen += block.count();
  }

  /** Returns the means of all columns, [p + C]: to read, never to write. */
  double[] mean() {
    return mean;
  }

  double weight() {
    return weight;
  }

  long seen() {
    return seen;
  }

  /** Returns the means of the features of the classes seen, less the mean of all. */
  ClassMeans classMeans() {
    int[] present =
        IntStream.range(0, classWeights.length).filter(c -> classWeights[c] > 0).toArray();
    double[] means = new double[Matrix.capacity(present.length, width)];
    for (int k = 0; k < present.length; k++) {
      for (int j = 0; j < width; j++) {
        means[k * width + j] = classMeans[present[k]][j] - mean[j];
      }
    }
    return ClassMeans.known(
        present,
        Arrays.stream(present).mapToDouble(c -> classWeights[c]).toArray(),
        Matrix.wrap(present.length, width, means));
  }
}
