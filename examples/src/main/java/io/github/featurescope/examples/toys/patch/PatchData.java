package io.github.featurescope.examples.toys.patch;

import io.github.featurescope.examples.data.LabelNoise;
import java.util.Arrays;
import java.util.Random;

/**
 * Samples of two patches: one carries the signal, y·μ with the true label y = ±1, the other only
 * noise, ξ.
 *
 * <p>Labels are 0 for y = −1 and 1 for y = +1, as everywhere else. Source: Cao, Chen, Belkin and
 * Gu, NeurIPS 2022, arXiv 2202.06526, definition 3.1.
 */
public final class PatchData {

  private final double[] signal;
  private final double[][] noise;
  private final int[] trueLabels;
  private final int[] givenLabels;

  private PatchData(double[] signal, double[][] noise, int[] trueLabels, int[] givenLabels) {
    this.signal = signal;
    this.noise = noise;
    this.trueLabels = trueLabels;
    this.givenLabels = givenLabels;
  }

  /**
   * Takes samples as they are, by copy.
   *
   * @param signal μ, [d]
   * @param noise ξ of each sample, [n, d]
   * @param trueLabels which sign μ has in each sample, [n], 0 or 1
   * @param givenLabels what training is told, [n], 0 or 1
   * @return the samples
   * @throws IllegalArgumentException if sizes or labels do not fit
   */
  public static PatchData of(
      double[] signal, double[][] noise, int[] trueLabels, int[] givenLabels) {
    Check.atLeast("number of samples", noise.length, 1);
    for (double[] xi : noise) {
      if (xi.length != signal.length) {
        throw new IllegalArgumentException(
            "a noise patch has "
                + xi.length
                + " values and the signal "
                + signal.length
                + ": give patches of one size");
      }
    }
    requireLabels("true", trueLabels, noise.length);
    requireLabels("given", givenLabels, noise.length);
    return new PatchData(
        signal.clone(),
        Arrays.stream(noise).map(double[]::clone).toArray(double[][]::new),
        trueLabels.clone(),
        givenLabels.clone());
  }

  /**
   * Draws samples with noise that has nothing along the signal: μ = strength·e<sub>1</sub>, ξ ~
   * N(0, σ²(I − e<sub>1</sub>e<sub>1</sub>ᵀ)), as many of one label as of the other, exactly
   * round(rate·n) of the given labels wrong.
   *
   * @param samples n, at least 2
   * @param dimension d, at least 2
   * @param strength ‖μ‖, above 0
   * @param deviation σ, above 0
   * @param labelNoise which labels are wrong
   * @param random draws them
   * @return the samples
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static PatchData draw(
      int samples,
      int dimension,
      double strength,
      double deviation,
      LabelNoise labelNoise,
      Random random) {
    Check.atLeast("number of samples", samples, 2);
    Check.atLeast("dimension", dimension, 2);
    Check.positive("strength of the signal", strength);
    Check.positive("deviation of the noise", deviation);
    double[] mu = new double[dimension];
    mu[0] = strength;
    int[] labels = shuffledHalves(samples, random);
    double[][] xi = new double[samples][dimension];
    for (double[] patch : xi) {
      for (int k = 1; k < dimension; k++) {
        patch[k] = deviation * random.nextGaussian();
      }
    }
    int[] given = labelNoise.apply(labels, 2, random.nextLong()).given();
    return new PatchData(mu, xi, labels, given);
  }

  private static int[] shuffledHalves(int n, Random random) {
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      labels[i] = labels[j];
      labels[j] = i % 2;
    }
    return labels;
  }

  static void requireLabels(String kind, int[] labels, int n) {
    if (labels.length != n) {
      throw new IllegalArgumentException(
          labels.length + " " + kind + " labels for " + n + " samples: give one a sample");
    }
    for (int label : labels) {
      if (label != 0 && label != 1) {
        throw new IllegalArgumentException(
            kind + " label " + label + ": give 0 for y = -1 and 1 for y = +1");
      }
    }
  }

  /**
   * Returns the number of samples.
   *
   * @return n, at least 1
   */
  public int samples() {
    return noise.length;
  }

  /**
   * Returns the size of a patch.
   *
   * @return d
   */
  public int dimension() {
    return signal.length;
  }

  /**
   * Returns the signal.
   *
   * @return μ, a copy, [d]
   */
  public double[] signal() {
    return signal.clone();
  }

  /**
   * Returns the noise patch of a sample.
   *
   * @param i which sample, in [0, n)
   * @return ξ, a copy, [d]
   */
  public double[] noise(int i) {
    return noise[i].clone();
  }

  /**
   * Returns what the signal patches carry.
   *
   * @return a copy, [n], 0 or 1
   */
  public int[] trueLabels() {
    return trueLabels.clone();
  }

  /**
   * Returns what training is told.
   *
   * @return a copy, [n], 0 or 1
   */
  public int[] givenLabels() {
    return givenLabels.clone();
  }

  /**
   * Tells which samples are mislabelled.
   *
   * @param i which sample, in [0, n)
   * @return whether the given label is not the true one
   */
  public boolean isWrong(int i) {
    return trueLabels[i] != givenLabels[i];
  }

  /** Returns the sign y of μ in each sample, [n]. */
  double[] trueSigns() {
    return signs(trueLabels);
  }

  /** Returns the sign that training is told, [n]. */
  double[] givenSigns() {
    return signs(givenLabels);
  }

  static double[] signs(int[] labels) {
    return Arrays.stream(labels).mapToDouble(label -> 2.0 * label - 1).toArray();
  }

  /** Returns ‖μ‖². */
  double squaredSignal() {
    return Vectors.dot(signal, signal);
  }

  /** Returns ⟨v, μ⟩. */
  double alongSignal(double[] v) {
    return Vectors.dot(v, signal);
  }

  /** Returns ⟨v, ξ⟩ of each sample, [n]. */
  double[] alongNoise(double[] v) {
    return Arrays.stream(noise).mapToDouble(xi -> Vectors.dot(v, xi)).toArray();
  }

  /** Returns ⟨ξ, ξ'⟩, [n, n]. */
  double[][] noiseGram() {
    return Arrays.stream(noise).map(this::alongNoise).toArray(double[][]::new);
  }

  /** Adds a·μ + Σ b ξ to a vector. */
  void addTo(double[] v, double a, double[] b) {
    Vectors.add(v, a, signal);
    for (int i = 0; i < noise.length; i++) {
      Vectors.add(v, b[i], noise[i]);
    }
  }
}
