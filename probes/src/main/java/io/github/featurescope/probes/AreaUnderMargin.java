package io.github.featurescope.probes;

/**
 * Averages, for each sample, the margin of its given label over all looks: its logit less the
 * largest logit of another class.
 *
 * <p>Low for wrong labels. Logits grow without bound as training goes on, so late looks weigh more
 * and the ranking forgets once wrong labels are fitted. Cost O(nC) a look, one double a sample.
 * Source: AUM, Pleiss et al., NeurIPS 2020, arXiv 2001.10528, Eq. 1 and 2, where the logits are
 * those seen in training mode.
 */
public final class AreaUnderMargin {

  private final int[] given;
  private final double[] sums;
  private int looks;

  private AreaUnderMargin(int[] given) {
    this.given = given;
    this.sums = new double[given.length];
  }

  /**
   * Starts averaging.
   *
   * @param given the labels that training sees, [n]
   * @return no margins yet
   */
  public static AreaUnderMargin of(int[] given) {
    return new AreaUnderMargin(given.clone());
  }

  /**
   * Takes one look.
   *
   * @param logits [n, C] of the same samples in the same order, C at least 2
   */
  public void observe(Matrix logits) {
    SampleCounts.requireSize(given.length, logits.rows());
    looks++;
    double[] values = logits.values();
    int classes = logits.cols();
    for (int i = 0; i < given.length; i++) {
      sums[i] += margin(values, i * classes, classes, given[i]);
    }
  }

  /** The value at a label less the largest other one. */
  static double margin(double[] values, int from, int classes, int label) {
    double other = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      other = c == label ? other : Math.max(other, values[from + c]);
    }
    return values[from + label] - other;
  }

  /**
   * Returns the mean margins.
   *
   * @return [n], in logits; 0 before the first look
   */
  public double[] means() {
    double[] means = sums.clone();
    for (int i = 0; i < means.length && looks > 0; i++) {
      means[i] /= looks;
    }
    return means;
  }
}
