package io.github.featurescope.examples.toys.systems.xor;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;

/**
 * Samples of two patches: ±(u + v) for y = +1 or ±(u − v) for y = −1, with u = ‖u‖e<sub>1</sub>, v
 * = ‖u‖e<sub>2</sub>; and noise.
 *
 * @param labels true y = ±1, [n]
 * @param given y that training is told, [n]
 * @param signs ± of the signal, [n]
 * @param noise [n, d], nothing along u and v
 */
@SuppressWarnings("ArrayRecordComponent") // lives within this package only, and is not compared
record XorData(double[] labels, double[] given, double[] signs, double[][] noise) {

  static XorData draw(int samples, int dimension, double wrong, Random random) {
    double[] labels = new double[samples];
    double[] given = new double[samples];
    double[] signs = new double[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = random.nextBoolean() ? 1 : -1;
      signs[i] = random.nextBoolean() ? 1 : -1;
      given[i] = random.nextDouble() < wrong ? -labels[i] : labels[i];
    }
    double[][] noise = Vectors.normal(samples, dimension, 1, random);
    for (double[] patch : noise) {
      patch[0] = 0;
      patch[1] = 0;
    }
    return new XorData(labels, given, signs, noise);
  }

  int samples() {
    return labels.length;
  }
}
