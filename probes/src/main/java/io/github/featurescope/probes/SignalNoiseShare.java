package io.github.featurescope.probes;

import java.util.Arrays;

/**
 * Splits margins into signal and noise by means of held-out samples: a network that learned only
 * what samples share is as sure of samples that it has never seen.
 *
 * <p>The margin of logits l at label c is l<sub>c</sub> less the mean of the other logits. With a
 * training set (probed) and a held-out set drawn alike, wrong labels included:
 *
 * <ul>
 *   <li>noise = mean margin of training samples at their given label, less the same of held-out
 *       samples. Wrong labels take as much from both means, so they cancel: no clean label is
 *       needed. In the two-layer signal-noise model it is the mean ρ of a sample's own filters.
 *   <li>signal = mean margin of held-out samples at the predicted class, γ in the model. The
 *       predicted class rather than the given one, so that it does not depend on the noise rate.
 *   <li>share = noise/(signal + noise), noise below 0 counted as 0.
 * </ul>
 *
 * <p>Bias: held-out margins also hold cross-talk, what memorised samples add at random, and so
 * signal errs high where noise is large. {@code noiseError} is the sampling error; smaller
 * differences mean nothing. Held-out samples with cleaner labels than the training set, or
 * augmented training samples against plain held-out ones, break the cancellation.
 *
 * <p>Undefined for one logit, and where all margins vanish. Cost O((n + m)C). Source: a definition
 * of this project after γ and ρ of Cao et al., arXiv 2202.06526; docs/signal-and-noise.md has what
 * was compared.
 */
public final class SignalNoiseShare {

  private SignalNoiseShare() {}

  /**
   * Measures the means.
   *
   * @param training what the model says about n samples that it is trained on
   * @param heldOut the same of m samples that it is not trained on, labels as noisy
   * @return signal, noise and the share of noise
   * @throws UndefinedMeasurementException for one logit, or margins that are all zero
   * @throws InvalidSnapshotException if the two differ in classes or width
   */
  public static Result measure(Snapshot training, Snapshot heldOut) {
    requireFit(training, heldOut);
    double[] seen = SignalNoiseMargin.margins(training.logits(), training.labels());
    double[] unseen = SignalNoiseMargin.margins(heldOut.logits(), heldOut.labels());
    double signal =
        Finite.require(
            "signal", mean(SignalNoiseMargin.margins(heldOut.logits(), heldOut.predictions())));
    double noise = Finite.require("noise", mean(seen) - mean(unseen));
    double positive = Math.max(noise, 0);
    if (signal + positive == 0) {
      throw new UndefinedMeasurementException(
          "the logits of each held-out sample are all equal and training samples have no larger"
              + " margin: there is nothing to split");
    }
    return new Result(
        signal,
        noise,
        positive / (signal + positive),
        Math.sqrt(squaredError(seen) + squaredError(unseen)));
  }

  /**
   * Measures each training sample: signal is the margin, at its given label, of the mean logits of
   * the ⌈√m⌉ held-out samples nearest to it in feature space (ties all count), noise the rest of
   * its own margin. A held-out sample nearby shares what the data share and nothing of what was
   * memorised, so the mislabelled keep a negative signal long after the head fits them.
   *
   * <p>It ranks samples; the mean noise is {@link #measure}'s only where neighbours are near: it
   * errs high where features scatter. Cost O(nmp).
   *
   * @param training as in {@link #measure}
   * @param heldOut as in {@link #measure}
   * @return both margins of each training sample
   * @throws UndefinedMeasurementException for one logit
   * @throws InvalidSnapshotException if the two differ in classes or width
   */
  public static PerSample perSample(Snapshot training, Snapshot heldOut) {
    requireFit(training, heldOut);
    Matrix shared = NearestSamples.in(heldOut.features()).meansOf(heldOut.logits(), training);
    double[] signal = SignalNoiseMargin.margins(shared, training.labels());
    double[] noise = SignalNoiseMargin.margins(training.logits(), training.labels());
    Arrays.setAll(noise, i -> noise[i] - signal[i]);
    return new PerSample(signal, noise);
  }

  private static void requireFit(Snapshot training, Snapshot heldOut) {
    if (training.classes() != heldOut.classes() || training.width() != heldOut.width()) {
      throw new InvalidSnapshotException(
          "training and held-out samples are of different networks: "
              + training
              + " and "
              + heldOut
              + "; read both from the same layer and head");
    }
    if (training.classes() < 2) {
      throw new UndefinedMeasurementException("a margin needs two classes; here is one logit");
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Returns the square of the standard error of the mean; 0 of one value. */
  private static double squaredError(double[] values) {
    double mean = mean(values);
    double sum = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    return values.length < 2 ? 0 : sum / (values.length - 1.0) / values.length;
  }

  /**
   * Holds the split of one moment; margins in units of the logits.
   *
   * @param signal mean held-out margin at the predicted class, at least 0
   * @param noise mean margin that training samples have beyond held-out ones; about 0 where nothing
   *     is memorised, give or take its error
   * @param share noise/(signal + noise), in [0, 1]
   * @param noiseError standard error of noise, of the choice of samples; takes both sets as
   *     independent
   */
  public record Result(double signal, double noise, double share, double noiseError) {

    /** Refuses values that are not finite. */
    public Result {
      Finite.require("signal", signal);
      Finite.require("noise", noise);
      Finite.require("share", share);
      Finite.require("noiseError", noiseError);
    }
  }

  /**
   * Holds the margins of each training sample, in units of the logits.
   *
   * @param signal what held-out samples nearby say for the given label, [n]
   * @param noise what the sample says beyond it, [n]
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

    /**
     * Estimates the share of mislabelled samples by those of negative signal. Errs low with many
     * classes that held-out neighbours confuse, as under pair noise, and high where the network has
     * learned little.
     *
     * @return in [0, 1]
     */
    public double negativeSignal() {
      return Arrays.stream(signal).filter(x -> x < 0).count() / (double) signal.length;
    }
  }
}
