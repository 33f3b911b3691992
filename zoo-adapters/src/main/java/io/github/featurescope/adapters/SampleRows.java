package io.github.featurescope.adapters;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes a row for each sample of whatever a variable holds. */
final class SampleRows {

  private SampleRows() {}

  /**
   * Takes sequences to one sample as declared, or to their mean, and maps to their average.
   *
   * @return [n, p] in double precision
   */
  static INDArray of(
      String name,
      INDArray array,
      int size,
      boolean channelsLast,
      @Nullable TimeReduction overTime,
      @Nullable INDArray mask) {
    if (array.rank() == 0 || array.size(0) != size) {
      throw new IllegalStateException(
          "variable '"
              + name
              + "' has shape "
              + Arrays.toString(array.shape())
              + " for "
              + size
              + " samples; the first dimension must be the sample");
    }
    INDArray values = array.castTo(DataType.DOUBLE);
    int rank = values.rank();
    if (rank <= 2) {
      return rank == 1 ? values.reshape(size, 1) : values;
    }
    if (rank == 3) {
      INDArray steps = channelsLast ? values.permute(0, 2, 1) : values;
      return TimeSteps.reduce(steps, mask, overTime == null ? TimeReduction.MEAN : overTime);
    }
    int first = channelsLast ? 1 : 2;
    return values.mean(IntStream.range(first, first + rank - 2).toArray());
  }
}
