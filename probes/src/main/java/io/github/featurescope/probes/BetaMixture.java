package io.github.featurescope.probes;

import java.util.Arrays;

/**
 * Splits scores in [0, 1] into a low and a high component, each a beta distribution.
 *
 * <p>Fitted by expectation and maximisation, where the maximisation matches weighted means and
 * variances. Source: Arazo et al., ICML 2019, arXiv 1904.11238, on losses; IDO, Zhang et al., arXiv
 * 2505.00812, on wrong events. There the weight is fitted too; but a mixture finds two components
 * also where there is one, so here the weight of the high one is given and kept. Cost O(n) an
 * iteration.
 */
public final class BetaMixture {

  private static final int ITERATIONS = 100;

  private static final double TOLERANCE = 1e-4;

  /** Keeps scores off 0 and 1, where densities are infinite or 0. */
  private static final double MARGIN = 1e-3;

  private final Beta low;
  private final Beta high;
  private final double weight;

  private BetaMixture(Beta low, Beta high, double weight) {
    this.low = low;
    this.high = high;
    this.weight = weight;
  }

  /**
   * Fits a mixture whose high component has a known weight.
   *
   * @param scores each in [0, 1], at least one
   * @param weight share of the high component, in [0, 1]
   * @return the mixture
   * @throws IllegalArgumentException if there is no score, one is out of range, or the weight is
   */
  public static BetaMixture ofWeight(double[] scores, double weight) {
    if (!(weight >= 0 && weight <= 1)) {
      throw new IllegalArgumentException("weight " + weight + " is not in [0, 1]");
    }
    return fit(inside(scores), weight);
  }

  private static BetaMixture fit(double[] inside, double weight) {
    double[] ofHigh = topShare(inside, weight);
    BetaMixture now = maximised(inside, ofHigh, weight);
    // Matching moments need not climb the likelihood: it can end with two equal components.
    BetaMixture best = now;
    double highest = now.logLikelihood(inside);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double moved = 0;
      for (int i = 0; i < inside.length; i++) {
        double posterior = now.posterior(inside[i]);
        moved = Math.max(moved, Math.abs(posterior - ofHigh[i]));
        ofHigh[i] = posterior;
      }
      if (moved < TOLERANCE) {
        break;
      }
      now = maximised(inside, ofHigh, weight);
      double likelihood = now.logLikelihood(inside);
      if (likelihood > highest) {
        highest = likelihood;
        best = now;
      }
    }
    return best;
  }

  private double logLikelihood(double[] scores) {
    return Arrays.stream(scores)
        .map(
            x ->
                Math.log(
                    weight * Math.exp(high.logDensity(x))
                        + (1 - weight) * Math.exp(low.logDensity(x))))
        .sum();
  }

  private static BetaMixture maximised(double[] scores, double[] ofHigh, double weight) {
    return new BetaMixture(
        Beta.matching(scores, ofHigh, true), Beta.matching(scores, ofHigh, false), weight);
  }

  private static double[] inside(double[] scores) {
    if (scores.length == 0) {
      throw new IllegalArgumentException("no scores to split");
    }
    double[] inside = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      if (!(scores[i] >= 0 && scores[i] <= 1)) {
        throw new IllegalArgumentException(
            "score " + scores[i] + " of sample " + i + " is not in [0, 1]");
      }
      inside[i] = clip(scores[i]);
    }
    return inside;
  }

  private static double clip(double score) {
    return Math.min(1 - MARGIN, Math.max(MARGIN, score));
  }

  /** One for the scores above the quantile that leaves this share above it, half on ties. */
  private static double[] topShare(double[] scores, double share) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int below = (int) Math.round((1 - share) * (sorted.length - 1));
    double cut = sorted[below];
    return Arrays.stream(scores).map(s -> s > cut ? 1 : s < cut ? 0 : 0.5).toArray();
  }

  /**
   * Returns the mean of the low component.
   *
   * @return in (0, 1)
   */
  public double lowMean() {
    return low.mean();
  }

  /**
   * Returns the mean of the high component.
   *
   * @return in (0, 1)
   */
  public double highMean() {
    return high.mean();
  }

  /**
   * Returns the probability that a score is of the high component; beyond the components' means,
   * where densities mislead, it does not turn back.
   *
   * @param score in [0, 1]
   * @return in [0, 1]
   */
  public double posterior(double score) {
    if (weight == 0 || weight == 1) {
      return weight;
    }
    double lowest = Math.min(low.mean(), high.mean());
    double highest = Math.max(low.mean(), high.mean());
    double x = clip(Math.min(highest, Math.max(lowest, score)));
    double odds = Math.log(weight / (1 - weight)) + high.logDensity(x) - low.logDensity(x);
    return 1 / (1 + Math.exp(-odds));
  }

  /** A beta distribution. */
  private record Beta(double a, double b, double logNormaliser) {

    static Beta of(double a, double b) {
      return new Beta(a, b, logGamma(a) + logGamma(b) - logGamma(a + b));
    }

    /** Of the samples' weighted mean and variance; the weight is 1 − ofHigh for the low one. */
    static Beta matching(double[] scores, double[] ofHigh, boolean isLow) {
      double sum = 0;
      double mean = 0;
      for (int i = 0; i < scores.length; i++) {
        double weight = isLow ? 1 - ofHigh[i] : ofHigh[i];
        sum += weight;
        mean += weight * scores[i];
      }
      if (sum < 1e-9) {
        return of(1, 1);
      }
      mean /= sum;
      double variance = 0;
      for (int i = 0; i < scores.length; i++) {
        double weight = isLow ? 1 - ofHigh[i] : ofHigh[i];
        variance += weight * (scores[i] - mean) * (scores[i] - mean);
      }
      // A component of a single value would be a spike that nothing else can reach.
      variance = Math.max(variance / sum, 1e-4 * mean * (1 - mean));
      double concentration = mean * (1 - mean) / variance - 1;
      concentration = Math.max(concentration, 1e-3);
      return of(mean * concentration, (1 - mean) * concentration);
    }

    double mean() {
      return a / (a + b);
    }

    double logDensity(double x) {
      return (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logNormaliser;
    }

    /** Stirling's series after the argument is shifted to 10 or more; error below 1e-12. */
    private static double logGamma(double x) {
      double shift = 0;
      double y = x;
      while (y < 10) {
        shift += Math.log(y);
        y++;
      }
      double inverse = 1 / (y * y);
      double series =
          (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / y;
      return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift;
    }
  }
}
