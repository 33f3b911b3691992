package io.github.featurescope.adapters.onednn;

import java.util.Locale;

/**
 * Says on which path a model runs, and why.
 *
 * @param path which path is in use from now on
 * @param convolutions how many convolution layers have a oneDNN helper
 * @param batchNormalizations how many batch normalisation layers have one
 * @param poolings how many pooling layers the model has; they need no helper, as Deeplearning4j
 *     runs them on oneDNN wherever the native library has it
 * @param layerDifference measured disagreement of a single layer on the same input, ‖accelerated −
 *     plain‖ / ‖plain‖ in the 2-norm, the largest over layers, outputs and gradients; NaN if it was
 *     not measured
 * @param outputDifference the same of the outputs of the network, the largest over the outputs
 * @param gradientDifference the same of the gradients of the network, the largest over the layers
 * @param straightened whether that difference is of the network with its hidden ReLUs and the like
 *     taken as linear: in a large network rounding alone switches some of them on or off
 * @param reason why the plain path is in use; empty where oneDNN is
 */
public record Acceleration(
    Path path,
    int convolutions,
    int batchNormalizations,
    int poolings,
    double layerDifference,
    double outputDifference,
    double gradientDifference,
    boolean straightened,
    String reason) {

  /** What computes the layers. */
  public enum Path {
    /** The helpers of this package. */
    ONEDNN,
    /** Deeplearning4j as it is. */
    PLAIN
  }

  static Acceleration of(LayerHelpers helpers, Disagreement measured) {
    return new Acceleration(
        Path.ONEDNN,
        helpers.convolutions(),
        helpers.batchNormalizations(),
        helpers.poolings(),
        measured.layers().worst(),
        measured.network().output(),
        measured.network().gradient(),
        measured.straightened(),
        "");
  }

  static Acceleration plain(String reason, int poolings, Disagreement measured) {
    return new Acceleration(
        Path.PLAIN,
        0,
        0,
        poolings,
        measured.layers().worst(),
        measured.network().output(),
        measured.network().gradient(),
        measured.straightened(),
        reason);
  }

  /**
   * Says whether oneDNN is in use.
   *
   * @return true if the helpers are in the model
   */
  public boolean active() {
    return path == Path.ONEDNN;
  }

  /** The line to log on start. */
  @Override
  public String toString() {
    if (!active()) {
      return "Plain Deeplearning4j layers: " + reason;
    }
    return String.format(
        Locale.ROOT,
        "oneDNN in %d convolution and %d batch normalisation layers (pooling layers: %d), checked"
            + " against the plain path: %s",
        convolutions,
        batchNormalizations,
        poolings,
        Disagreement.text(layerDifference, outputDifference, gradientDifference, straightened));
  }
}
