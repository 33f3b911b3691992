package io.github.featurescope.examples.toys.systems.lazyrich;

import java.util.Random;

/**
 * Samples of Gaussian clusters, two a class, around random centres of one norm.
 *
 * @param x [n, d]
 * @param classes which class each is of, [n]
 */
@SuppressWarnings("ArrayRecordComponent") // lives within this package only
record Clusters(double[][] x, int[] classes) {

  /** Draws the centres, [2C, d]. */
  static double[][] centres(int classes, int dimension, double norm, Random random) {
    double[][] centres = new double[2 * classes][dimension];
    for (double[] centre : centres) {
      double squares = 0;
      for (int k = 0; k < dimension; k++) {
        centre[k] = random.nextGaussian();
        squares += centre[k] * centre[k];
      }
      double factor = norm / Math.sqrt(squares);
      for (int k = 0; k < dimension; k++) {
        centre[k] *= factor;
      }
    }
    return centres;
  }

  /** Draws samples around the centres; centre c is of class c mod C. */
  static Clusters draw(double[][] centres, int samples, double deviation, Random random) {
    double[][] x = new double[samples][];
    int[] classes = new int[samples];
    for (int i = 0; i < samples; i++) {
      int cluster = random.nextInt(centres.length);
      classes[i] = cluster % (centres.length / 2);
      x[i] = centres[cluster].clone();
      for (int k = 0; k < x[i].length; k++) {
        x[i][k] += deviation * random.nextGaussian();
      }
    }
    return new Clusters(x, classes);
  }

  /** Returns the samples with labels drawn without looking at them. */
  Clusters relabelled(int count, Random random) {
    int[] drawn = new int[classes.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = random.nextInt(count);
    }
    return new Clusters(x, drawn);
  }

  /** Returns one-hot labels less their mean over the classes, [n, C]. */
  double[][] targets(int count) {
    double[][] targets = new double[classes.length][count];
    for (int i = 0; i < targets.length; i++) {
      for (int c = 0; c < count; c++) {
        targets[i][c] = (classes[i] == c ? 1 : 0) - 1.0 / count;
      }
    }
    return targets;
  }

  /** Returns the share of samples whose largest output is that of their class. */
  double accuracy(double[][] outputs) {
    int right = 0;
    for (int i = 0; i < outputs.length; i++) {
      int best = 0;
      for (int c = 1; c < outputs[i].length; c++) {
        if (outputs[i][c] > outputs[i][best]) {
          best = c;
        }
      }
      right += best == classes[i] ? 1 : 0;
    }
    return right / (double) outputs.length;
  }
}
