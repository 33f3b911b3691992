package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.Random;

/** Makes small snapshots. */
final class Samples {

  private Samples() {}

  /** Returns n × p independent normal values. */
  static double[][] normal(long seed, int n, int p) {
    Random random = new Random(seed);
    double[][] values = new double[n][p];
    for (double[] row : values) {
      Arrays.setAll(row, j -> random.nextGaussian());
    }
    return values;
  }

  static Matrix matrix(double[][] rows) {
    int cols = rows.length == 0 ? 0 : rows[0].length;
    return Matrix.ofRowMajor(
        rows.length, cols, Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
  }

  static double[][] array(Matrix matrix) {
    double[][] values = new double[matrix.rows()][matrix.cols()];
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.cols(); j++) {
        values[i][j] = matrix.get(i, j);
      }
    }
    return values;
  }

  /** Returns labels 0, 0, 1, 1, 2, 2, …: every class in even and in odd rows. */
  static int[] pairedLabels(int n, int classes) {
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> i / 2 % classes);
    return labels;
  }

  /** Returns noisy class clusters with ReLU, a head near the class centres and a bias. */
  static Snapshot clusters(long seed, int n, int p, int classes) {
    Random random = new Random(seed);
    double[][] centres = normal(seed + 1, classes, p);
    int[] truth = pairedLabels(n, classes);
    double[][] features = new double[n][p];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < p; j++) {
        double x = 0.7 * centres[truth[i]][j] + random.nextGaussian() + 0.3;
        features[i][j] = Math.max(0, x / (1 + 0.2 * j));
      }
    }
    double[][] weights = normal(seed + 2, classes, p);
    double[][] logits = new double[n][classes];
    for (int c = 0; c < classes; c++) {
      double bias = random.nextGaussian();
      for (int j = 0; j < p; j++) {
        weights[c][j] = 0.5 * centres[c][j] + 0.2 * weights[c][j];
      }
      for (int i = 0; i < n; i++) {
        logits[i][c] = bias;
        for (int j = 0; j < p; j++) {
          logits[i][c] += features[i][j] * weights[c][j];
        }
      }
    }
    int[] given = truth.clone();
    for (int i = 0; i < n; i += 7) {
      given[i] = (truth[i] + 1) % classes;
    }
    return snapshot(features, logits, given, weights);
  }

  /** Returns features that are exactly a simplex of class means, and a head that reads them. */
  static Snapshot collapsed(int perClass, int classes) {
    int n = perClass * classes;
    int[] labels = pairedLabels(n, classes);
    double[][] weights = new double[classes][classes];
    double[][] features = new double[n][];
    double[][] logits = new double[n][classes];
    for (int c = 0; c < classes; c++) {
      for (int d = 0; d < classes; d++) {
        weights[c][d] = (c == d ? 1 : 0) - 1.0 / classes;
      }
    }
    double[] gauge = normal(7, 1, n)[0];
    for (int i = 0; i < n; i++) {
      features[i] = weights[labels[i]].clone();
      for (int c = 0; c < classes; c++) {
        // What softmax leaves free: the same random offset for all logits of a sample.
        logits[i][c] = 10 * weights[labels[i]][c] + 0.3 * gauge[i];
      }
    }
    return snapshot(features, logits, labels, weights);
  }

  static Snapshot snapshot(
      double[][] features, double[][] logits, int[] labels, double[][] weights) {
    return Snapshot.builder(matrix(features), matrix(logits), labels, matrix(weights)).build();
  }

  static Snapshot withFeatures(Snapshot from, Matrix features) {
    return Snapshot.builder(features, from.logits(), from.givenLabels(), from.headWeights())
        .build();
  }

  static Snapshot withLogits(Snapshot from, Matrix logits) {
    return Snapshot.builder(from.features(), logits, from.givenLabels(), from.headWeights())
        .build();
  }

  static Snapshot withLabels(Snapshot from, int[] labels) {
    return Snapshot.builder(from.features(), from.logits(), labels, from.headWeights()).build();
  }

  static Snapshot withWeights(Snapshot from, Matrix weights) {
    return Snapshot.builder(from.features(), from.logits(), from.givenLabels(), weights).build();
  }
}
