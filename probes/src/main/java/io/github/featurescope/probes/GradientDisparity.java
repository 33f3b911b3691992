package io.github.featurescope.probes;

import java.util.Arrays;

/**
 * Measures how far the gradients of different parts of the probe set lie apart.
 *
 * <p>The mean over all pairs of 5 parts of ‖g<sub>a</sub> − g<sub>b</sub>‖₂, with g the gradient of
 * a part's mean softmax cross-entropy over the standard deviation (1/(m − 1)) of the cross-entropy
 * within the part. As in the authors' code the gradient runs through that deviation too. Higher is
 * worse: what one part teaches does not serve the others. The rule of the source stops after 5
 * increases.
 *
 * <p>What is measured here is less than what the source does: the gradient in the head's weights
 * alone, without bias, in closed form; in inference mode; and on parts of the probe set instead of
 * training batches. Classes are dealt out to the parts evenly, which batches are not. Values of
 * probe sets of different size or of different networks cannot be compared, and smaller parts give
 * larger values.
 *
 * <p>Undefined for fewer than 10 samples, for features that do not feed the head or are zero, and
 * where all samples of a part have the same loss. Cost O(npC). Source: Forouzesh and Thiran,
 * ECML-PKDD 2021, arXiv 2107.06665.
 */
public final class GradientDisparity implements Measurement<GradientDisparity.Result> {

  /** Over 5 parts. */
  public static final GradientDisparity DISPARITY = new GradientDisparity();

  private static final int PARTS = 5;
  private static final int LEAST = 2 * PARTS;

  // What rounding leaves of losses that are equal, relative to the loss.
  private static final double ROUNDING = 1e-13;

  private GradientDisparity() {}

  @Override
  public String key() {
    return "";
  }

  @Override
  public Result measure(Snapshot snapshot) {
    HeadGradients.require(snapshot);
    if (snapshot.samples() < LEAST) {
      throw new UndefinedMeasurementException(
          snapshot.samples() + " samples are too few for " + PARTS + " parts; take " + LEAST);
    }
    int[] labels = snapshot.labels();
    int[] partOf = StratifiedParts.of(labels, snapshot.classes(), PARTS);
    double[][] gradients = new double[PARTS][];
    for (int part = 0; part < PARTS; part++) {
      int[] rows = StratifiedParts.rows(partOf, part);
      gradients[part] =
          gradient(
              snapshot.features().selectRows(rows),
              snapshot.logits().selectRows(rows),
              Arrays.stream(rows).map(i -> labels[i]).toArray());
    }
    return new Result(meanDistance(gradients));
  }

  /** Returns the gradient of one part's rescaled loss in the head's weights, [C × p]. */
  private static double[] gradient(Matrix features, Matrix logits, int[] labels) {
    double[] losses = new double[labels.length];
    Arrays.setAll(losses, i -> Softmax.crossEntropy(logits, i, labels[i]));
    Matrix residuals = HeadGradients.residuals(logits, labels);
    return residuals.scaledRows(influences(losses)).transposeTimes(features).values();
  }

  /** Returns the derivative of mean/deviation in each loss. */
  private static double[] influences(double[] losses) {
    int m = losses.length;
    double mean = Arrays.stream(losses).average().orElseThrow();
    double squares = Arrays.stream(losses).map(l -> (l - mean) * (l - mean)).sum();
    double deviation = Math.sqrt(squares / (m - 1));
    if (deviation <= ROUNDING * mean) {
      throw new UndefinedMeasurementException(
          "all samples of a part have the same loss: it has no deviation to be rescaled by");
    }
    return Arrays.stream(losses)
        .map(l -> (1.0 / m - mean / deviation * ((l - mean) / deviation) / (m - 1)) / deviation)
        .toArray();
  }

  private static double meanDistance(double[][] gradients) {
    double sum = 0;
    int pairs = 0;
    for (int a = 0; a < gradients.length; a++) {
      for (int b = 0; b < a; b++) {
        double[] difference = gradients[a].clone();
        for (int k = 0; k < difference.length; k++) {
          difference[k] -= gradients[b][k];
        }
        sum += HeadGradients.norm(difference);
        pairs++;
      }
    }
    return sum / pairs;
  }

  /**
   * Holds the disparity of one snapshot.
   *
   * @param gradientDisparity mean distance of two parts' gradients, at least 0
   */
  public record Result(double gradientDisparity) {

    /** Refuses values that are not finite. */
    public Result {
      Finite.require("gradientDisparity", gradientDisparity);
    }
  }
}
