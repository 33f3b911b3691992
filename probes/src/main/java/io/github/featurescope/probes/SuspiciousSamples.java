package io.github.featurescope.probes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ranks samples by how much speaks against their given labels.
 *
 * <p>The score is the margin by which the early prediction ({@link AveragedPrediction#early})
 * prefers another class to the given one, in [−1, 1]: of the scores of {@link SampleHistory} it
 * finds wrong labels best, before they are fitted and long after. The probability of a wrong label
 * is that of the high component of a {@link BetaMixture} over all scores, whose weight is held at
 * the estimated noise rate. Hard samples rank high too; with labels that are wrong in favour of one
 * similar class (pair noise) no score of this kind tells much more than chance does.
 */
public final class SuspiciousSamples {

  private final List<Suspect> ranked;
  private final double noiseRate;

  private SuspiciousSamples(List<Suspect> ranked, double noiseRate) {
    this.ranked = List.copyOf(ranked);
    this.noiseRate = noiseRate;
  }

  /**
   * Ranks all samples of a history at the noise rate that it estimates, or else assumes.
   *
   * @param history at least one look
   * @return the ranking
   * @throws UndefinedMeasurementException if there was no look yet
   */
  public static SuspiciousSamples of(SampleHistory history) {
    return of(history, history.noiseRate().assumed());
  }

  /**
   * Ranks all samples of a history at a noise rate that is known otherwise.
   *
   * @param history at least one look
   * @param noiseRate share of wrong labels, in [0, 1]
   * @return the ranking
   * @throws UndefinedMeasurementException if there was no look yet
   */
  public static SuspiciousSamples of(SampleHistory history, double noiseRate) {
    if (history.looks() == 0) {
      throw new UndefinedMeasurementException(
          "the model has not been looked at yet; a ranking needs at least one look");
    }
    double[] scores = history.suspicion();
    int[] suggested = history.suggested();
    int[] given = history.given();
    int[] wrongEvents = history.wrongEvents();
    double[] meanLoss = history.meanLoss();
    double[] unit = new double[scores.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = Math.min(1, Math.max(0, (1 + scores[i]) / 2));
    }
    BetaMixture mixture = BetaMixture.ofWeight(unit, noiseRate);
    List<Suspect> all = new ArrayList<>(scores.length);
    for (int i = 0; i < scores.length; i++) {
      double wrong = mixture.posterior(unit[i]);
      all.add(new Suspect(i, given[i], suggested[i], scores[i], wrong, wrongEvents[i]));
    }
    all.sort(
        Comparator.comparingDouble(Suspect::score)
            .thenComparingDouble(suspect -> meanLoss[suspect.row()])
            .reversed());
    return new SuspiciousSamples(all, noiseRate);
  }

  /**
   * Returns all samples, the most suspicious first.
   *
   * @return n of them; equal scores by mean loss, then in the order of the samples
   */
  public List<Suspect> ranked() {
    return ranked;
  }

  /**
   * Returns the samples whose label is rather wrong than right.
   *
   * @return those with a probability of at least one half, the most suspicious first
   */
  public List<Suspect> likely() {
    return ranked.stream().filter(suspect -> suspect.probability() >= 0.5).toList();
  }

  /**
   * Returns the noise rate at which the samples were judged.
   *
   * @return share of wrong labels, in [0, 1]
   */
  public double noiseRate() {
    return noiseRate;
  }

  /**
   * One sample and what speaks against its label.
   *
   * @param row its place in the history, from 0
   * @param given the label that training sees
   * @param suggested the other class that the early prediction prefers
   * @param score how much it prefers that class to the given one, in [−1, 1]
   * @param probability that the given label is wrong, in [0, 1]
   * @param wrongEvents looks at which another class than the given one was predicted
   */
  public record Suspect(
      int row, int given, int suggested, double score, double probability, int wrongEvents) {}
}
