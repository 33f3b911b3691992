package io.github.featurescope.examples.bench;

import org.apache.commons.math3.stat.ranking.NaturalRanking;

/** Area under the receiver operating characteristic. */
final class Auroc {

  private Auroc() {}

  /**
   * Computes it as the Mann-Whitney statistic.
   *
   * @param scores high where the event is expected, [n]; ties count a half
   * @param events [n], with at least one of each kind
   * @return in [0, 1]; 0.5 is chance
   */
  static double of(double[] scores, boolean[] events) {
    double[] ranks = new NaturalRanking().rank(scores);
    double sum = 0;
    long count = 0;
    for (int i = 0; i < ranks.length; i++) {
      if (events[i]) {
        sum += ranks[i];
        count++;
      }
    }
    long others = ranks.length - count;
    return (sum - count * (count + 1) / 2.0) / ((double) count * others);
  }
}
