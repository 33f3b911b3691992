package io.github.featurescope.probes;

import java.util.Arrays;

/**
 * Estimates how given and true labels go together: the confident joint.
 *
 * <p>A sample counts for class k where its probability of k is at least the mean of that
 * probability over the samples given k; of several such classes the most probable counts. Rows are
 * then scaled to the numbers of given labels. Source: confident learning, Northcutt, Jiang and
 * Chuang, JAIR 2021, arXiv 1911.00068, Eq. 1 to 3. It asks for probabilities out of sample: those
 * of a model that has learned wrong labels by heart show none, and samples that the model finds
 * hard count as wrong. Cost O(nC).
 */
public final class ConfidentJoint {

  private final double[][] joint;

  private ConfidentJoint(double[][] joint) {
    this.joint = joint;
  }

  /**
   * Counts.
   *
   * @param probabilities of the classes, [n, C]
   * @param given the labels that training sees, [n], each in 0..C-1
   * @return the joint
   * @throws IllegalArgumentException if the numbers of rows differ
   */
  public static ConfidentJoint of(Matrix probabilities, int[] given) {
    SampleCounts.requireSize(given.length, probabilities.rows());
    int classes = probabilities.cols();
    double[] thresholds = new double[classes];
    int[] sizes = new int[classes];
    for (int i = 0; i < given.length; i++) {
      thresholds[given[i]] += probabilities.get(i, given[i]);
      sizes[given[i]]++;
    }
    for (int c = 0; c < classes; c++) {
      thresholds[c] = sizes[c] == 0 ? Double.POSITIVE_INFINITY : thresholds[c] / sizes[c];
    }
    double[][] counts = new double[classes][classes];
    for (int i = 0; i < given.length; i++) {
      int confident = -1;
      for (int c = 0; c < classes; c++) {
        double p = probabilities.get(i, c);
        if (p >= thresholds[c] && (confident < 0 || p > probabilities.get(i, confident))) {
          confident = c;
        }
      }
      if (confident >= 0) {
        counts[given[i]][confident]++;
      }
    }
    return new ConfidentJoint(calibrated(counts, sizes, given.length));
  }

  private static double[][] calibrated(double[][] counts, int[] sizes, int n) {
    for (int j = 0; j < counts.length; j++) {
      double confident = Arrays.stream(counts[j]).sum();
      if (confident == 0) {
        counts[j][j] = confident = 1; // nothing speaks against the labels of this class
      }
      for (int k = 0; k < counts.length; k++) {
        counts[j][k] *= sizes[j] / confident / n;
      }
    }
    return counts;
  }

  /**
   * Returns the share of samples with a given and a true label.
   *
   * @param given the given label, in 0..C-1
   * @param truth the true label, in 0..C-1
   * @return in [0, 1]; all of them sum to 1
   */
  public double share(int given, int truth) {
    return joint[given][truth];
  }

  /**
   * Returns the estimated share of wrong labels: what is off the diagonal.
   *
   * @return in [0, 1]
   */
  public double noiseRate() {
    double right = 0;
    for (int c = 0; c < joint.length; c++) {
      right += joint[c][c];
    }
    return Math.min(1, Math.max(0, 1 - right));
  }

  /** For each true class the largest share that goes to one other class and does not come back. */
  double oneSided() {
    double sum = 0;
    for (int truth = 0; truth < joint.length; truth++) {
      double most = 0;
      for (int other = 0; other < joint.length; other++) {
        most = Math.max(most, joint[other][truth] - joint[truth][other]);
      }
      sum += most;
    }
    return sum;
  }
}
