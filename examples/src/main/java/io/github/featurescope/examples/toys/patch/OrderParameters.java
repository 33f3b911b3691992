package io.github.featurescope.examples.toys.patch;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What theory follows in the two-layer signal-noise model, at one moment.
 *
 * @param step of gradient descent
 * @param gamma largest γ of a filter
 * @param meanGamma mean γ of all filters
 * @param rhoRight ρ of the correctly labelled samples: largest among own filters, mean over
 *     samples; NaN if there are none
 * @param rhoWrong the same of mislabelled samples; NaN if there are none
 * @param rho the same of all samples
 * @param meanRho mean ρ over own filters and all samples
 * @param loss mean logistic loss against given labels
 * @param accuracyRight share of correctly labelled samples fitted; NaN if there are none
 * @param accuracyWrong share of mislabelled samples fitted to their given label; NaN if none
 * @param lossRanking probability that a mislabelled sample has a larger loss than a correctly
 *     labelled one, ties half; NaN without both
 */
public record OrderParameters(
    int step,
    double gamma,
    double meanGamma,
    double rhoRight,
    double rhoWrong,
    double rho,
    double meanRho,
    double loss,
    double accuracyRight,
    double accuracyWrong,
    double lossRanking) {

  /**
   * Reads a state.
   *
   * @param state of training
   * @return its order parameters
   */
  public static OrderParameters of(SignalNoiseState state) {
    PatchData data = state.data();
    SignalNoiseParts parts = state.parts();
    double[] own = parts.maxOwnRho(data);
    double[] margins = margins(state.outputs(), data);
    int[] wrong = samples(data, true);
    int[] right = samples(data, false);
    return new OrderParameters(
        state.steps(),
        parts.maxGamma(),
        parts.meanGamma(),
        mean(own, right),
        mean(own, wrong),
        meanOf(own),
        meanOf(parts.meanOwnRho(data)),
        meanOf(losses(margins)),
        fitted(margins, right),
        fitted(margins, wrong),
        ranking(margins, wrong, right));
  }

  /**
   * Measures the share of errors.
   *
   * @param network any
   * @param data samples
   * @return share of samples with the wrong sign against the true label, in [0, 1]
   */
  public static double error(PatchNetwork network, PatchData data) {
    double[] f = network.outputs(data);
    double[] y = data.trueSigns();
    return IntStream.range(0, f.length).filter(i -> y[i] * f[i] <= 0).count() / (double) f.length;
  }

  private static double[] margins(double[] outputs, PatchData data) {
    double[] told = data.givenSigns();
    return IntStream.range(0, told.length).mapToDouble(i -> told[i] * outputs[i]).toArray();
  }

  private static double[] losses(double[] margins) {
    return Arrays.stream(margins).map(Logistic::loss).toArray();
  }

  private static int[] samples(PatchData data, boolean wrong) {
    return IntStream.range(0, data.samples()).filter(i -> data.isWrong(i) == wrong).toArray();
  }

  private static double meanOf(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double mean(double[] values, int[] at) {
    return IntStream.of(at).mapToDouble(i -> values[i]).average().orElse(Double.NaN);
  }

  private static double fitted(double[] margins, int[] at) {
    return IntStream.of(at).mapToDouble(i -> margins[i] > 0 ? 1 : 0).average().orElse(Double.NaN);
  }

  private static double ranking(double[] margins, int[] wrong, int[] right) {
    double sum = 0;
    for (int i : wrong) {
      for (int k : right) {
        sum += (1 - Math.signum(margins[i] - margins[k])) / 2;
      }
    }
    return sum / (wrong.length * (double) right.length);
  }
}
