package io.github.featurescope.listeners;

import java.util.ArrayList;
import java.util.List;

/** How far the remembered probes of one set agree with each other in their predictions. */
final class Agreement {

  private final List<List<Double>> rows = new ArrayList<>();
  private int forgotten;

  /** Adds a probe by its agreement with those before it, the oldest first. */
  void add(List<Double> withEarlier) {
    rows.add(withEarlier);
    if (rows.size() > Signs.REMEMBERED) {
      rows.remove(0);
      forgotten++;
    }
  }

  /**
   * Returns each remembered probe's mean agreement with the others.
   *
   * <p>Probe s of the run counts 1/√s, between all alike, where late probes that have memorised the
   * same labels outvote the early ones, and 1/s, where the first epochs decide.
   */
  double[] means() {
    int size = rows.size();
    double[] sums = new double[size];
    double[] weights = new double[size];
    for (int late = 1; late < size; late++) {
      List<Double> row = rows.get(late);
      // A row may still know probes that have been forgotten since.
      int offset = row.size() - late;
      for (int early = 0; early < late; early++) {
        double share = row.get(offset + early);
        sums[late] += weight(early) * share;
        weights[late] += weight(early);
        sums[early] += weight(late) * share;
        weights[early] += weight(late);
      }
    }
    for (int i = 0; i < size; i++) {
      sums[i] = weights[i] == 0 ? 0 : sums[i] / weights[i];
    }
    return sums;
  }

  private double weight(int index) {
    return 1 / Math.sqrt(forgotten + index + 1.0);
  }
}
