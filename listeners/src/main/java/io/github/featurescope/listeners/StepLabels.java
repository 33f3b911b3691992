package io.github.featurescope.listeners;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The classes of a training batch, of whatever its labels look like. */
final class StepLabels {

  private StepLabels() {}

  /** Whether there is one for each sample. */
  static boolean fit(INDArray labels, int samples, int classes) {
    return labels.rank() == 2
        && labels.size(0) == samples
        && (labels.size(1) == classes || (classes == 2 && labels.size(1) == 1));
  }

  /**
   * The largest of each row of [n, C], softened or mixed too, or whether [n, 1] is above a half.
   */
  static int[] classes(INDArray labels) {
    int n = (int) labels.size(0);
    int columns = (int) labels.size(1);
    double[][] rows = labels.toDoubleMatrix();
    int[] classes = new int[n];
    for (int i = 0; i < n; i++) {
      if (columns == 1) {
        classes[i] = rows[i][0] > 0.5 ? 1 : 0;
      }
      for (int c = 1; c < columns; c++) {
        classes[i] = rows[i][c] > rows[i][classes[i]] ? c : classes[i];
      }
    }
    return classes;
  }
}
