package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.stream.IntStream;

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

  /** Neurons counted at once: one line of memory. */
  private static final int TOGETHER = 8;

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
    double[][] entropies = entropies(classes.counts());
    Matrix features = snapshot.features();
    double[] min = features.firstRows(1).values();
    double[] max = min.clone();
    for (int i = 0; i < features.rows(); i++) {
      widen(features.values(), i * min.length, min, max);
    }
    int constant = 0;
    for (int from = 0; from < min.length; from += TOGETHER) {
      int count = Math.min(TOGETHER, min.length - from);
      int[][] histograms = histograms(features, from, count, min, max, classes);
      for (int j = from; j < from + count; j++) {
        if (min[j] == max[j]) {
          constant++;
        } else {
          divergences[j] = divergence(histograms[j - from], classes.counts(), entropies);
        }
      }
    }
    double mean = Arrays.stream(divergences).average().orElseThrow();
    Arrays.sort(divergences);
    return new Result(percentile(divergences), mean, constant);
  }

  private static void widen(double[] values, int from, double[] min, double[] max) {
    for (int j = 0; j < min.length; j++) {
      min[j] = Math.min(min[j], values[from + j]);
      max[j] = Math.max(max[j], values[from + j]);
    }
  }

  /** Counts the values of neighbouring neurons by class and bin, each [C' × bins]. */
  private static int[][] histograms(
      Matrix features, int from, int count, double[] min, double[] max, ClassMeans classes) {
    int[][] histograms = new int[count][classes.size() * BINS];
    double[] values = features.values();
    for (int i = 0; i < features.rows(); i++) {
      int ofClass = classes.positions()[i] * BINS;
      for (int j = from, at = i * min.length + from; j < from + count; j++, at++) {
        // Halved, since the range of finite values may be infinite.
        double range = max[j] / 2 - min[j] / 2;
        int bin = range == 0 ? 0 : (int) ((values[at] / 2 - min[j] / 2) / range * BINS);
        histograms[j - from][ofClass + Math.min(bin, BINS - 1)]++;
      }
    }
    return histograms;
  }

  /** Returns −(k/m) ln(k/m) of each class and every k up to its number m of samples. */
  private static double[][] entropies(double[] counts) {
    double[][] entropies = new double[counts.length][];
    for (int c = 0; c < counts.length; c++) {
      double of = counts[c];
      entropies[c] = IntStream.rangeClosed(0, (int) of).mapToDouble(k -> entropy(k / of)).toArray();
    }
    return entropies;
  }

  /** Jensen-Shannon divergence of one neuron's histograms, H(mean of P) − mean of H(P). */
  private static double divergence(int[] histogram, double[] counts, double[][] entropies) {
    double divergence = 0;
    for (int bin = 0; bin < BINS; bin++) {
      double mixture = 0;
      double ofClasses = 0;
      for (int c = 0; c < counts.length; c++) {
        int count = histogram[c * BINS + bin];
        mixture += count / counts[c] / counts.length;
        ofClasses += entropies[c][count] / counts.length;
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
