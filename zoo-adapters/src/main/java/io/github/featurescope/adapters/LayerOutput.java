package io.github.featurescope.adapters;

import io.github.featurescope.probes.Matrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Turns the output of an inner layer into features, [n, p]. */
final class LayerOutput {

  private LayerOutput() {}

  /**
   * Averages over space or time; the channels or units are the features.
   *
   * @param activation [n, p], [n, p, time], [n, p, height, width] or [n, p, depth, height, width]
   * @param channelsLast whether the channels are the last dimension instead
   * @return [n, p]
   */
  @SuppressWarnings("try") // the workspace scope is held, not used
  static Matrix features(INDArray activation, boolean channelsLast) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray values = activation.castTo(DataType.DOUBLE);
      int rank = values.rank();
      if (rank == 2) {
        return Matrix.of(values);
      }
      int[] averaged = new int[rank - 2];
      for (int i = 0; i < averaged.length; i++) {
        averaged[i] = channelsLast ? i + 1 : i + 2;
      }
      return Matrix.of(values.mean(averaged));
    }
  }
}
