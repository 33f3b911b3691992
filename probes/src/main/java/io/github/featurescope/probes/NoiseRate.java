package io.github.featurescope.probes;

/**
 * The estimated share of wrong labels among samples that are trained on.
 *
 * <p>The upper bound is the noise rate of the {@link ConfidentJoint} of early predictions ({@link
 * AveragedPrediction#early}); samples that are hard for the model count as wrong in it. The lower
 * one counts only what hardness does not look like: wrong labels spread evenly over the classes
 * that the model thinks least of (as Storey, 2002, counts true null hypotheses among p-values), and
 * confusions of a class with one other that are not mutual. The estimate is the upper bound, except
 * where the model is weak: predictions still change a lot from look to look, and much of the joint
 * is mutual confusion.
 *
 * <p>A two-component fit to losses or wrong events is no use here: it finds two components in clean
 * data too. Bias: where the model is weak, hard classes read as some noise, and pair noise is
 * underestimated. The constants were chosen on runs of a two-layer network on 4,000 images of MNIST
 * and CIFAR-10 and on single runs of other networks with the seed 101.
 *
 * @param rate share of wrong labels, in [0, 1]
 * @param low lower bound, in [0, rate]
 * @param high upper bound, in [rate, 1]
 * @param settled whether it has been taken for good; until then every look changes it
 */
public record NoiseRate(double rate, double low, double high, boolean settled) {

  /**
   * Above it the model is weak: changes of predictions times mutual confusion over what is right.
   */
  private static final double WEAK = 0.165;

  /**
   * Estimates from one moment.
   *
   * @param early averaged predictions of that moment, [n, C]
   * @param given the labels that training sees, [n]
   * @param changes share of predictions that changed since the look before, in [0, 1]
   * @param settled what to say of the estimate
   */
  static NoiseRate of(Matrix early, int[] given, double changes, boolean settled) {
    ConfidentJoint joint = ConfidentJoint.of(early, given);
    double high = joint.noiseRate();
    double low = Math.min(high, evenly(early, given) + joint.oneSided());
    boolean weak = changes * (high - low) > WEAK * (1 - high);
    return new NoiseRate(weak ? low : high, low, high, settled);
  }

  /** Share of wrong labels if they fall on all classes alike, from the least likely classes. */
  private static double evenly(Matrix early, int[] given) {
    int classes = early.cols();
    double[] shares = new double[classes]; // of samples whose given class has this rank, 0 is best
    for (int i = 0; i < given.length; i++) {
      int rank = 0;
      for (int c = 0; c < classes; c++) {
        rank += early.get(i, c) > early.get(i, given[i]) ? 1 : 0;
      }
      shares[rank] += 1.0 / given.length;
    }
    double tail = shares[classes - 1];
    double least = classes == 2 ? tail : Double.POSITIVE_INFINITY;
    for (int from = classes - 2; from >= 1; from--) {
      tail += shares[from];
      least = Math.min(least, tail / (classes - from));
    }
    return least * (classes - 1);
  }
}
