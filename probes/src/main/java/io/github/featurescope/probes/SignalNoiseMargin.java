package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Splits the head's margin at the given label into what other samples' class structure explains and
 * what only the sample's own features say.
 *
 * <p>Even and odd rows are two halves. S is an orthonormal basis of the class means (less the mean
 * of all samples) of one half; for φ in the other, the signal part of the logits is W S Sᵀ(φ −
 * mean) and the noise part the rest of W(φ − mean). The margin of logits l at label y is
 * l<sub>y</sub> less the mean of the other logits, in units of the logits. Cross-fitting keeps
 * memorised samples from defining their own signal. Signal falling and noise rising is
 * memorisation.
 *
 * <p>Undefined with one sample or one logit, and where a class that occurs has samples only in even
 * or only in odd rows: shuffle the probe set, once, before probing. Constant features read 0 and 0.
 * Cost O(npC). Source: a definition of this project.
 */
public final class SignalNoiseMargin implements Measurement<SignalNoiseMargin.Result> {

  /** Means over all samples. */
  public static final SignalNoiseMargin MARGIN = new SignalNoiseMargin();

  private SignalNoiseMargin() {}

  @Override
  public String key() {
    return "margin";
  }

  @Override
  public Result measure(Snapshot snapshot) {
    PerSample margins = perSample(snapshot);
    return new Result(
        Arrays.stream(margins.signal).average().orElseThrow(),
        Arrays.stream(margins.noise).average().orElseThrow());
  }

  /**
   * Measures each sample: the mislabelled have the smallest signal.
   *
   * @param snapshot what the model says about the probe set
   * @return both margins of each sample
   * @throws UndefinedMeasurementException as for {@link #measure}
   */
  public static PerSample perSample(Snapshot snapshot) {
    int n = snapshot.samples();
    if (n < 2 || snapshot.classes() < 2) {
      throw new UndefinedMeasurementException(
          "a margin needs two samples and two classes; here are "
              + n
              + " samples and "
              + snapshot.classes()
              + " classes");
    }
    snapshot.headWeights();
    requireBothHalves(snapshot.shared(), 0);
    requireBothHalves(snapshot.shared(), 1);
    double[] total = margins(snapshot.shared().centredOnHead(), snapshot.labels());
    double[] signal = new double[n];
    addSignal(snapshot, 0, signal);
    addSignal(snapshot, 1, signal);
    return new PerSample(
        signal, IntStream.range(0, n).mapToDouble(i -> total[i] - signal[i]).toArray());
  }

  /** Sets the margins that come through the basis of one half, in the rows of the other. */
  private static void addSignal(Snapshot snapshot, int half, double[] signal) {
    Matrix projected = snapshot.shared().onBasisOfHalf(half);
    double[][] directions =
        marginDirections(
            snapshot.headWeights().timesTranspose(snapshot.shared().basisOfHalf(half)));
    for (int i = 1 - half; i < signal.length; i += 2) {
      double[] direction = directions[snapshot.labels()[i]];
      for (int k = 0; k < direction.length; k++) {
        signal[i] += projected.get(i, k) * direction[k];
      }
    }
  }

  /** Returns of each class its row less the mean of the other classes' rows, [C, r]. */
  private static double[][] marginDirections(Matrix weights) {
    int c = weights.rows();
    double[][] directions = new double[c][weights.cols()];
    for (int k = 0; k < weights.cols(); k++) {
      double sum = 0;
      for (int y = 0; y < c; y++) {
        sum += weights.get(y, k);
      }
      for (int y = 0; y < c; y++) {
        directions[y][k] = weights.get(y, k) - (sum - weights.get(y, k)) / (c - 1);
      }
    }
    return directions;
  }

  private static void requireBothHalves(SharedValues shared, int half) {
    int missing = shared.misses(half);
    if (missing >= 0) {
      throw new UndefinedMeasurementException(
          "class "
              + missing
              + " has no sample among the "
              + (half == 0 ? "even" : "odd")
              + " rows, so its signal cannot be fitted on one half and read on the other; shuffle"
              + " the probe set and give each class at least a few samples");
    }
  }

  /** Returns the logit at each label less the mean of the others, [n]. */
  static double[] margins(Matrix logits, int[] labels) {
    int c = logits.cols();
    double[] margins = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      double given = logits.get(i, labels[i]);
      double others = 0;
      for (int j = 0; j < c; j++) {
        others += j == labels[i] ? 0 : logits.get(i, j);
      }
      margins[i] = given - others / (c - 1);
    }
    return margins;
  }

  /**
   * Holds the mean margins of one snapshot, in units of the logits.
   *
   * @param signal what class structure shared with other samples adds to the margin
   * @param noise what the rest of the features adds to it
   */
  public record Result(double signal, double noise) {

    /** Refuses values that are not finite. */
    public Result {
      Finite.require("signal", signal);
      Finite.require("noise", noise);
    }
  }

  /**
   * Holds the margins of each sample, in units of the logits.
   *
   * @param signal as in {@link Result}, [n]
   * @param noise as in {@link Result}, [n]
   */
  @SuppressWarnings("ArrayRecordComponent") // copied in and out
  public record PerSample(double[] signal, double[] noise) {

    /** Copies the arrays and refuses values that are not finite. */
    public PerSample {
      signal = Finite.require("signal", signal);
      noise = Finite.require("noise", noise);
    }

    @Override
    public double[] signal() {
      return signal.clone();
    }

    @Override
    public double[] noise() {
      return noise.clone();
    }
  }
}
