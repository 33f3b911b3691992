package io.github.featurescope.probes;

/** Counts of effectively used directions. */
final class Entropy {

  private Entropy() {}

  /** Returns exp(−Σ q ln q) with q the weights normalised to 1; zeros and below are left out. */
  static double exponential(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += Math.max(weight, 0);
    }
    double entropy = 0;
    for (double weight : weights) {
      if (weight > 0) {
        double q = weight / sum;
        entropy -= q == 0 ? 0 : q * Math.log(q);
      }
    }
    return Math.exp(entropy);
  }
}
