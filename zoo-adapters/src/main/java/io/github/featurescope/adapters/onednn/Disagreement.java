package io.github.featurescope.adapters.onednn;

import java.util.Locale;

/**
 * How far two paths are apart on one batch.
 *
 * @param network on the whole network, in which rounding adds up over the layers
 * @param layers on each layer by itself, on the same input
 * @param count number of layers that are compared
 */
record Disagreement(Agreement network, Agreement layers, int count) {

  /** Largest relative difference of one layer that rounding in float explains. */
  static final double TOLERANCE = 1e-5;

  static final Disagreement NOT_MEASURED =
      new Disagreement(
          new Agreement(Double.NaN, Double.NaN), new Agreement(Double.NaN, Double.NaN), 0);

  /** The largest share of what is allowed: at most 1 is tolerable. */
  double excess() {
    return Math.max(layers.worst(), network.worst() / count) / TOLERANCE;
  }

  boolean tolerable() {
    return excess() <= 1;
  }

  @Override
  public String toString() {
    return text(layers.worst(), network.output(), network.gradient());
  }

  static String text(double layer, double output, double gradient) {
    return String.format(
        Locale.ROOT,
        "relative difference %.1e of a layer, %.1e of the outputs, %.1e of the gradients",
        layer,
        output,
        gradient);
  }
}
