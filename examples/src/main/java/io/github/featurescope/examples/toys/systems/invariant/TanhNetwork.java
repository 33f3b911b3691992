package io.github.featurescope.examples.toys.systems.invariant;

import io.github.featurescope.examples.toys.dense.Products;
import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;

/**
 * The network f(x) = (1/m) Σ<sub>r</sub> Σ<sub>p</sub> [tanh⟨w<sub>+r</sub>, x<sub>p</sub>⟩ −
 * tanh⟨w<sub>−r</sub>, x<sub>p</sub>⟩], which descends the mean logistic loss.
 *
 * <p>Weights are kept as [d, 2m], those of the label +1 first.
 */
final class TanhNetwork {

  private final double[][] weights;
  private final double[][] gradient;
  private final int filters;

  private TanhNetwork(double[][] weights) {
    this.weights = weights;
    this.filters = weights[0].length / 2;
    this.gradient = new double[weights.length][2 * filters];
  }

  /** Draws weights from N(0, deviation²). */
  static TanhNetwork draw(int filters, int dimension, double deviation, Random random) {
    return new TanhNetwork(Vectors.normal(dimension, 2 * filters, deviation, random));
  }

  private double sign(int filter) {
    return filter < filters ? 1 : -1;
  }

  /** Returns tanh of each filter on the four first patches there are, [4, 2m]. */
  private double[][] onFeatures() {
    double[][] values = new double[TwoFeatures.PAIRS.length][2 * filters];
    for (int kind = 0; kind < values.length; kind++) {
      double[] pair = TwoFeatures.PAIRS[kind];
      for (int r = 0; r < 2 * filters; r++) {
        values[kind][r] = StrictMath.tanh(pair[0] * weights[0][r] + pair[1] * weights[1][r]);
      }
    }
    return values;
  }

  /** Leaves tanh of each filter on the noise patches in a buffer, [n, 2m]. */
  private void onNoise(TwoFeatures samples, double[][] values) {
    Products.times(samples.noise(), weights, values);
    for (double[] row : values) {
      for (int r = 0; r < row.length; r++) {
        row[r] = StrictMath.tanh(row[r]);
      }
    }
  }

  private double output(double[] feature, double[] noise) {
    double sum = 0;
    for (int r = 0; r < feature.length; r++) {
      sum += sign(r) * (feature[r] + noise[r]);
    }
    return sum / filters;
  }

  /**
   * Computes loss and gradient.
   *
   * @param buffer [n, 2m], overwritten
   */
  private double descend(TwoFeatures samples, double[][] buffer) {
    int n = buffer.length;
    double[][] features = onFeatures();
    double[][] featurePull = new double[features.length][2 * filters];
    onNoise(samples, buffer);
    double loss = 0;
    for (int i = 0; i < n; i++) {
      int kind = samples.kinds()[i];
      double y = samples.labels()[i];
      double margin = y * output(features[kind], buffer[i]);
      loss += Logistic.loss(margin);
      double pull = -Logistic.pull(margin) * y / (n * (double) filters);
      for (int r = 0; r < 2 * filters; r++) {
        double signed = sign(r) * pull;
        featurePull[kind][r] += signed * (1 - features[kind][r] * features[kind][r]);
        buffer[i][r] = signed * (1 - buffer[i][r] * buffer[i][r]);
      }
    }
    Products.transposeTimes(samples.noise(), buffer, gradient);
    for (int kind = 0; kind < features.length; kind++) {
      Vectors.add(gradient[0], TwoFeatures.PAIRS[kind][0], featurePull[kind]);
      Vectors.add(gradient[1], TwoFeatures.PAIRS[kind][1], featurePull[kind]);
    }
    return loss / n;
  }

  private double[][] buffer(TwoFeatures samples) {
    return new double[samples.labels().length][2 * filters];
  }

  /** Returns the mean loss. */
  double loss(TwoFeatures samples) {
    return descend(samples, buffer(samples));
  }

  /** Returns the gradient of the mean loss, [d, 2m]. */
  double[][] gradient(TwoFeatures samples) {
    descend(samples, buffer(samples));
    return Vectors.copy(gradient);
  }

  /** Steps down and returns the loss before the step. */
  double step(TwoFeatures samples, double rate, double[][] buffer) {
    double loss = descend(samples, buffer);
    for (int k = 0; k < weights.length; k++) {
      Vectors.add(weights[k], -rate, gradient[k]);
    }
    return loss;
  }

  /** Returns the share of samples on the wrong side. */
  double error(TwoFeatures samples) {
    double[][] features = onFeatures();
    double[][] noise = buffer(samples);
    onNoise(samples, noise);
    int wrong = 0;
    for (int i = 0; i < noise.length; i++) {
      double f = output(features[samples.kinds()[i]], noise[i]);
      wrong += samples.labels()[i] * f <= 0 ? 1 : 0;
    }
    return wrong / (double) noise.length;
  }

  /** Returns the mean of ⟨w, ±v⟩ over the filters, ± their label's sign; axis 0 or 1. */
  double along(int axis) {
    double sum = 0;
    for (int r = 0; r < 2 * filters; r++) {
      sum += sign(r) * weights[axis][r];
    }
    return sum / (2 * filters);
  }

  /** Returns a copy with one weight moved. */
  TanhNetwork moved(int row, int column, double by) {
    double[][] copy = Vectors.copy(weights);
    copy[row][column] += by;
    return new TanhNetwork(copy);
  }
}
