package io.github.featurescope.probes;

/** Softmax and its cross-entropy, row by row. */
final class Softmax {

  private Softmax() {}

  /** Returns softmax − one-hot of one sample, [C]. */
  static double[] residual(Matrix logits, int row, int label) {
    double[] residual = shiftedExponentials(logits, row);
    double sum = pairwiseSum(residual, 0, residual.length);
    for (int c = 0; c < residual.length; c++) {
      residual[c] /= sum;
    }
    residual[label] -= 1;
    return residual;
  }

  /** Returns the softmax of every row, [n, C]. */
  static Matrix ofRows(Matrix logits) {
    double[] all = new double[logits.rows() * logits.cols()];
    for (int i = 0; i < logits.rows(); i++) {
      double[] row = shiftedExponentials(logits, i);
      double sum = pairwiseSum(row, 0, row.length);
      for (int c = 0; c < row.length; c++) {
        all[i * row.length + c] = row[c] / sum;
      }
    }
    return Matrix.wrap(logits.rows(), logits.cols(), all);
  }

  /** Returns −ln softmax at the label, precise also where it is almost 0. */
  static double crossEntropy(Matrix logits, int row, int label) {
    double max = max(logits, row);
    double others = 0;
    boolean seen = false;
    for (int c = 0; c < logits.cols(); c++) {
      double shifted = logits.get(row, c) - max;
      if (shifted == 0 && !seen) {
        seen = true;
      } else {
        others += Math.exp(shifted);
      }
    }
    return Math.log1p(others) + (max - logits.get(row, label));
  }

  private static double max(Matrix logits, int row) {
    double max = logits.get(row, 0);
    for (int c = 1; c < logits.cols(); c++) {
      max = Math.max(max, logits.get(row, c));
    }
    return max;
  }

  private static double[] shiftedExponentials(Matrix logits, int row) {
    double max = max(logits, row);
    double[] values = new double[logits.cols()];
    for (int c = 0; c < values.length; c++) {
      values[c] = Math.exp(logits.get(row, c) - max);
    }
    return values;
  }

  /**
   * Sums in NumPy's order: where the softmax is nearly saturated, what is left of p − 1 is the
   * rounding of this sum, and other tools must find the same.
   */
  static double pairwiseSum(double[] values, int from, int count) {
    if (count < 8) {
      double sum = 0;
      for (int i = from; i < from + count; i++) {
        sum += values[i];
      }
      return sum;
    }
    if (count > 128) {
      int half = count / 2 - count / 2 % 8;
      return pairwiseSum(values, from, half) + pairwiseSum(values, from + half, count - half);
    }
    double[] r = new double[8];
    int blocks = count - count % 8;
    for (int i = 0; i < blocks; i++) {
      r[i % 8] += values[from + i];
    }
    double sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (int i = blocks; i < count; i++) {
      sum += values[from + i];
    }
    return sum;
  }
}
