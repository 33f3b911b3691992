package io.github.featurescope.examples.toys.systems.experts;

/**
 * How a mixture sends fresh samples, without noise, and what comes of it.
 *
 * @param error share of errors
 * @param entropy of the cluster given the expert, in nats: 0 where no expert sees two clusters, log
 *     K where experts do not tell clusters apart
 * @param busy number of experts that get at least a hundredth of the samples
 */
record Dispatch(double error, double entropy, int busy) {

  static Dispatch of(ExpertMixture mixture, ClusterSamples fresh, int clusters) {
    double[][] h = mixture.routing(fresh);
    int experts = h[0].length;
    double[] silence = new double[experts];
    int[][] counts = new int[clusters][experts];
    int wrong = 0;
    for (int i = 0; i < h.length; i++) {
      int m = ExpertMixture.pick(h[i], silence);
      counts[fresh.clusters()[i]][m]++;
      wrong += fresh.labels()[i] * mixture.expert(m, fresh, i) <= 0 ? 1 : 0;
    }
    return new Dispatch(
        wrong / (double) h.length, entropy(counts, h.length), busy(counts, h.length));
  }

  /** Returns the entropy of the row given the column of a table of counts. */
  static double entropy(int[][] counts, int total) {
    double entropy = 0;
    for (int m = 0; m < counts[0].length; m++) {
      int column = column(counts, m);
      for (int[] row : counts) {
        if (row[m] > 0) {
          entropy -= row[m] / (double) total * StrictMath.log(row[m] / (double) column);
        }
      }
    }
    return entropy;
  }

  private static int column(int[][] counts, int m) {
    int sum = 0;
    for (int[] row : counts) {
      sum += row[m];
    }
    return sum;
  }

  private static int busy(int[][] counts, int total) {
    int busy = 0;
    for (int m = 0; m < counts[0].length; m++) {
      busy += 100 * column(counts, m) >= total ? 1 : 0;
    }
    return busy;
  }
}
