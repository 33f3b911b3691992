package io.github.featurescope.examples.toys.systems.sparsenoise;

import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.patch.ReluPower;
import io.github.featurescope.examples.toys.patch.Vectors;

/**
 * The two-layer network with the logistic loss on sparse patches, with explicit weights: signs of
 * gradients leave the span of the patches.
 */
final class SparseModel {

  private final SparseData data;
  private final ReluPower activation;
  private final double[][] weights;
  private final double[][] start;
  private final double[][] gradient;
  private final double[][] first;
  private final double[][] second;
  private final double[] f;
  private int steps;

  SparseModel(SparseData data, ReluPower activation, double[][] weights) {
    this.data = data;
    this.activation = activation;
    this.weights = Vectors.copy(weights);
    this.start = Vectors.copy(weights);
    this.gradient = new double[weights.length][weights[0].length];
    this.first = new double[weights.length][weights[0].length];
    this.second = new double[weights.length][weights[0].length];
    this.f = new double[data.samples()];
  }

  private double sign(int filter) {
    return filter < weights.length / 2 ? 1 : -1;
  }

  /** Steps and returns the mean loss before. */
  double step(Rule rule, double rate) {
    double loss = computeGradient();
    steps++;
    for (int r = 0; r < weights.length; r++) {
      rule.move(weights[r], gradient[r], first[r], second[r], rate, steps);
    }
    return loss;
  }

  private double computeGradient() {
    outputs(data, f);
    double loss = 0;
    for (double[] row : gradient) {
      java.util.Arrays.fill(row, 0);
    }
    double scale = f.length * (weights.length / 2.0);
    for (int i = 0; i < f.length; i++) {
      double y = data.labels()[i];
      loss += Logistic.loss(y * f[i]);
      double pull = y * Logistic.pull(y * f[i]) / scale;
      for (int r = 0; r < weights.length; r++) {
        double factor = -sign(r) * pull;
        gradient[r][0] += factor * activation.slope(y * weights[r][0]) * y;
        double slope = activation.slope(data.alongNoise(weights[r], i));
        if (slope != 0) {
          data.addNoise(gradient[r], factor * slope, i);
        }
      }
    }
    return loss / f.length;
  }

  private void outputs(SparseData of, double[] into) {
    for (int i = 0; i < into.length; i++) {
      double sum = 0;
      for (int r = 0; r < weights.length; r++) {
        double both =
            activation.value(of.labels()[i] * weights[r][0])
                + activation.value(of.alongNoise(weights[r], i));
        sum += sign(r) * both;
      }
      into[i] = sum / (weights.length / 2.0);
    }
  }

  /** Returns y f of each sample. */
  double[] margins(SparseData of) {
    double[] margins = new double[of.samples()];
    outputs(of, margins);
    for (int i = 0; i < margins.length; i++) {
      margins[i] *= of.labels()[i];
    }
    return margins;
  }

  /** Returns the largest ⟨w, j e1⟩. */
  double maxAlongSignal() {
    double max = Double.NEGATIVE_INFINITY;
    for (int r = 0; r < weights.length; r++) {
      max = Math.max(max, sign(r) * weights[r][0]);
    }
    return max;
  }

  /** Returns the largest ⟨w, ξ⟩ among a sample's own filters, mean over samples. */
  double ownNoise() {
    double sum = 0;
    for (int i = 0; i < f.length; i++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int r = 0; r < weights.length; r++) {
        if (sign(r) == data.labels()[i]) {
          max = Math.max(max, data.alongNoise(weights[r], i));
        }
      }
      sum += max;
    }
    return sum / f.length;
  }

  /** Returns how far filters moved along the signal, mean over filters. */
  double signalMove() {
    double sum = 0;
    for (int r = 0; r < weights.length; r++) {
      sum += Math.abs(weights[r][0] - start[r][0]);
    }
    return sum / weights.length;
  }

  /** Returns how far own filters that saw a sample's noise at the start moved along it, mean. */
  double noiseMove() {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < f.length; i++) {
      for (int r = 0; r < weights.length; r++) {
        double before = data.alongNoise(start[r], i);
        if (sign(r) == data.labels()[i] && before > 0) {
          sum += data.alongNoise(weights[r], i) - before;
          count++;
        }
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  double[][] weights() {
    return Vectors.copy(weights);
  }
}
