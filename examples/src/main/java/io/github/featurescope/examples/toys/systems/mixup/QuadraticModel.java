package io.github.featurescope.examples.toys.systems.mixup;

import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.span.FilterSpan;
import java.util.Arrays;

/**
 * f(x) = (1/m) Σ<sub>r</sub> Σ<sub>p</sub> ⟨w<sub>+r</sub>, x<sub>p</sub>⟩² less the same of the
 * w<sub>−r</sub>, with the logistic loss, on samples or on mixtures of pairs. Inner products of a
 * mixture are mixtures of inner products.
 */
final class QuadraticModel {

  private static final int F = FeatureData.FEATURES;

  private final FeatureData data;
  private final FilterSpan span;
  private final int width;
  private final double[] downhill;

  QuadraticModel(FeatureData data, double common, double rare, double[][] weights) {
    this.data = data;
    int d = weights[0].length;
    double[][] features = {
      FilterSpan.axis(d, 0, common),
      FilterSpan.axis(d, 1, common),
      FilterSpan.axis(d, 2, rare),
      FilterSpan.axis(d, 3, rare)
    };
    this.span = FilterSpan.start(FilterSpan.join(features, data.noise()), weights);
    this.width = span.directions();
    this.downhill = new double[span.products().length];
  }

  private double sign(int filter) {
    return filter < span.filters() / 2 ? 1 : -1;
  }

  /**
   * Steps on mixtures of each sample with a partner, patch by patch.
   *
   * @param rate η
   * @param share λ of the sample; 1 for no mixing
   * @param partner [n]
   * @return mean cross entropy with the mixed label before
   */
  double step(double rate, double share, int[] partner) {
    Arrays.fill(downhill, 0);
    double loss = 0;
    for (int i = 0; i < partner.length; i++) {
      int k = partner[i];
      double f = mixture(i, k, share);
      double target =
          share * (data.labels()[i] > 0 ? 1 : 0) + (1 - share) * (data.labels()[k] > 0 ? 1 : 0);
      loss += target * Logistic.loss(f) + (1 - target) * Logistic.loss(-f);
      pull(i, k, share, target - Logistic.pull(-f));
    }
    span.move(rate, downhill);
    return loss / partner.length;
  }

  private double mixture(int i, int k, double share) {
    double[] z = span.products();
    double sum = 0;
    for (int r = 0; r < span.filters(); r++) {
      int row = r * width;
      double onFeature =
          share * z[row + data.features()[i]] + (1 - share) * z[row + data.features()[k]];
      double onNoise = share * z[row + F + i] + (1 - share) * z[row + F + k];
      sum += sign(r) * (onFeature * onFeature + onNoise * onNoise);
    }
    return sum / (span.filters() / 2.0);
  }

  private void pull(int i, int k, double share, double miss) {
    double[] z = span.products();
    double factor = 2 * miss / (data.samples() * (span.filters() / 2.0));
    for (int r = 0; r < span.filters(); r++) {
      int row = r * width;
      int first = row + data.features()[i];
      int second = row + data.features()[k];
      double onFeature = sign(r) * factor * (share * z[first] + (1 - share) * z[second]);
      downhill[first] += share * onFeature;
      downhill[second] += (1 - share) * onFeature;
      double onNoise = sign(r) * factor * (share * z[row + F + i] + (1 - share) * z[row + F + k]);
      downhill[row + F + i] += share * onNoise;
      downhill[row + F + k] += (1 - share) * onNoise;
    }
  }

  /** Returns y f of each training sample. */
  double[] margins() {
    double[] margins = new double[data.samples()];
    for (int i = 0; i < margins.length; i++) {
      margins[i] = data.labels()[i] * mixture(i, i, 1);
    }
    return margins;
  }

  /** Returns the largest |⟨w, feature⟩| of the filters of a feature's own sign. */
  double maxAlong(int feature) {
    double max = 0;
    int m = span.filters() / 2;
    int from = feature % 2 == 0 ? 0 : m;
    for (int r = from; r < from + m; r++) {
      max = Math.max(max, Math.abs(span.products()[r * width + feature]));
    }
    return max;
  }

  /** Returns the largest |⟨w, ξ⟩| of each rare sample, mean over them; NaN if there are none. */
  double rareNoise() {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < data.samples(); i++) {
      if (data.rare(i)) {
        double max = 0;
        for (int r = 0; r < span.filters(); r++) {
          max = Math.max(max, Math.abs(span.products()[r * width + F + i]));
        }
        sum += max;
        count++;
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  /** Returns the share of errors on common and on rare features around the same fresh noise. */
  double[] errors(FeatureData fresh) {
    int count = fresh.samples();
    double[] products = FilterSpan.products(span.weights(), fresh.noise());
    double[] errors = new double[2];
    for (int i = 0; i < count; i++) {
      double y = fresh.labels()[i];
      double noise = 0;
      double[] withFeature = new double[2];
      for (int r = 0; r < span.filters(); r++) {
        double on = products[r * count + i];
        noise += sign(r) * on * on;
        for (int kind = 0; kind < 2; kind++) {
          double along = span.products()[r * width + 2 * kind + (y > 0 ? 0 : 1)];
          withFeature[kind] += sign(r) * along * along;
        }
      }
      for (int kind = 0; kind < 2; kind++) {
        errors[kind] += y * (noise + withFeature[kind]) <= 0 ? 1 : 0;
      }
    }
    return new double[] {errors[0] / count, errors[1] / count};
  }

  double[][] weights() {
    return span.weights();
  }
}
