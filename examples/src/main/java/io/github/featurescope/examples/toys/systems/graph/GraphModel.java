package io.github.featurescope.examples.toys.systems.graph;

import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.patch.ReluPower;
import io.github.featurescope.examples.toys.span.FilterSpan;

/** The two-layer network with the logistic loss on nodes, whose signal may be of any length. */
final class GraphModel {

  private final GraphData data;
  private final ReluPower activation;
  private final FilterSpan span;
  private final int width;
  private final double[] f;
  private final double[] downhill;

  /**
   * Starts.
   *
   * @param data n nodes
   * @param strength ‖μ‖
   * @param activation s
   * @param weights [2m, d]
   */
  GraphModel(GraphData data, double strength, ReluPower activation, double[][] weights) {
    this.data = data;
    this.activation = activation;
    double[][] signal = {FilterSpan.axis(weights[0].length, 0, strength)};
    this.span = FilterSpan.start(FilterSpan.join(signal, data.noise()), weights);
    this.width = span.directions();
    this.f = new double[data.nodes()];
    this.downhill = new double[span.products().length];
  }

  private double sign(int filter) {
    return filter < span.filters() / 2 ? 1 : -1;
  }

  /** Steps and returns the mean loss before. */
  double step(double rate) {
    outputs();
    double[] z = span.products();
    double scale = f.length * (span.filters() / 2.0);
    double loss = 0;
    for (int r = 0; r < span.filters(); r++) {
      downhill[r * width] = 0;
    }
    for (int i = 0; i < f.length; i++) {
      double y = data.labels()[i];
      double along = data.along()[i];
      loss += Logistic.loss(y * f[i]);
      double pull = y * Logistic.pull(y * f[i]) / scale;
      for (int r = 0; r < span.filters(); r++) {
        int row = r * width;
        downhill[row] += sign(r) * pull * along * activation.slope(along * z[row]);
        downhill[row + 1 + i] = sign(r) * pull * activation.slope(z[row + 1 + i]);
      }
    }
    span.move(rate, downhill);
    return loss / f.length;
  }

  /** Returns f of each node, in a buffer. */
  double[] outputs() {
    outputs(data, span.products(), width, 1, f);
    return f;
  }

  private void outputs(GraphData of, double[] products, int size, int first, double[] into) {
    for (int i = 0; i < into.length; i++) {
      double sum = 0;
      for (int r = 0; r < span.filters(); r++) {
        double onSignal = of.along()[i] * span.products()[r * width];
        sum +=
            sign(r)
                * (activation.value(onSignal) + activation.value(products[r * size + first + i]));
      }
      into[i] = sum / (span.filters() / 2.0);
    }
  }

  /** Share of errors on the nodes of another graph. */
  double error(GraphData fresh) {
    double[] output = new double[fresh.nodes()];
    outputs(fresh, FilterSpan.products(span.weights(), fresh.noise()), output.length, 0, output);
    int errors = 0;
    for (int i = 0; i < output.length; i++) {
      errors += fresh.labels()[i] * output[i] <= 0 ? 1 : 0;
    }
    return errors / (double) output.length;
  }

  /** Returns the largest ⟨w, jμ⟩. */
  double maxAlongSignal() {
    double max = Double.NEGATIVE_INFINITY;
    for (int r = 0; r < span.filters(); r++) {
      max = Math.max(max, sign(r) * span.products()[r * width]);
    }
    return max;
  }

  /** Returns the largest ⟨w, ξ⟩ of a node among filters of its label, mean over nodes. */
  double ownNoise() {
    double sum = 0;
    for (int i = 0; i < f.length; i++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int r = 0; r < span.filters(); r++) {
        if (sign(r) == data.labels()[i]) {
          max = Math.max(max, span.products()[r * width + 1 + i]);
        }
      }
      sum += max;
    }
    return sum / f.length;
  }

  double[][] weights() {
    return span.weights();
  }
}
