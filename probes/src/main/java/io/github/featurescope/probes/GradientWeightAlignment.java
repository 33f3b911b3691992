package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Measures how the samples' gradients align with the head's weights.
 *
 * <p>γ<sub>i</sub> = cos(−∂loss<sub>i</sub>/∂W, W) with softmax cross-entropy against the given
 * label, in closed form −z<sub>i</sub>ᵀWᵀδ<sub>i</sub>/(‖z<sub>i</sub>‖‖δ<sub>i</sub>‖‖W‖) with δ =
 * softmax − one-hot and the bias left out. In [−1, 1]; below 0 marks wrong labels and outliers. The
 * authors' summary is mean/(excessKurtosis + 1.2), whose denominator can turn negative.
 *
 * <p>A sample without a gradient (all features zero, or a softmax so saturated that δ is exactly
 * zero) has no direction and is left out. Undefined for zero weights, where fewer than two samples
 * have a gradient, or where all γ are equal. Cost O(npC). Source: Hölzl, Rueckert and Kaissis,
 * NeurIPS 2025, arXiv 2510.25480.
 */
public final class GradientWeightAlignment implements Measurement<GradientWeightAlignment.Result> {

  /** Mean and excess kurtosis of γ over the samples. */
  public static final GradientWeightAlignment GWA = new GradientWeightAlignment();

  // The square of what rounding leaves of cosines that are equal.
  private static final double EQUAL = 1e-28;

  private GradientWeightAlignment() {}

  @Override
  public String key() {
    return "gradientWeightAlignment";
  }

  @Override
  public Result measure(Snapshot snapshot) {
    double[] gamma = cosines(snapshot);
    if (gamma.length < 2) {
      throw new UndefinedMeasurementException(
          "only "
              + gamma.length
              + " of "
              + snapshot.samples()
              + " samples have a gradient; the others have zero features or a loss of exactly zero");
    }
    double mean = Arrays.stream(gamma).average().orElseThrow();
    double second = Arrays.stream(gamma).map(x -> square(x - mean)).average().orElseThrow();
    if (second <= EQUAL) {
      throw new UndefinedMeasurementException(
          "all samples align equally with the weights: the kurtosis has no value");
    }
    double fourth = Arrays.stream(gamma).map(x -> square(square(x - mean))).average().orElseThrow();
    return new Result(mean, fourth / (second * second) - 3);
  }

  private static double square(double x) {
    return x * x;
  }

  /** Returns γ of the samples that have a gradient. */
  private static double[] cosines(Snapshot snapshot) {
    Matrix weights = snapshot.headWeights();
    double weightNorm = HeadGradients.norm(weights.values());
    if (weightNorm == 0) {
      throw new UndefinedMeasurementException(
          "the head's weights are all zero (a head that starts at zero?): nothing to align with");
    }
    Matrix outputs = snapshot.shared().centredOnHead();
    double[] ofMean = snapshot.shared().meanOnHead();
    double[] featureNorms = snapshot.shared().squaredNorms();
    int[] labels = snapshot.labels();
    return IntStream.range(0, labels.length)
        .mapToDouble(
            i -> {
              double[] delta = Softmax.residual(snapshot.logits(), i, labels[i]);
              double descent = 0;
              for (int c = 0; c < delta.length; c++) {
                descent -= (outputs.get(i, c) + ofMean[c]) * delta[c];
              }
              double scale = Math.sqrt(featureNorms[i]) * weightNorm;
              double deltaNorm = HeadGradients.norm(delta);
              return scale == 0 || deltaNorm == 0 ? Double.NaN : descent / deltaNorm / scale;
            })
        .filter(gamma -> !Double.isNaN(gamma))
        .toArray();
  }

  /**
   * Holds the alignment of one snapshot.
   *
   * @param mean mean of γ, in [−1, 1]
   * @param excessKurtosis of γ, at least −2
   */
  public record Result(double mean, double excessKurtosis) {

    /** Refuses values that are not finite. */
    public Result {
      Finite.require("mean", mean);
      Finite.require("excessKurtosis", excessKurtosis);
    }
  }
}
