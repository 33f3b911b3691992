package io.github.featurescope.examples.toys.systems.largerate;

import io.github.featurescope.examples.data.Seeds;
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;

/**
 * Samples of three patches: y u, a strong signal that few samples lack; y v, a weak one that all
 * have; and noise.
 *
 * @param labels y = ±1, [n]
 * @param strong whether a sample has the strong signal, [n]
 * @param noise [n, d], nothing along both signals
 */
@SuppressWarnings("ArrayRecordComponent") // lives within this package only, and is not compared
record StrongWeakData(double[] labels, boolean[] strong, double[][] noise) {

  static StrongWeakData draw(
      int samples, int dimension, int weakOnly, double deviation, Random random) {
    double[] labels = new double[samples];
    boolean[] strong = new boolean[samples];
    int[] order = Seeds.permutation(samples, random);
    for (int i = 0; i < samples; i++) {
      labels[i] = i < samples / 2 ? 1 : -1;
      strong[order[i]] = i >= weakOnly;
    }
    double[][] noise = Vectors.normal(samples, dimension, deviation, random);
    for (double[] patch : noise) {
      patch[0] = 0;
      patch[1] = 0;
    }
    return new StrongWeakData(labels, strong, noise);
  }

  int samples() {
    return labels.length;
  }
}
