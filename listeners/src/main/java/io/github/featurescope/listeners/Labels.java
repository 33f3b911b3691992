package io.github.featurescope.listeners;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;

/** Reads classes out of DL4J's label arrays, and refuses what only looks like labels. */
final class Labels {

  /** Rounding of a one-hot or softened row in single precision. */
  private static final double ROUNDING = 1e-3;

  private Labels() {}

  /** The class of each row: one-hot or softened [n, C], or 0 and 1 of a single unit [n, 1]. */
  static int[] classes(String set, @Nullable INDArray labels) {
    if (labels == null || labels.rank() != 2) {
      throw new ProbeSetException(
          set,
          "labels have "
              + (labels == null ? "no array" : "shape " + Arrays.toString(labels.shape()))
              + "; pass one-hot labels [n, C]");
    }
    return labels.size(1) == 1 ? ofSingleUnit(set, labels) : ofOneHot(set, labels);
  }

  private static int[] ofSingleUnit(String set, INDArray labels) {
    int[] classes = new int[(int) labels.size(0)];
    for (int i = 0; i < classes.length; i++) {
      double value = labels.getDouble(i, 0);
      if (value != 0 && value != 1) {
        throw new ProbeSetException(
            set,
            "label "
                + value
                + " at row "
                + i
                + " of [n, 1] labels is neither 0 nor 1; pass class numbers as"
                + " ProbeSet.of(name, inputs, int[])");
      }
      classes[i] = (int) value;
    }
    return classes;
  }

  private static int[] ofOneHot(String set, INDArray labels) {
    int[] classes = new int[(int) labels.size(0)];
    for (int i = 0; i < classes.length; i++) {
      double[] row = labels.getRow(i).toDoubleVector();
      double sum = Arrays.stream(row).sum();
      if (!(Math.abs(sum - 1) < ROUNDING)) {
        throw new ProbeSetException(
            set,
            "labels at row "
                + i
                + " sum to "
                + sum
                + ", not to 1; pass one-hot labels [n, C], or class numbers as"
                + " ProbeSet.of(name, inputs, int[])");
      }
      for (int c = 1; c < row.length; c++) {
        classes[i] = row[c] > row[classes[i]] ? c : classes[i];
      }
    }
    return classes;
  }

  static void requireNoMask(String set, DataSet data) {
    if (data.getFeaturesMaskArray() != null) {
      throw new ProbeSetException(
          set,
          "the data has a feature mask, which a probe cannot apply yet; pass samples of full length");
    }
  }
}
