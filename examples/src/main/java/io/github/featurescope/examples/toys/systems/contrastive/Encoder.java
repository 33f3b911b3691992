package io.github.featurescope.examples.toys.systems.contrastive;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Arrays;

/** m ReLU filters on both patches; the embedding of a sample is the 2m activations. */
final class Encoder {

  private final double[][] weights;
  private final double[][] gradient;

  Encoder(double[][] weights) {
    this.weights = weights;
    this.gradient = new double[weights.length][weights[0].length];
  }

  int filters() {
    return weights.length;
  }

  /** Returns the weights themselves, [m, d]. */
  double[][] weights() {
    return weights;
  }

  /** Returns the gradient gathered since {@link #forget}, [m, d]. */
  double[][] gradient() {
    return gradient;
  }

  /** Computes embeddings: activations on the signal patch first, then on the noise patch. */
  void embed(Views views, double[][] into) {
    int m = weights.length;
    for (int i = 0; i < views.size(); i++) {
      for (int r = 0; r < m; r++) {
        into[i][r] = Math.max(weights[r][0] * views.signals()[i], 0);
        into[i][m + r] = Math.max(Vectors.dot(weights[r], views.noises()[i]), 0);
      }
    }
  }

  void forget() {
    for (double[] row : gradient) {
      Arrays.fill(row, 0);
    }
  }

  /** Adds to the gradient what comes back through embeddings of views. */
  void back(Views views, double[][] embeddings, double[][] slopes) {
    int m = weights.length;
    for (int i = 0; i < views.size(); i++) {
      for (int r = 0; r < m; r++) {
        if (embeddings[i][r] > 0) {
          gradient[r][0] += slopes[i][r] * views.signals()[i];
        }
        if (embeddings[i][m + r] > 0) {
          Vectors.add(gradient[r], slopes[i][m + r], views.noises()[i]);
        }
      }
    }
  }

  void descend(double rate) {
    for (int r = 0; r < weights.length; r++) {
      Vectors.add(weights[r], -rate, gradient[r]);
    }
  }
}
