package io.github.featurescope.examples.toys.systems.contrastive;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Arrays;

/**
 * The mean of −log(e<sup>p/τ</sup> / (e<sup>p/τ</sup> + Σ e<sup>q/τ</sup>)) over samples: p is the
 * similarity of a sample's embedding to its partner's, q that to a negative of another class.
 * Similarities are inner products over the number of filters.
 */
final class InfoNce {

  private final double[] signs;
  private final double temperature;
  private final boolean ownNegatives;
  private final double[] shares;
  private final double[][] slopes;
  private final double[][] partnerSlopes;

  /**
   * @param ownNegatives whether negatives are embeddings of the first kind rather than partners
   */
  InfoNce(double[] signs, int width, double temperature, boolean ownNegatives) {
    this.signs = signs;
    this.temperature = temperature;
    this.ownNegatives = ownNegatives;
    this.shares = new double[signs.length];
    this.slopes = new double[signs.length][width];
    this.partnerSlopes = new double[signs.length][width];
  }

  /** Computes the loss, and its slopes in both embeddings. */
  double of(double[][] embeddings, double[][] partners) {
    int n = signs.length;
    double scale = 2.0 / slopes[0].length;
    double weight = scale / (temperature * n);
    double[][] negatives = ownNegatives ? embeddings : partners;
    double[][] negativeSlopes = ownNegatives ? slopes : partnerSlopes;
    for (int i = 0; i < n; i++) {
      Arrays.fill(slopes[i], 0);
      Arrays.fill(partnerSlopes[i], 0);
    }
    double loss = 0;
    for (int i = 0; i < n; i++) {
      double positive = scale / temperature * Vectors.dot(embeddings[i], partners[i]);
      double largest = positive;
      for (int k = 0; k < n; k++) {
        if (signs[k] != signs[i]) {
          shares[k] = scale / temperature * Vectors.dot(embeddings[i], negatives[k]);
          largest = Math.max(largest, shares[k]);
        }
      }
      double own = StrictMath.exp(positive - largest);
      double sum = own;
      for (int k = 0; k < n; k++) {
        if (signs[k] != signs[i]) {
          shares[k] = StrictMath.exp(shares[k] - largest);
          sum += shares[k];
        }
      }
      loss += (StrictMath.log(sum) - (positive - largest)) / n;
      double pull = (own / sum - 1) * weight;
      Vectors.add(slopes[i], pull, partners[i]);
      Vectors.add(partnerSlopes[i], pull, embeddings[i]);
      for (int k = 0; k < n; k++) {
        if (signs[k] != signs[i]) {
          double push = shares[k] / sum * weight;
          Vectors.add(slopes[i], push, negatives[k]);
          Vectors.add(negativeSlopes[k], push, embeddings[i]);
        }
      }
    }
    return loss;
  }

  /** Returns the slopes in the embeddings, [n, 2m]. */
  double[][] slopes() {
    return slopes;
  }

  /** Returns the slopes in the partners' embeddings, [n, 2m]. */
  double[][] partnerSlopes() {
    return partnerSlopes;
  }
}
