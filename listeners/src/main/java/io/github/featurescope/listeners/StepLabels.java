package io.github.featurescope.listeners;

import io.github.featurescope.probes.Matrix;
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
    Matrix rows = Matrix.of(labels); // in one piece: reading it value by value takes milliseconds
    int[] classes = new int[rows.rows()];
    for (int i = 0; i < classes.length; i++) {
      if (rows.cols() == 1) {
        classes[i] = rows.get(i, 0) > 0.5 ? 1 : 0;
      }
      for (int c = 1; c < rows.cols(); c++) {
        classes[i] = rows.get(i, c) > rows.get(i, classes[i]) ? c : classes[i];
      }
    }
    return classes;
  }
}
