package io.github.featurescope.probes;

import java.util.Arrays;

/**
 * Measures how differently each neuron of the feature layer fires for the classes as labelled.
 *
 * <p>Of each neuron the values over the samples of one given label make a histogram of 40 bins over
 * the neuron's range; its divergence is the Jensen-Shannon divergence of the histograms of the
 * classes that occur, each class with the same weight: 0 where all are alike, ln C' where none
 * overlap. The value of the layer is the 20th percentile over its neurons. It rises while classes
 * are told apart; the rule of the source stops at its first maximum, of a moving average that
 * leaves the first look out ({@link FirstPeak}).
 *
 * <p>The source takes the values before the activation function; these are after it, since a
 * snapshot holds what the head reads. A neuron that is constant over the probe set, such as a dead
 * ReLU, therefore has divergence 0 here, and where a fifth of the layer is dead so has the layer:
 * look at the mean then. The same holds in the limit of a layer without any live neuron, which is
 * defined as 0 for that reason. Few samples bias the divergence upwards, of a neuron that knows
 * nothing of the labels by about (K − 1)(C' − 1)/(2n) nats, K the number of bins in use.
 *
 * <p>Undefined where fewer than two classes occur. Cost O(np + 40pC'). Source: Class-Conditional
 * Neuron Pre-Activation Divergence to rule out validation set in label noise early stopping, an
 * anonymous submission to ICLR that was rejected; reported to fail at 60 % noise and more.
 */
public final class NeuronDivergence implements Measurement<NeuronDivergence.Result> {

  /** 40 bins, 20th percentile. */
  public static final NeuronDivergence CND = new NeuronDivergence();

  private static final int BINS = 40;
  private static final double PERCENTILE = 0.2;

  private NeuronDivergence() {}

  @Override
  public String key() {
    return "neuronDivergence";
  }

  @Override
  public Result measure(Snapshot snapshot) {
    ClassMeans classes = snapshot.shared().classMeans();
    classes.requireTwoClasses();
    double[] divergences = new double[snapshot.width()];
    int constant = 0;
    for (int j = 0; j < divergences.length; j++) {
      double[] values = snapshot.features().column(j);
      double min = Arrays.stream(values).min().orElseThrow();
      double max = Arrays.stream(values).max().orElseThrow();
      if (min == max) {
        constant++;
      } else {
        divergences[j] = divergence(values, min, max, classes.positions(), classes.counts());
      }
    }
    double mean = Arrays.stream(divergences).average().orElseThrow();
    Arrays.sort(divergences);
    return new Result(percentile(divergences), mean, constant);
  }

  /** Jensen-Shannon divergence of one neuron's histograms, H(mean of P) − mean of H(P). */
  private static double divergence(
      double[] values, double min, double max, int[] classOf, double[] counts) {
    int[] histogram = new int[counts.length * BINS];
    // Halved, since the range of finite values may be infinite.
    double range = max / 2 - min / 2;
    for (int i = 0; i < values.length; i++) {
      int bin = range == 0 ? 0 : (int) ((values[i] / 2 - min / 2) / range * BINS);
      histogram[classOf[i] * BINS + Math.min(bin, BINS - 1)]++;
    }
    double divergence = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double mixture = 0;
      double ofClasses = 0;
      for (int c = 0; c < counts.length; c++) {
        double share = histogram[c * BINS + bin] / counts[c];
        mixture += share / counts.length;
        ofClasses += entropy(share) / counts.length;
      }
      divergence += entropy(mixture) - ofClasses;
    }
    return Math.max(0, divergence);
  }

  private static double entropy(double share) {
    return share == 0 ? 0 : -share * Math.log(share);
  }

  /** Returns the percentile of ascending values, interpolated between neighbours. */
  private static double percentile(double[] sorted) {
    double position = PERCENTILE * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Holds the divergence of one snapshot.
   *
   * @param low 20th percentile of the neurons' divergences in nats, in [0, ln C']
   * @param mean mean of the neurons' divergences in nats, in [0, ln C']
   * @param constant number of neurons that are constant over the probe set, in [0, p]
   */
  public record Result(double low, double mean, int constant) {

    /** Refuses values that are not finite. */
    public Result {
      Finite.require("low", low);
      Finite.require("mean", mean);
    }
  }
}
