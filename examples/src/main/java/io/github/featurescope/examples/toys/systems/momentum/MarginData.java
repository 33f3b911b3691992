package io.github.featurescope.examples.toys.systems.momentum;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;

/**
 * Samples of several patches: one carries θ y e<sub>1</sub>, the others noise without a part along
 * e<sub>1</sub>. θ is 1, or small for the samples with a small margin.
 *
 * @param labels y = ±1, [n]
 * @param scale θ, [n]
 * @param noise patches, [n·patches, d], those of a sample together
 */
@SuppressWarnings("ArrayRecordComponent") // lives within this package only, and is not compared
record MarginData(double[] labels, double[] scale, double[][] noise) {

  static MarginData draw(
      int samples,
      int patches,
      int dimension,
      double share,
      double margin,
      double deviation,
      Random random) {
    double[] labels = new double[samples];
    double[] scale = new double[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = random.nextBoolean() ? 1 : -1;
      scale[i] = random.nextDouble() < share ? margin : 1;
    }
    double[][] noise = Vectors.normal(samples * patches, dimension, deviation, random);
    for (double[] patch : noise) {
      patch[0] = 0;
    }
    return new MarginData(labels, scale, noise);
  }

  int samples() {
    return labels.length;
  }

  int patches() {
    return noise.length / labels.length;
  }
}
