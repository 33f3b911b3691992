package io.github.featurescope.adapters;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Makes one sample of a sequence. */
public final class TimeSteps {

  private TimeSteps() {}

  /**
   * Reduces sequences as declared.
   *
   * @param sequences [n, size, time]
   * @param mask [n, time], 1 for a step that is there, or null if all are
   * @param reduction which step, or the mean of all
   * @return a copy, [n, size]
   * @throws IllegalArgumentException if every step of a sequence is masked
   */
  public static INDArray reduce(
      INDArray sequences, @Nullable INDArray mask, TimeReduction reduction) {
    return reduction == TimeReduction.LAST ? last(sequences, mask) : mean(sequences, mask);
  }

  /**
   * Picks the last step that is not masked.
   *
   * @param sequences [n, size, time]
   * @param mask [n, time], 1 for a step that is there, or null if all are
   * @return a copy, [n, size]
   * @throws IllegalArgumentException if every step of a sequence is masked
   */
  public static INDArray last(INDArray sequences, @Nullable INDArray mask) {
    INDArray picked =
        Nd4j.createUninitialized(
            sequences.dataType(), new long[] {sequences.size(0), sequences.size(1)}, 'c');
    for (int i = 0; i < picked.size(0); i++) {
      int step = lastStep(mask, i, (int) sequences.size(2));
      picked.putRow(
          i, sequences.get(NDArrayIndex.point(i), NDArrayIndex.all(), NDArrayIndex.point(step)));
    }
    return picked;
  }

  private static int lastStep(@Nullable INDArray mask, int sample, int steps) {
    int step = steps - 1;
    while (mask != null && step >= 0 && mask.getDouble(sample, step) == 0) {
      step--;
    }
    if (step < 0) {
      throw noStep(sample);
    }
    return step;
  }

  private static INDArray mean(INDArray sequences, @Nullable INDArray mask) {
    if (mask == null) {
      return sequences.mean(2);
    }
    INDArray weights = mask.castTo(sequences.dataType());
    INDArray steps = weights.sum(true, 1);
    for (int i = 0; i < steps.length(); i++) {
      if (steps.getDouble(i) == 0) {
        throw noStep(i);
      }
    }
    INDArray sums =
        sequences
            .mul(weights.reshape(weights.size(0), 1, weights.size(1)).broadcast(sequences.shape()))
            .sum(2);
    return sums.diviColumnVector(steps);
  }

  private static IllegalArgumentException noStep(int sample) {
    return new IllegalArgumentException(
        "sequence " + sample + " has no step that is not masked; leave such samples out");
  }
}
