package io.github.featurescope.examples.toys.systems.experts;

import java.util.Random;

/**
 * Samples of K clusters, each of four patches: α y v<sub>k</sub>, which tells the label, β
 * c<sub>k</sub>, which tells the cluster, γ ε v<sub>k'</sub>, the feature of another cluster with a
 * random sign, and noise.
 *
 * <p>v<sub>k</sub> = e<sub>k</sub> and c<sub>k</sub> = e<sub>K+k</sub>: noise and first weights are
 * isotropic, so that any orthonormal directions are as good.
 *
 * @param labels y, ±1, [n]
 * @param clusters k, [n]
 * @param others k' ≠ k, [n]
 * @param alpha α y, [n]
 * @param beta β, [n]
 * @param gamma γ ε, [n]
 * @param noise [n, d]
 * @param sums of all four patches, [n, d], what the router sees
 */
@SuppressWarnings("ArrayRecordComponent") // lives within this package only
record ClusterSamples(
    double[] labels,
    int[] clusters,
    int[] others,
    double[] alpha,
    double[] beta,
    double[] gamma,
    double[][] noise,
    double[][] sums) {

  /** Draws samples; α in [0.5, 2), β in [1, 2), γ in [0.5, 3), each uniform. */
  static ClusterSamples draw(
      int samples, int dimension, int count, double deviation, Random random) {
    ClusterSamples all =
        new ClusterSamples(
            new double[samples],
            new int[samples],
            new int[samples],
            new double[samples],
            new double[samples],
            new double[samples],
            new double[samples][dimension],
            new double[samples][]);
    for (int i = 0; i < samples; i++) {
      all.labels[i] = sign(random);
      all.clusters[i] = random.nextInt(count);
      all.others[i] = (all.clusters[i] + 1 + random.nextInt(count - 1)) % count;
      all.alpha[i] = all.labels[i] * (0.5 + 1.5 * random.nextDouble());
      all.beta[i] = 1 + random.nextDouble();
      all.gamma[i] = sign(random) * (0.5 + 2.5 * random.nextDouble());
      for (int k = 0; k < dimension; k++) {
        all.noise[i][k] = deviation * random.nextGaussian();
      }
      all.sums[i] = all.noise[i].clone();
      all.sums[i][all.clusters[i]] += all.alpha[i];
      all.sums[i][count + all.clusters[i]] += all.beta[i];
      all.sums[i][all.others[i]] += all.gamma[i];
    }
    return all;
  }

  private static double sign(Random random) {
    return random.nextBoolean() ? 1 : -1;
  }

  /** Returns the number of samples. */
  int size() {
    return labels.length;
  }
}
