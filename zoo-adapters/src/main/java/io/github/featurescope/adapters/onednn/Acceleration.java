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
 * @param outputDifference measured disagreement of the outputs, ‖accelerated − plain‖ / ‖plain‖ in
 *     the 2-norm, the largest over the outputs; NaN if it was not measured
 * @param gradientDifference the same of the gradients, the largest over the layers; NaN if it was
 *     not measured
 * @param reason why the plain path is in use; empty where oneDNN is
 */
public record Acceleration(
    Path path,
    int convolutions,
    int batchNormalizations,
    int poolings,
    double outputDifference,
    double gradientDifference,
    String reason) {

  /** What computes the layers. */
  public enum Path {
    /** The helpers of this package. */
    ONEDNN,
    /** Deeplearning4j as it is. */
    PLAIN
  }

  static Acceleration of(LayerHelpers helpers, int poolings, Agreement measured) {
    return new Acceleration(
        Path.ONEDNN,
        helpers.convolutions(),
        helpers.batchNormalizations(),
        poolings,
        measured.output(),
        measured.gradient(),
        "");
  }

  static Acceleration plain(String reason, int poolings, Agreement measured) {
    return new Acceleration(
        Path.PLAIN, 0, 0, poolings, measured.output(), measured.gradient(), reason);
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
        "oneDNN in %d convolution and %d batch normalisation layers (pooling layers: %d); against"
            + " the plain path the outputs differ by a relative %.1e, the gradients by %.1e",
        convolutions,
        batchNormalizations,
        poolings,
        outputDifference,
        gradientDifference);
  }
}
