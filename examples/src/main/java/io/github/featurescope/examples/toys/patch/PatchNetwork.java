package io.github.featurescope.examples.toys.patch;

import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Snapshot;
import java.util.Random;

/**
 * The two-layer network on two patches, f(x) = (1/m) Σ<sub>r</sub> [s(⟨w<sub>+r</sub>, yμ⟩) +
 * s(⟨w<sub>+r</sub>, ξ⟩)] less the same of the w<sub>−r</sub>, with explicit weights.
 *
 * <p>Filters 0..m−1 are those of y = +1, m..2m−1 those of y = −1; the second layer is fixed. As a
 * watched network it is a convolution whose patches are summed before a head of weights ±1/m: the
 * features are s(⟨w, yμ⟩) + s(⟨w, ξ⟩), [n, 2m], and one output f counts as the logits (−f/2, f/2),
 * as {@code zoo-adapters} reads a single sigmoid unit.
 */
public final class PatchNetwork {

  private final double[][] weights;
  private final ReluPower activation;

  private PatchNetwork(double[][] weights, ReluPower activation) {
    this.weights = weights;
    this.activation = activation;
  }

  /**
   * Takes weights, by copy.
   *
   * @param weights [2m, d]
   * @param activation s
   * @return the network
   * @throws IllegalArgumentException if the number of filters is odd or 0, or rows differ in length
   */
  public static PatchNetwork of(double[][] weights, ReluPower activation) {
    if (weights.length == 0 || weights.length % 2 != 0) {
      throw new IllegalArgumentException(
          weights.length + " filters: give as many for the label +1 as for -1, and at least one");
    }
    for (double[] filter : weights) {
      if (filter.length != weights[0].length) {
        throw new IllegalArgumentException("filters of different size: give weights of [2m, d]");
      }
    }
    return new PatchNetwork(Vectors.copy(weights), activation);
  }

  /**
   * Draws weights from N(0, σ₀²).
   *
   * @param filters m, filters of each sign, at least 1
   * @param dimension d, at least 1
   * @param deviation σ₀, at least 0
   * @param activation s
   * @param random draws them
   * @return the network
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static PatchNetwork draw(
      int filters, int dimension, double deviation, ReluPower activation, Random random) {
    Check.atLeast("number of filters of each sign", filters, 1);
    Check.atLeast("dimension", dimension, 1);
    Check.notNegative("deviation of the first weights", deviation);
    double[][] weights = new double[2 * filters][dimension];
    for (double[] filter : weights) {
      for (int k = 0; k < dimension; k++) {
        filter[k] = deviation * random.nextGaussian();
      }
    }
    return new PatchNetwork(weights, activation);
  }

  /**
   * Returns the weights.
   *
   * @return a copy, [2m, d]
   */
  public double[][] weights() {
    return Vectors.copy(weights);
  }

  /**
   * Returns the activation.
   *
   * @return s
   */
  public ReluPower activation() {
    return activation;
  }

  /**
   * Returns the number of filters of each sign.
   *
   * @return m
   */
  public int filters() {
    return weights.length / 2;
  }

  /** Returns +1 of the filters that speak for y = +1 and −1 of the others. */
  double sign(int filter) {
    return filter < filters() ? 1 : -1;
  }

  /**
   * Computes the outputs.
   *
   * @param data n samples of the same dimension
   * @return f of each sample, [n]
   */
  public double[] outputs(PatchData data) {
    double[][] features = features(data, false);
    double[] f = new double[data.samples()];
    for (int i = 0; i < f.length; i++) {
      for (int r = 0; r < weights.length; r++) {
        f[i] += sign(r) * features[i][r] / filters();
      }
    }
    return f;
  }

  /**
   * Shows the network as probes see a network.
   *
   * @param data n samples of the same dimension
   * @return features [n, 2m], patches summed; logits [n, 2]; weights ∓1/(2m), [2, 2m]; both labels
   */
  public Snapshot snapshot(PatchData data) {
    return snapshot(data, false);
  }

  /**
   * Shows the network as if it ended in a dense layer over the map of both patches.
   *
   * @param data n samples of the same dimension
   * @return features [n, 4m], those of the signal patch first; the rest as {@link #snapshot}
   */
  public Snapshot flattenedSnapshot(PatchData data) {
    return snapshot(data, true);
  }

  private Snapshot snapshot(PatchData data, boolean flattened) {
    int n = data.samples();
    double[][] features = features(data, flattened);
    int p = features[0].length;
    double[] phi = new double[n * p];
    double[] logits = new double[2 * n];
    double[] head = new double[2 * p];
    for (int k = 0; k < p; k++) {
      head[p + k] = sign(k % weights.length) / filters() / 2;
      head[k] = -head[p + k];
    }
    for (int i = 0; i < n; i++) {
      System.arraycopy(features[i], 0, phi, i * p, p);
      for (int k = 0; k < p; k++) {
        logits[2 * i] += head[k] * features[i][k];
      }
      logits[2 * i + 1] = -logits[2 * i];
    }
    return Snapshot.builder(
            Matrix.ofRowMajor(n, p, phi),
            Matrix.ofRowMajor(n, 2, logits),
            data.givenLabels(),
            Matrix.ofRowMajor(2, p, head))
        .trueLabels(data.trueLabels())
        .build();
  }

  private double[][] features(PatchData data, boolean flattened) {
    if (data.dimension() != weights[0].length) {
      throw new IllegalArgumentException(
          "samples of dimension "
              + data.dimension()
              + " for filters of dimension "
              + weights[0].length
              + ": draw both of one dimension");
    }
    double[] y = data.trueSigns();
    int width = weights.length;
    double[][] features = new double[data.samples()][flattened ? 2 * width : width];
    for (int r = 0; r < width; r++) {
      double along = data.alongSignal(weights[r]);
      double[] noise = data.alongNoise(weights[r]);
      for (int i = 0; i < noise.length; i++) {
        features[i][r] += activation.value(y[i] * along);
        features[i][flattened ? width + r : r] += activation.value(noise[i]);
      }
    }
    return features;
  }
}
