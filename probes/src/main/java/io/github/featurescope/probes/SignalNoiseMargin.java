package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.List;
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
    Matrix features = snapshot.shared().centredFeatures();
    Matrix weights = snapshot.headWeights();
    Matrix mean = Matrix.wrap(1, snapshot.width(), snapshot.shared().mean());
    double[] ofMean = mean.timesTranspose(weights).values();
    double[] total = margins(snapshot.shared().onHead().lessColumns(ofMean), snapshot.labels());
    Matrix even = classBasis(snapshot, features, 0);
    Matrix odd = classBasis(snapshot, features, 1);
    Matrix projected = features.timesTranspose(Matrix.stackRows(List.of(even, odd)));
    double[] onEven = signal(projected, 0, even.timesTranspose(weights), snapshot.labels());
    double[] onOdd = signal(projected, even.rows(), odd.timesTranspose(weights), snapshot.labels());
    double[] signal = new double[n];
    Arrays.setAll(signal, i -> i % 2 == 0 ? onOdd[i] : onEven[i]);
    return new PerSample(
        signal, IntStream.range(0, n).mapToDouble(i -> total[i] - signal[i]).toArray());
  }

  /** Returns the margins that come through one basis, whose projections begin at a column. */
  private static double[] signal(Matrix projected, int from, Matrix onHead, int[] labels) {
    return margins(projected.columns(from, onHead.rows()).times(onHead), labels);
  }

  private static int[] everySecond(int start, int n) {
    return IntStream.range(0, n).filter(i -> i % 2 == start).toArray();
  }

  private static Matrix classBasis(Snapshot snapshot, Matrix features, int half) {
    int[] rows = everySecond(half, snapshot.samples());
    ClassMeans classes = ClassMeans.of(features, rows, snapshot.labels(), snapshot.classes());
    int[] present = snapshot.shared().classMeans().present();
    if (classes.size() < present.length) {
      int[] here = classes.present();
      int missing =
          Arrays.stream(present)
              .filter(c -> Arrays.binarySearch(here, c) < 0)
              .findFirst()
              .orElseThrow();
      throw new UndefinedMeasurementException(
          "class "
              + missing
              + " has no sample among the "
              + (rows[0] == 0 ? "even" : "odd")
              + " rows, so its signal cannot be fitted on one half and read on the other; shuffle"
              + " the probe set and give each class at least a few samples");
    }
    return Basis.ofRows(classes.means());
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
