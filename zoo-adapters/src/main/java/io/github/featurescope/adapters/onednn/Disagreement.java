package io.github.featurescope.adapters.onednn;

import java.util.Locale;

/**
 * How far two paths are apart on one batch.
 *
 * @param network on the whole network, in which rounding adds up over the layers
 * @param layers on each layer by itself, on the same input
 * @param count number of layers that are compared
 * @param straightened whether the network's gradients are those of it without {@link Kinks}
 */
record Disagreement(Agreement network, Agreement layers, int count, boolean straightened) {

  /** Largest relative difference of one layer that rounding in float explains. */
  static final double TOLERANCE = 1e-5;

  static final Disagreement NOT_MEASURED =
      new Disagreement(
          new Agreement(Double.NaN, Double.NaN), new Agreement(Double.NaN, Double.NaN), 0);

  /** Of a network as it is. */
  Disagreement(Agreement network, Agreement layers, int count) {
    this(network, layers, count, false);
  }

  /** The largest share of what is allowed: at most 1 is tolerable. */
  double excess() {
    return Math.max(layers.worst(), network.worst() / count) / TOLERANCE;
  }

  boolean tolerable() {
    return excess() <= 1;
  }

  /** Whether nothing but the gradients of the whole network is beyond the tolerance. */
  boolean onlyGradientsApart() {
    return !tolerable()
        && layers.worst() <= TOLERANCE
        && network.output() <= TOLERANCE * count
        && !Double.isNaN(network.gradient());
  }

  /** The same with the gradients of the network without kinks. */
  Disagreement withGradientsOf(Disagreement straight) {
    return new Disagreement(
        new Agreement(network.output(), straight.network.gradient()), layers, count, true);
  }

  @Override
  public String toString() {
    return text(layers.worst(), network.output(), network.gradient(), straightened);
  }

  static String text(double layer, double output, double gradient, boolean straightened) {
    return String.format(
        Locale.ROOT,
        "relative difference %.1e of a layer, %.1e of the outputs, %.1e of the gradients%s",
        layer,
        output,
        gradient,
        straightened ? " (with ReLUs taken as linear, since rounding switches some)" : "");
  }
}
