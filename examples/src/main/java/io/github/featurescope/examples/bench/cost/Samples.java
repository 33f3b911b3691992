package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Snapshot;
import java.util.Random;
import java.util.stream.IntStream;

/** Made-up features: what arithmetic costs does not depend on where its numbers come from. */
public final class Samples {

  private static final double SIGNAL = 2;

  private final Matrix features;
  private final Matrix logits;
  private final Matrix weights;
  private final int[] labels;

  private Samples(int samples, int width, int classes) {
    Random random = new Random(7);
    this.weights = normal(classes, width, random, 1 / Math.sqrt(width));
    // Even and odd rows hold each class, as in a probe set: margins are split by rows.
    this.labels = IntStream.range(0, samples).map(i -> i / 2 % classes).toArray();
    double[] values = new double[samples * width];
    double[] answers = new double[samples * classes];
    double[] spread = IntStream.range(0, width).mapToDouble(j -> 1 / Math.sqrt(1.0 + j)).toArray();
    for (int i = 0; i < samples; i++) {
      for (int j = 0; j < width; j++) {
        double own = SIGNAL * weights.get(labels[i], j) + spread[j] * random.nextGaussian();
        values[i * width + j] = Math.max(0, own);
      }
    }
    this.features = Matrix.ofRowMajor(samples, width, values);
    for (int i = 0; i < samples; i++) {
      answers[i * classes + labels[i]] = SIGNAL;
      for (int c = 0; c < classes; c++) {
        answers[i * classes + c] += random.nextGaussian();
      }
    }
    this.logits = Matrix.ofRowMajor(samples, classes, answers);
  }

  private static Matrix normal(int rows, int cols, Random random, double scale) {
    return Matrix.ofRowMajor(
        rows,
        cols,
        IntStream.range(0, rows * cols).mapToDouble(i -> scale * random.nextGaussian()).toArray());
  }

  /**
   * Draws features that are rectified sums of a direction of their class and noise.
   *
   * @param samples n
   * @param width p
   * @param classes C
   * @return the samples
   */
  public static Samples of(int samples, int width, int classes) {
    return new Samples(samples, width, classes);
  }

  /**
   * Makes a snapshot of which nothing is computed yet.
   *
   * @return a new one each time
   */
  public Snapshot snapshot() {
    return Snapshot.builder(features, logits, labels, weights).trueLabels(labels).build();
  }

  /**
   * Returns the features.
   *
   * @return [n, p]
   */
  public Matrix features() {
    return features;
  }

  /**
   * Returns the logits.
   *
   * @return [n, C]
   */
  public Matrix logits() {
    return logits;
  }

  /**
   * Returns the labels.
   *
   * @return [n], a copy
   */
  public int[] labels() {
    return labels.clone();
  }
}
