package io.github.featurescope.examples.toys.attention;

import java.util.Arrays;
import java.util.Random;

/**
 * Samples of L tokens: the first is the signal of the class, the others are noise.
 *
 * <p>A token is kept as its coordinates that are not 0, since most are 0 where noise is sparse.
 */
public final class TokenData {

  private final double[] signs;
  private final int[][][] coordinates;
  private final double[][][] values;

  private TokenData(double[] signs, int[][][] coordinates, double[][][] values) {
    this.signs = signs;
    this.coordinates = coordinates;
    this.values = values;
  }

  static TokenData draw(AttentionSystem system, int count, Random random) {
    double[] signs = shuffledHalves(count, random);
    int[][][] coordinates = new int[count][system.tokens()][];
    double[][][] values = new double[count][system.tokens()][];
    int free = system.dimension() - 2;
    for (int i = 0; i < count; i++) {
      boolean second = system.pair() && signs[i] < 0;
      coordinates[i][0] = new int[] {second ? 1 : 0};
      values[i][0] =
          new double[] {system.pair() ? system.strength() : signs[i] * system.strength()};
      for (int l = 1; l < system.tokens(); l++) {
        int[] at = support(free, system.support() == 0 ? free : system.support(), random);
        coordinates[i][l] = at;
        values[i][l] =
            Arrays.stream(at).mapToDouble(k -> system.noise() * random.nextGaussian()).toArray();
      }
    }
    return new TokenData(signs, coordinates, values);
  }

  private static double[] shuffledHalves(int n, Random random) {
    double[] signs = new double[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      signs[i] = signs[j];
      signs[j] = i % 2 == 0 ? 1 : -1;
    }
    return signs;
  }

  /** Chooses coordinates from 2 on, ascending; the first two are the signal's. */
  private static int[] support(int free, int size, Random random) {
    int[] at = new int[size];
    int found = 0;
    for (int k = 0; k < free; k++) {
      // Each set is as likely: k is taken with the share still wanted of those still left.
      if (size == free || random.nextInt(free - k) < size - found) {
        at[found++] = k + 2;
        if (found == size) {
          break;
        }
      }
    }
    return at;
  }

  int samples() {
    return signs.length;
  }

  int tokens() {
    return values[0].length;
  }

  /** Returns the label y = ±1 of a sample. */
  double sign(int i) {
    return signs[i];
  }

  /** Returns where a token is not 0, ascending. */
  int[] coordinates(int i, int l) {
    return coordinates[i][l];
  }

  /** Returns what a token is there. */
  double[] values(int i, int l) {
    return values[i][l];
  }

  /** Returns the inner product of a token with a vector. */
  double along(int i, int l, double[] vector) {
    int[] at = coordinates[i][l];
    double[] x = values[i][l];
    double sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * vector[at[k]];
    }
    return sum;
  }

  /**
   * Returns samples in full.
   *
   * @param dimension d
   * @return [n, L, d]
   */
  public double[][][] dense(int dimension) {
    double[][][] all = new double[samples()][tokens()][dimension];
    for (int i = 0; i < all.length; i++) {
      for (int l = 0; l < all[i].length; l++) {
        for (int k = 0; k < values[i][l].length; k++) {
          all[i][l][coordinates[i][l][k]] = values[i][l][k];
        }
      }
    }
    return all;
  }

  /**
   * Returns the labels.
   *
   * @return a copy, [n], ±1
   */
  public double[] signs() {
    return signs.clone();
  }
}
