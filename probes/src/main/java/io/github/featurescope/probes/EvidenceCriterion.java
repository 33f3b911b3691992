package io.github.featurescope.probes;

import java.util.Arrays;

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

  /** Classes whose sums stay close to the processor while a row is read once for all. */
  private static final int TOGETHER = 16;

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
    double[][] deltas = new double[residuals.cols()][];
    Arrays.setAll(deltas, c -> unit(residuals.column(c)));
    double[][] means = new double[deltas.length][snapshot.width()];
    double[][] variances = new double[deltas.length][snapshot.width()];
    for (int from = 0; from < deltas.length; from += TOGETHER) {
      int to = Math.min(from + TOGETHER, deltas.length);
      addMeans(deltas, from, to, snapshot.features(), means);
      addVariances(deltas, from, to, snapshot.features(), means, variances);
    }
    double sum = 0;
    int coordinates = 0;
    for (int c = 0; c < deltas.length; c++) {
      double[] mean = means[c];
      double[] variance = variances[c];
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

  /** Sets the mean gradients of some classes, [p] each, in one pass over the features. */
  private static void addMeans(
      double[][] deltas, int from, int to, Matrix features, double[][] means) {
    int n = features.rows();
    for (int i = 0; i < n; i++) {
      for (int c = from; c < to; c++) {
        add(deltas[c][i], features.values(), i * features.cols(), means[c]);
      }
    }
    for (int c = from; c < to; c++) {
      divide(means[c], n);
    }
  }

  private static void add(double delta, double[] values, int row, double[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += delta * values[row + j];
    }
  }

  /** Sets the variances of the gradients about those means. */
  private static void addVariances(
      double[][] deltas,
      int from,
      int to,
      Matrix features,
      double[][] means,
      double[][] variances) {
    int n = features.rows();
    for (int i = 0; i < n; i++) {
      for (int c = from; c < to; c++) {
        addSquares(deltas[c][i], features.values(), i * features.cols(), means[c], variances[c]);
      }
    }
    for (int c = from; c < to; c++) {
      divide(variances[c], n - 1);
    }
  }

  private static void addSquares(
      double delta, double[] values, int row, double[] means, double[] sums) {
    for (int j = 0; j < sums.length; j++) {
      double deviation = delta * values[row + j] - means[j];
      sums[j] += deviation * deviation;
    }
  }

  private static void divide(double[] sums, int by) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] /= by;
    }
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
