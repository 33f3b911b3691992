package io.github.featurescope.examples.toys.systems.xor;

import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.span.FilterSpan;

/** The two-layer ReLU network with the logistic loss on XOR data. */
final class XorModel {

  private static final int SIGNALS = 2;

  private final XorData data;
  private final double strength;
  private final FilterSpan span;
  private final int width;
  private final double[] f;
  private final double[] downhill;

  /**
   * Starts.
   *
   * @param data n samples
   * @param strength ‖u‖ = ‖v‖
   * @param weights [2m, d]
   */
  XorModel(XorData data, double strength, double[][] weights) {
    this.data = data;
    this.strength = strength;
    double[][] signals = new double[SIGNALS][weights[0].length];
    for (int k = 0; k < SIGNALS; k++) {
      signals[k][0] = strength;
      signals[k][1] = k == 0 ? strength : -strength;
    }
    this.span = FilterSpan.start(FilterSpan.join(signals, data.noise()), weights);
    this.width = span.directions();
    this.f = new double[data.samples()];
    this.downhill = new double[span.products().length];
  }

  private double sign(int filter) {
    return filter < span.filters() / 2 ? 1 : -1;
  }

  /** Which of u + v and u − v a label has. */
  private static int signal(double label) {
    return label > 0 ? 0 : 1;
  }

  /** Steps and returns the mean loss before. */
  double step(double rate) {
    outputs();
    double[] z = span.products();
    double scale = f.length * (span.filters() / 2.0);
    double loss = 0;
    for (int r = 0; r < span.filters(); r++) {
      downhill[r * width] = 0;
      downhill[r * width + 1] = 0;
    }
    for (int i = 0; i < f.length; i++) {
      double told = data.given()[i];
      double side = data.signs()[i];
      int signal = signal(data.labels()[i]);
      loss += Logistic.loss(told * f[i]);
      double pull = told * Logistic.pull(told * f[i]) / scale;
      for (int r = 0; r < span.filters(); r++) {
        int row = r * width;
        if (side * z[row + signal] > 0) {
          downhill[row + signal] += sign(r) * pull * side;
        }
        int at = row + SIGNALS + i;
        downhill[at] = z[at] > 0 ? sign(r) * pull : 0;
      }
    }
    span.move(rate, downhill);
    return loss / f.length;
  }

  /** Returns f of each training sample, in a buffer. */
  double[] outputs() {
    double[] z = span.products();
    for (int i = 0; i < f.length; i++) {
      int signal = signal(data.labels()[i]);
      double sum = 0;
      for (int r = 0; r < span.filters(); r++) {
        int row = r * width;
        sum +=
            sign(r)
                * (Math.max(data.signs()[i] * z[row + signal], 0)
                    + Math.max(z[row + SIGNALS + i], 0));
      }
      f[i] = sum / (span.filters() / 2.0);
    }
    return f;
  }

  /** Share of errors against true labels. */
  double error(XorData fresh) {
    int count = fresh.samples();
    double[] products = FilterSpan.products(span.weights(), fresh.noise());
    int errors = 0;
    for (int i = 0; i < count; i++) {
      int signal = signal(fresh.labels()[i]);
      double sum = 0;
      for (int r = 0; r < span.filters(); r++) {
        double onSignal = fresh.signs()[i] * span.products()[r * width + signal];
        sum += sign(r) * (Math.max(onSignal, 0) + Math.max(products[r * count + i], 0));
      }
      errors += fresh.labels()[i] * sum <= 0 ? 1 : 0;
    }
    return errors / (double) count;
  }

  /**
   * Returns the mean |projection| of the filters of one sign on a signal of length 1.
   *
   * @param positive which filters
   * @param signal 0 for u + v, 1 for u − v
   */
  double projection(boolean positive, int signal) {
    int m = span.filters() / 2;
    int from = positive ? 0 : m;
    double sum = 0;
    for (int r = from; r < from + m; r++) {
      sum += Math.abs(span.products()[r * width + signal]);
    }
    return sum / m / (strength * StrictMath.sqrt(2));
  }

  double[][] weights() {
    return span.weights();
  }
}
