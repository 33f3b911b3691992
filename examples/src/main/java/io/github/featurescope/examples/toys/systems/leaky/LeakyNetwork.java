package io.github.featurescope.examples.toys.systems.leaky;

import io.github.featurescope.examples.toys.dense.Products;
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Arrays;
import java.util.Random;

/**
 * The network f(x) = Σ<sub>r</sub> (−1)<sup>r</sup> φ⟨w<sub>r</sub>, x⟩ with the leaky ReLU φ,
 * which descends the summed hinge loss Σ max(0, 1 − y f).
 *
 * <p>Updates lie in the span of the samples, so a step moves ⟨w<sub>r</sub>, x<sub>i</sub>⟩ by the
 * Gram matrix, and weights are made only when asked for.
 */
final class LeakyNetwork {

  private final SharedSignal samples;
  private final double slope;
  private final double[][] start;
  private final double[][] gram;
  private final double[][] along;
  private final double[][] coefficients;
  private final double[][] pull;
  private final double[][] change;
  private final double[] outputs;

  private LeakyNetwork(SharedSignal samples, double[][] start, double slope) {
    int n = samples.x().length;
    this.samples = samples;
    this.slope = slope;
    this.start = start;
    this.gram = products(samples.x(), samples.x());
    this.along = products(start, samples.x());
    this.coefficients = new double[start.length][n];
    this.pull = new double[start.length][n];
    this.change = new double[start.length][n];
    this.outputs = new double[n];
    computeOutputs();
  }

  /** Starts from given weights, [m, d]. */
  static LeakyNetwork of(SharedSignal samples, double[][] weights, double slope) {
    return new LeakyNetwork(samples, Vectors.copy(weights), slope);
  }

  /** Draws weights from N(0, 1/(m² d)), so small that the first output hardly counts. */
  static LeakyNetwork draw(SharedSignal samples, int neurons, double slope, Random random) {
    int d = samples.x()[0].length;
    double deviation = 1 / (neurons * Math.sqrt(d));
    return new LeakyNetwork(samples, Vectors.normal(neurons, d, deviation, random), slope);
  }

  private static double[][] products(double[][] a, double[][] b) {
    double[][] products = new double[a.length][b.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        products[i][j] = Vectors.dot(a[i], b[j]);
      }
    }
    return products;
  }

  private static double sign(int neuron) {
    return neuron % 2 == 0 ? 1 : -1;
  }

  private void computeOutputs() {
    Arrays.fill(outputs, 0);
    for (int r = 0; r < along.length; r++) {
      double sign = sign(r);
      double[] row = along[r];
      for (int i = 0; i < row.length; i++) {
        outputs[i] += sign * (row[i] > 0 ? row[i] : slope * row[i]);
      }
    }
  }

  /** Steps down the gradient of the summed loss and returns the mean loss before the step. */
  double step(double rate) {
    double loss = 0;
    double[] y = samples.given();
    for (int i = 0; i < y.length; i++) {
      double miss = Math.max(0, 1 - y[i] * outputs[i]);
      loss += miss;
      for (int r = 0; r < pull.length; r++) {
        pull[r][i] = miss > 0 ? rate * y[i] * sign(r) * (along[r][i] > 0 ? 1 : slope) : 0;
      }
    }
    Products.times(pull, gram, change);
    for (int r = 0; r < pull.length; r++) {
      Vectors.add(coefficients[r], 1, pull[r]);
      Vectors.add(along[r], 1, change[r]);
    }
    computeOutputs();
    return loss / y.length;
  }

  /** Returns the mean loss. */
  double loss() {
    double loss = 0;
    for (int i = 0; i < outputs.length; i++) {
      loss += Math.max(0, 1 - samples.given()[i] * outputs[i]);
    }
    return loss / outputs.length;
  }

  /** Returns the smallest y f of the training samples. */
  double margin() {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < outputs.length; i++) {
      least = Math.min(least, samples.given()[i] * outputs[i]);
    }
    return least;
  }

  /**
   * Returns the share of training samples, or of mislabelled ones, with the given label; or NaN.
   */
  double accuracy(boolean wrongOnly) {
    int right = 0;
    int all = 0;
    for (int i = 0; i < outputs.length; i++) {
      if (!wrongOnly || samples.given()[i] != samples.labels()[i]) {
        all++;
        right += samples.given()[i] * outputs[i] > 0 ? 1 : 0;
      }
    }
    return right / (double) all;
  }

  /** Returns f of the training samples, not a copy, [n]. */
  double[] outputs() {
    return outputs;
  }

  /** Returns the weights, [m, d]. */
  double[][] weights() {
    double[][] weights = Vectors.copy(start);
    for (int r = 0; r < weights.length; r++) {
      for (int i = 0; i < outputs.length; i++) {
        Vectors.add(weights[r], coefficients[r][i], samples.x()[i]);
      }
    }
    return weights;
  }

  /** Returns the mean of (−1)ʳ ⟨w, v⟩ over the neurons. */
  double alongSignal(double[][] weights) {
    double sum = 0;
    for (int r = 0; r < weights.length; r++) {
      sum += sign(r) * weights[r][0];
    }
    return sum / weights.length;
  }

  /** Returns the share of samples whose true label the network with these weights misses. */
  double error(double[][] weights, SharedSignal fresh) {
    double[][] transposed = new double[weights[0].length][weights.length];
    Products.transpose(weights, transposed);
    double[][] projections = new double[fresh.x().length][weights.length];
    Products.times(fresh.x(), transposed, projections);
    int wrong = 0;
    for (int i = 0; i < projections.length; i++) {
      double f = 0;
      for (int r = 0; r < weights.length; r++) {
        double z = projections[i][r];
        f += sign(r) * (z > 0 ? z : slope * z);
      }
      wrong += f * fresh.labels()[i] <= 0 ? 1 : 0;
    }
    return wrong / (double) projections.length;
  }
}
