package io.github.featurescope.examples.toys.systems.momentum;

import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.span.FilterSpan;

/**
 * f(x) = Σ<sub>r</sub> Σ<sub>p</sub> ⟨w<sub>r</sub>, x<sub>p</sub>⟩³ with the logistic loss, and
 * gradient descent on it with or without momentum: V ← γ V + (1 − γ) ∇, W ← W − η V.
 */
final class CubicModel {

  private final MarginData data;
  private final FilterSpan span;
  private final int width;
  private final double[] f;
  private final double[] downhill;
  private final double[] velocity;

  CubicModel(MarginData data, double[][] weights) {
    this.data = data;
    double[][] signal = {FilterSpan.axis(weights[0].length, 0, 1)};
    this.span = FilterSpan.start(FilterSpan.join(signal, data.noise()), weights);
    this.width = span.directions();
    this.f = new double[data.samples()];
    this.downhill = new double[span.products().length];
    this.velocity = new double[downhill.length];
  }

  /** Steps and returns the mean loss before. */
  double step(double rate, double momentum) {
    double loss = slopes();
    for (int k = 0; k < velocity.length; k++) {
      velocity[k] = momentum * velocity[k] + (1 - momentum) * downhill[k];
    }
    span.move(rate, velocity);
    return loss;
  }

  private double slopes() {
    outputs();
    int patches = data.patches();
    double loss = 0;
    for (int r = 0; r < span.filters(); r++) {
      downhill[r * width] = 0;
    }
    for (int i = 0; i < f.length; i++) {
      double y = data.labels()[i];
      double theta = data.scale()[i];
      double pull = 3 * y * Logistic.pull(y * f[i]) / f.length;
      loss += Logistic.loss(y * f[i]);
      for (int r = 0; r < span.filters(); r++) {
        int row = r * width;
        double along = span.products()[row];
        downhill[row] += pull * theta * theta * theta * y * along * along;
        for (int k = 1 + i * patches; k <= (i + 1) * patches; k++) {
          double on = span.products()[row + k];
          downhill[row + k] = pull * on * on;
        }
      }
    }
    return loss / f.length;
  }

  /** Returns f of each training sample, in a buffer. */
  double[] outputs() {
    double signal = signal(span.products(), width);
    for (int i = 0; i < f.length; i++) {
      double theta = data.scale()[i];
      f[i] = theta * theta * theta * data.labels()[i] * signal + noise(i);
    }
    return f;
  }

  /** Returns Σ ⟨w, e1⟩³. */
  private static double signal(double[] products, int width) {
    double sum = 0;
    for (int at = 0; at < products.length; at += width) {
      sum += products[at] * products[at] * products[at];
    }
    return sum;
  }

  /** Returns what the noise patches of a sample add to f. */
  double noise(int i) {
    return cubes(span.products(), width, 1 + i * data.patches(), data.patches());
  }

  private static double cubes(double[] products, int width, int from, int count) {
    double sum = 0;
    for (int row = 0; row < products.length; row += width) {
      for (int k = row + from; k < row + from + count; k++) {
        sum += products[k] * products[k] * products[k];
      }
    }
    return sum;
  }

  /** Returns the largest ⟨w, e1⟩. */
  double maxAlongSignal() {
    double max = Double.NEGATIVE_INFINITY;
    for (int at = 0; at < span.products().length; at += width) {
      max = Math.max(max, span.products()[at]);
    }
    return max;
  }

  /** Share of errors on fresh noise around signals of one scale. */
  double error(MarginData fresh, double scale) {
    double[] products = FilterSpan.products(span.weights(), fresh.noise());
    double signal = scale * scale * scale * signal(span.products(), width);
    int errors = 0;
    for (int i = 0; i < fresh.samples(); i++) {
      double y = fresh.labels()[i];
      double noise = cubes(products, fresh.noise().length, i * fresh.patches(), fresh.patches());
      errors += signal + y * noise <= 0 ? 1 : 0;
    }
    return errors / (double) fresh.samples();
  }

  double[][] weights() {
    return span.weights();
  }
}
