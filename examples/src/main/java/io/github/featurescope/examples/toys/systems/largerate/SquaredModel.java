package io.github.featurescope.examples.toys.systems.largerate;

import io.github.featurescope.examples.toys.patch.ReluPower;
import io.github.featurescope.examples.toys.span.FilterSpan;

/** The two-layer network with max(z, 0)² and half the mean squared error, on three patches. */
final class SquaredModel {

  private static final ReluPower ACTIVATION = new ReluPower(2);

  private final StrongWeakData data;
  private final FilterSpan span;
  private final int width;
  private final double[] f;
  private final double[] downhill;

  /**
   * Starts.
   *
   * @param data n samples
   * @param strong ‖u‖
   * @param weak ‖v‖
   * @param weights [2m, d]
   */
  SquaredModel(StrongWeakData data, double strong, double weak, double[][] weights) {
    this.data = data;
    int d = weights[0].length;
    double[][] signals = {FilterSpan.axis(d, 0, strong), FilterSpan.axis(d, 1, weak)};
    this.span = FilterSpan.start(FilterSpan.join(signals, data.noise()), weights);
    this.width = span.directions();
    this.f = new double[data.samples()];
    this.downhill = new double[span.products().length];
  }

  private double sign(int filter) {
    return filter < span.filters() / 2 ? 1 : -1;
  }

  /** Steps and returns half the mean squared error before. */
  double step(double rate) {
    double loss = loss();
    double scale = f.length * (span.filters() / 2.0);
    for (int r = 0; r < span.filters(); r++) {
      int row = r * width;
      downhill[row] = 0;
      downhill[row + 1] = 0;
      for (int i = 0; i < f.length; i++) {
        double y = data.labels()[i];
        double pull = sign(r) * (y - f[i]) / scale;
        if (data.strong()[i]) {
          downhill[row] += pull * y * ACTIVATION.slope(y * span.products()[row]);
        }
        downhill[row + 1] += pull * y * ACTIVATION.slope(y * span.products()[row + 1]);
        downhill[row + 2 + i] = pull * ACTIVATION.slope(span.products()[row + 2 + i]);
      }
    }
    span.move(rate, downhill);
    return loss;
  }

  /** Returns half the mean squared error. */
  double loss() {
    outputs();
    double loss = 0;
    for (int i = 0; i < f.length; i++) {
      double miss = f[i] - data.labels()[i];
      loss += miss * miss / 2;
    }
    return loss / f.length;
  }

  /** Returns f of each training sample, in a buffer. */
  double[] outputs() {
    for (int i = 0; i < f.length; i++) {
      double y = data.labels()[i];
      double sum = 0;
      for (int r = 0; r < span.filters(); r++) {
        int row = r * width;
        double value =
            ACTIVATION.value(y * span.products()[row + 1])
                + ACTIVATION.value(span.products()[row + 2 + i]);
        if (data.strong()[i]) {
          value += ACTIVATION.value(y * span.products()[row]);
        }
        sum += sign(r) * value;
      }
      f[i] = sum / (span.filters() / 2.0);
    }
    return f;
  }

  /** Returns the largest ⟨w, ju⟩ (0) or ⟨w, jv⟩ (1). */
  double maxAlong(int signal) {
    double max = Double.NEGATIVE_INFINITY;
    for (int r = 0; r < span.filters(); r++) {
      max = Math.max(max, sign(r) * span.products()[r * width + signal]);
    }
    return max;
  }

  /** Returns the largest ⟨w, ξ⟩. */
  double maxNoise() {
    double max = 0;
    for (int r = 0; r < span.filters(); r++) {
      for (int k = r * width + 2; k < (r + 1) * width; k++) {
        max = Math.max(max, span.products()[k]);
      }
    }
    return max;
  }

  /** Share of errors on samples with the weak signal alone. */
  double weakError(StrongWeakData fresh) {
    int count = fresh.samples();
    double[] products = FilterSpan.products(span.weights(), fresh.noise());
    int errors = 0;
    for (int i = 0; i < count; i++) {
      double y = fresh.labels()[i];
      double sum = 0;
      for (int r = 0; r < span.filters(); r++) {
        double value =
            ACTIVATION.value(y * span.products()[r * width + 1])
                + ACTIVATION.value(products[r * count + i]);
        sum += sign(r) * value;
      }
      errors += y * sum <= 0 ? 1 : 0;
    }
    return errors / (double) count;
  }

  double[][] weights() {
    return span.weights();
  }
}
