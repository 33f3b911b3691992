package io.github.featurescope.listeners;

import java.util.ArrayList;
import java.util.List;

/** How far the remembered probes of one set agree with each other in their predictions. */
final class Agreement {

  private final List<List<Double>> rows = new ArrayList<>();

  /**
   * Adds a probe by its agreement with those before it, the oldest first.
   *
   * @throws IllegalArgumentException if it was not compared with all that are remembered; nothing
   *     is remembered of it then
   */
  void add(List<Double> withEarlier) {
    // Of a full memory the oldest probe makes room.
    int needed = Math.min(rows.size(), Signs.REMEMBERED - 1);
    if (withEarlier.size() < needed) {
      throw new IllegalArgumentException(
          "signs of a probe compared with "
              + withEarlier.size()
              + " probes, but "
              + needed
              + " before it were judged; let one SignReader read all probes of a run, and judge"
              + " each of them");
    }
    rows.add(withEarlier);
    if (rows.size() > Signs.REMEMBERED) {
      rows.remove(0);
    }
  }

  /**
   * Returns each remembered probe's mean agreement with the others.
   *
   * @param weights how much each remembered probe's word counts for the others, above 0
   */
  double[] means(double[] weights) {
    int size = rows.size();
    double[] sums = new double[size];
    double[] totals = new double[size];
    for (int late = 1; late < size; late++) {
      List<Double> row = rows.get(late);
      // A row may still know probes that have been forgotten since.
      int offset = row.size() - late;
      for (int early = 0; early < late; early++) {
        double kappa = row.get(offset + early);
        sums[late] += weights[early] * kappa;
        totals[late] += weights[early];
        sums[early] += weights[late] * kappa;
        totals[early] += weights[late];
      }
    }
    for (int i = 0; i < size; i++) {
      sums[i] = totals[i] == 0 ? 0 : sums[i] / totals[i];
    }
    return sums;
  }
}
