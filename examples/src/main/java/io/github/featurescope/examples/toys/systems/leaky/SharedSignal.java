package io.github.featurescope.examples.toys.systems.leaky;

import io.github.featurescope.examples.data.LabelNoise;
import java.util.Random;

/**
 * Samples x = √γ y v + √(1−γ) ξ with v = e<sub>1</sub> and ξ ~ N(0, I/d) but nothing along v:
 * signal and noise share one vector.
 *
 * @param x [n, d]
 * @param labels y, ±1, [n]
 * @param given what training is told, ±1, [n]
 */
@SuppressWarnings("ArrayRecordComponent") // lives within this package only
record SharedSignal(double[][] x, double[] labels, double[] given) {

  /** Draws samples, exactly round(wrong n) of them mislabelled. */
  static SharedSignal draw(int samples, int dimension, double share, double wrong, Random random) {
    double[][] x = new double[samples][dimension];
    int[] truth = new int[samples];
    double deviation = Math.sqrt((1 - share) / dimension);
    for (int i = 0; i < samples; i++) {
      truth[i] = random.nextInt(2);
      x[i][0] = Math.sqrt(share) * sign(truth[i]);
      for (int k = 1; k < dimension; k++) {
        x[i][k] = deviation * random.nextGaussian();
      }
    }
    int[] told = LabelNoise.symmetric(wrong).apply(truth, 2, random.nextLong()).given();
    double[] labels = new double[samples];
    double[] given = new double[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = sign(truth[i]);
      given[i] = sign(told[i]);
    }
    return new SharedSignal(x, labels, given);
  }

  private static double sign(int label) {
    return 2.0 * label - 1;
  }
}
