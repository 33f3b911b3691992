package io.github.featurescope.listeners;

import io.github.featurescope.adapters.TimeSteps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Reads classes out of DL4J's label arrays, and refuses what only looks like labels. */
final class Labels {

  /** Rounding of a one-hot or softened row in single precision. */
  private static final double ROUNDING = 1e-3;

  private Labels() {}

  /** The class of each sample; of labels at every step the last that is not masked. */
  static int[] classes(String set, DataSet data) {
    INDArray mask =
        data.getLabelsMaskArray() == null ? data.getFeaturesMaskArray() : data.getLabelsMaskArray();
    return classes(set, data.getLabels(), mask);
  }

  /** The same of one output of several. */
  static int[] classes(String set, MultiDataSet data, int output) {
    if (output < 0 || output >= data.numLabelsArrays()) {
      throw new ProbeSetException(
          set, "there are no labels of output " + output + "; there are " + data.numLabelsArrays());
    }
    return classes(set, data.getLabels(output), data.getLabelsMaskArray(output));
  }

  private static int[] classes(String set, @Nullable INDArray labels, @Nullable INDArray mask) {
    return classes(
        set, labels == null || labels.rank() != 3 ? labels : TimeSteps.last(labels, mask));
  }

  /** The class of each row: one-hot or softened [n, C], or 0 and 1 of a single unit [n, 1]. */
  static int[] classes(String set, @Nullable INDArray labels) {
    if (labels == null || labels.rank() != 2) {
      throw new ProbeSetException(
          set,
          "labels have "
              + (labels == null ? "no array" : "shape " + Arrays.toString(labels.shape()))
              + "; pass one-hot labels [n, C] or [n, C, time]");
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
}
