package io.github.featurescope.listeners;

import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Snapshot;
import java.util.Random;

/** Looks at samples whose first C of eight features tell the class, and are the logits too. */
final class Clusters {

  private static final int WIDTH = 8;

  private Clusters() {}

  /** Sample i is of class i mod C and labelled so; noise is the features' standard deviation. */
  static Snapshot snapshot(int n, int classes, double noise, long seed) {
    Random random = new Random(seed);
    double[] features = new double[n * WIDTH];
    double[] logits = new double[n * classes];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % classes;
      for (int j = 0; j < WIDTH; j++) {
        features[i * WIDTH + j] = (j == labels[i] ? 3 : 0) + noise * random.nextGaussian();
      }
      System.arraycopy(features, i * WIDTH, logits, i * classes, classes);
    }
    double[] weights = new double[classes * WIDTH];
    for (int k = 0; k < classes; k++) {
      weights[k * WIDTH + k] = 1;
    }
    return Snapshot.builder(
            Matrix.ofRowMajor(n, WIDTH, features),
            Matrix.ofRowMajor(n, classes, logits),
            labels,
            Matrix.ofRowMajor(classes, WIDTH, weights))
        .build();
  }
}
