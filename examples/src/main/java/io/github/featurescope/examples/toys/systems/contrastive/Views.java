package io.github.featurescope.examples.toys.systems.contrastive;

import java.util.Random;

/** Samples of two patches: (s, 0, ..., 0) with the signal s = ±norm, and noise with none of it. */
@SuppressWarnings("ArrayRecordComponent") // shared within this package only, and never changed
record Views(double[] signals, double[][] noises) {

  static Views draw(double[] signs, double strength, int dimension, Random random) {
    double[] signals = new double[signs.length];
    double[][] noises = new double[signs.length][dimension];
    for (int i = 0; i < signs.length; i++) {
      signals[i] = signs[i] * strength;
      for (int k = 1; k < dimension; k++) {
        noises[i][k] = random.nextGaussian();
      }
    }
    return new Views(signals, noises);
  }

  /** Makes +1 of the even samples and −1 of the odd. */
  static double[] signs(int count) {
    double[] signs = new double[count];
    for (int i = 0; i < count; i++) {
      signs[i] = i % 2 == 0 ? 1 : -1;
    }
    return signs;
  }

  /** Overwrites other views of the same size: the same signals, and noise with more noise. */
  void augment(double deviation, Random random, Views into) {
    System.arraycopy(signals, 0, into.signals, 0, signals.length);
    for (int i = 0; i < noises.length; i++) {
      for (int k = 1; k < noises[i].length; k++) {
        into.noises[i][k] = noises[i][k] + deviation * random.nextGaussian();
      }
    }
  }

  Views blank() {
    return new Views(new double[signals.length], new double[noises.length][noises[0].length]);
  }

  int size() {
    return signals.length;
  }
}
