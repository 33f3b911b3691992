package io.github.featurescope.probes;

import java.util.function.IntToDoubleFunction;

/**
 * Averages, for each sample, the softmax of the model over looks.
 *
 * <p>While wrong labels are not yet fitted, the average says what the rest of the data makes of a
 * sample: its largest class is the label to suggest. Three ways of weighing looks:
 *
 * <ul>
 *   <li>{@link #mean}: all alike;
 *   <li>{@link #decaying}: t ← βt + (1 − β)p, the target of ELR (Liu et al., NeurIPS 2020, arXiv
 *       2007.00151; β = 0.7 and 0.9 in its code), which forgets what lies further back than about
 *       1/(1 − β) looks;
 *   <li>{@link #early}: look t counts 1/t, the mean over the logarithm of time. Wrong labels are
 *       fitted after what samples share, so early looks say more about the truth; on this scale a
 *       run forgets them only slowly, however long it is and however often it is probed.
 * </ul>
 *
 * <p>Cost O(nC) a look, nC doubles.
 */
public final class AveragedPrediction {

  /** Share of the average that a look, counted from 1, takes. */
  private final IntToDoubleFunction share;

  private final int rows;
  private final int classes;
  private final double[] average;
  private int looks;

  private AveragedPrediction(IntToDoubleFunction share, int rows, int classes) {
    this.share = share;
    this.rows = rows;
    this.classes = classes;
    this.average = new double[Matrix.capacity(rows, classes)];
  }

  /**
   * Weighs all looks alike.
   *
   * @param samples n
   * @param classes C
   * @return no looks yet
   */
  public static AveragedPrediction mean(int samples, int classes) {
    return new AveragedPrediction(look -> 1.0 / look, samples, classes);
  }

  /**
   * Weighs look t by 1/t.
   *
   * @param samples n
   * @param classes C
   * @return no looks yet
   */
  public static AveragedPrediction early(int samples, int classes) {
    return new AveragedPrediction(new HarmonicShare(), samples, classes);
  }

  /**
   * Weighs late looks more; the first one stands for all before it, so the average is one of
   * probabilities from the start.
   *
   * @param samples n
   * @param classes C
   * @param decay β in (0, 1)
   * @return no looks yet
   * @throws IllegalArgumentException if β is not in (0, 1)
   */
  public static AveragedPrediction decaying(int samples, int classes, double decay) {
    if (!(decay > 0 && decay < 1)) {
      throw new IllegalArgumentException("decay " + decay + ": choose one in (0, 1), such as 0.7");
    }
    return new AveragedPrediction(look -> look == 1 ? 1 : 1 - decay, samples, classes);
  }

  /** (1/t) / (1 + 1/2 + … + 1/t), asked for in order. */
  private static final class HarmonicShare implements IntToDoubleFunction {

    private double sum;

    @Override
    public double applyAsDouble(int look) {
      sum += 1.0 / look;
      return 1.0 / look / sum;
    }
  }

  /**
   * Takes one look.
   *
   * @param probabilities softmax of the same samples in the same order, [n, C]
   * @throws IllegalArgumentException if they are not of this shape
   */
  public void observe(Matrix probabilities) {
    SampleCounts.requireSize(rows, probabilities.rows());
    if (probabilities.cols() != classes) {
      throw new IllegalArgumentException(
          "a look at " + probabilities.cols() + " classes, but the history is of " + classes);
    }
    looks++;
    double weight = share.applyAsDouble(looks);
    double[] values = probabilities.values();
    for (int at = 0; at < average.length; at++) {
      average[at] += weight * (values[at] - average[at]);
    }
  }

  /**
   * Returns the average.
   *
   * @return [n, C], rows sum to 1; zeros before the first look
   */
  public Matrix values() {
    return Matrix.ofRowMajor(rows, classes, average);
  }

  /** The average as it stands, without a copy: read it before the next look. */
  Matrix view() {
    return Matrix.wrap(rows, classes, average);
  }
}
