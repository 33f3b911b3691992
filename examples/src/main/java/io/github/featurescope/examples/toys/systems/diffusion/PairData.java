package io.github.featurescope.examples.toys.systems.diffusion;

import java.util.Random;

/**
 * Samples of two patches: a signal of the class, norm·e<sub>1</sub> or norm·e<sub>2</sub>, and
 * noise of deviation 1 that has nothing along either.
 */
@SuppressWarnings("ArrayRecordComponent") // shared within this package only, and never changed
record PairData(double[] signs, Patch signal, Patch noise, double strength) {

  static PairData draw(int count, int dimension, double strength, Random random) {
    double[] signs = new double[count];
    double[][] signal = new double[count][2];
    double[][] noise = new double[count][dimension - 2];
    for (int i = 0; i < count; i++) {
      boolean first = i % 2 == 0;
      signs[i] = first ? 1 : -1;
      signal[i][first ? 0 : 1] = strength;
      for (int k = 0; k < dimension - 2; k++) {
        noise[i][k] = random.nextGaussian();
      }
    }
    return new PairData(signs, new Patch(signal, 0), new Patch(noise, 2), strength);
  }

  int samples() {
    return signs.length;
  }
}
