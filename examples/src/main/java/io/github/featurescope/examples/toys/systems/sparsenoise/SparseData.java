package io.github.featurescope.examples.toys.systems.sparsenoise;

import java.util.Random;

/**
 * Samples of two patches: y e<sub>1</sub>, and noise in a few coordinates with −α y on the first.
 *
 * @param labels y = ±1, [n]
 * @param places which coordinates of the noise patch are not 0, [n, s + 1], the first of them 0
 * @param values what stands there, [n, s + 1]
 */
@SuppressWarnings("ArrayRecordComponent") // lives within this package only, and is not compared
record SparseData(double[] labels, int[][] places, double[][] values) {

  static SparseData draw(
      int samples, int dimension, int sparsity, double deviation, double against, Random random) {
    double[] labels = new double[samples];
    for (int i = 0; i < samples; i++) {
      int j = random.nextInt(i + 1);
      labels[i] = labels[j];
      labels[j] = i % 2 == 0 ? 1 : -1;
    }
    int[][] places = new int[samples][sparsity + 1];
    double[][] values = new double[samples][sparsity + 1];
    int[] order = new int[dimension];
    for (int k = 0; k < dimension; k++) {
      order[k] = k;
    }
    for (int i = 0; i < samples; i++) {
      values[i][0] = -against * labels[i];
      for (int s = 1; s <= sparsity; s++) {
        int pick = s + random.nextInt(dimension - s);
        int kept = order[s];
        order[s] = order[pick];
        order[pick] = kept;
        places[i][s] = order[s];
        values[i][s] = deviation * random.nextGaussian();
      }
    }
    return new SparseData(labels, places, values);
  }

  int samples() {
    return labels.length;
  }

  /** Returns ⟨v, second patch⟩ of a sample. */
  double alongNoise(double[] v, int i) {
    double sum = 0;
    for (int s = 0; s < places[i].length; s++) {
      sum += v[places[i][s]] * values[i][s];
    }
    return sum;
  }

  /** Adds factor times the second patch of a sample to a vector. */
  void addNoise(double[] v, double factor, int i) {
    for (int s = 0; s < places[i].length; s++) {
      v[places[i][s]] += factor * values[i][s];
    }
  }
}
