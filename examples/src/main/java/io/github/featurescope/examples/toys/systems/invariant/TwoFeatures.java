package io.github.featurescope.examples.toys.systems.invariant;

import java.util.Random;

/**
 * Samples of two patches: y s v<sub>1</sub> + y s' v<sub>2</sub>, where s = −1 with a rate that all
 * environments share and s' = −1 with one of its own, and noise orthogonal to both.
 *
 * @param labels y, ±1, [n]
 * @param kinds which of the four sign pairs (ys, ys') the first patch holds, 0 to 3, [n]
 * @param noise [n, d], the first two coordinates 0
 */
@SuppressWarnings("ArrayRecordComponent") // lives within this package only
record TwoFeatures(double[] labels, int[] kinds, double[][] noise) {

  /** The sign pairs along v₁ = e₁ and v₂ = e₂ by kind. */
  static final double[][] PAIRS = {{-1, -1}, {1, -1}, {-1, 1}, {1, 1}};

  /** Draws samples, as many of each environment, up to one. */
  static TwoFeatures draw(
      int samples,
      int dimension,
      double invariant,
      double[] spurious,
      double deviation,
      Random random) {
    double[] labels = new double[samples];
    int[] kinds = new int[samples];
    double[][] noise = new double[samples][dimension];
    for (int i = 0; i < samples; i++) {
      labels[i] = random.nextBoolean() ? 1 : -1;
      boolean firstUp = (labels[i] > 0) != (random.nextDouble() < invariant);
      boolean secondUp = (labels[i] > 0) != (random.nextDouble() < spurious[i % spurious.length]);
      kinds[i] = (firstUp ? 1 : 0) + (secondUp ? 2 : 0);
      for (int k = 2; k < dimension; k++) {
        noise[i][k] = deviation * random.nextGaussian();
      }
    }
    return new TwoFeatures(labels, kinds, noise);
  }
}
