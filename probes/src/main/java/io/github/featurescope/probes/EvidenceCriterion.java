package io.github.featurescope.probes;

/**
 * Measures whether the gradient still rises out of the noise of its samples.
 *
 * <p>1 − (B/P) Σ<sub>k</sub> g<sub>k</sub>²/Σ̂<sub>k</sub> with g the mean gradient of B samples,
 * Σ̂<sub>k</sub> the variance (1/(B − 1)) of coordinate k over the samples and P the number of
 * coordinates. Far below 0: the samples agree on where to go; about 0: the gradient is what chance
 * would give; the rule of the source stops above 0. At most 1.
 *
 * <p>What is measured here is the gradient of the softmax cross-entropy in the head's weights
 * alone, without bias, in closed form, in inference mode, with the probe set as the batch: B = n,
 * so that a larger probe set is surer of the same gradient. The source assumes gradient descent
 * without momentum. Coordinates in which no sample has a gradient, such as a dead neuron's, say
 * nothing and are left out of Σ and P. No constant is added to Σ̂, as some implementations do:
 * gradients of a well-trained head are so small that it would decide alone.
 *
 * <p>Undefined for one sample, for features that do not feed the head or are zero, and where all
 * samples have the same gradient. Cost O(npC). Source: Mahsereci, Balles, Lassner and Hennig, Early
 * stopping without a validation set, 2017, arXiv 1703.09580, Eq. 7.
 */
public final class EvidenceCriterion implements Measurement<EvidenceCriterion.Result> {

  /** With the whole probe set as the batch. */
  public static final EvidenceCriterion EB = new EvidenceCriterion();

  // The square of what rounding leaves of gradients that are equal.
  private static final double EQUAL = 1e-28;

  private EvidenceCriterion() {}

  @Override
  public String key() {
    return "";
  }

  @Override
  public Result measure(Snapshot snapshot) {
    HeadGradients.require(snapshot);
    int n = snapshot.samples();
    if (n < 2) {
      throw new UndefinedMeasurementException("one sample's gradient has no variance; take more");
    }
    Matrix residuals = HeadGradients.residuals(snapshot.logits(), snapshot.labels());
    double sum = 0;
    int coordinates = 0;
    for (int c = 0; c < residuals.cols(); c++) {
      double[] delta = unit(residuals.column(c));
      double[] mean = means(delta, snapshot.features());
      double[] variance = variances(delta, snapshot.features(), mean);
      for (int j = 0; j < mean.length; j++) {
        double square = mean[j] * mean[j];
        if (variance[j] >= Double.MIN_NORMAL && variance[j] > EQUAL * square) {
          sum += square / variance[j];
          coordinates++;
        } else if (square >= Double.MIN_NORMAL) {
          throw new UndefinedMeasurementException(
              "all samples have the same gradient in the weight of class "
                  + c
                  + " and feature "
                  + j
                  + ": it has no variance to be compared with");
        }
      }
    }
    if (coordinates == 0) {
      throw new UndefinedMeasurementException(
          "no sample has a gradient: features or losses vanish in double precision");
    }
    return new Result(1 - n * (sum / coordinates), coordinates);
  }

  /** Scales to a largest absolute value of 1, so that squares do not vanish; the ratio stays. */
  private static double[] unit(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < values.length && largest > 0; i++) {
      values[i] /= largest;
    }
    return values;
  }

  private static double[] means(double[] delta, Matrix features) {
    double[] values = features.values();
    double[] sums = new double[features.cols()];
    for (int i = 0, at = 0; i < delta.length; i++) {
      for (int j = 0; j < sums.length; j++, at++) {
        sums[j] += delta[i] * values[at];
      }
    }
    for (int j = 0; j < sums.length; j++) {
      sums[j] /= delta.length;
    }
    return sums;
  }

  private static double[] variances(double[] delta, Matrix features, double[] means) {
    double[] values = features.values();
    double[] sums = new double[means.length];
    for (int i = 0, at = 0; i < delta.length; i++) {
      for (int j = 0; j < sums.length; j++, at++) {
        double deviation = delta[i] * values[at] - means[j];
        sums[j] += deviation * deviation;
      }
    }
    for (int j = 0; j < sums.length; j++) {
      sums[j] /= delta.length - 1;
    }
    return sums;
  }

  /**
   * Holds the criterion of one snapshot.
   *
   * @param evidenceCriterion at most 1; above 0 the source stops
   * @param evidenceCoordinates number P of weights with a gradient, in [1, Cp]
   */
  public record Result(double evidenceCriterion, int evidenceCoordinates) {

    /** Refuses values that are not finite. */
    public Result {
      Finite.require("evidenceCriterion", evidenceCriterion);
    }
  }
}
