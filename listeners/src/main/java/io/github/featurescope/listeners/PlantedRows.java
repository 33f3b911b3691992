package io.github.featurescope.listeners;

import io.github.featurescope.adapters.ModelInputs;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Collects the planted samples as they come by. */
final class PlantedRows {

  private final List<ModelInputs> inputs = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private final List<Long> ids = new ArrayList<>();

  /** Takes some rows of a batch that has its planted labels, of samples with these ids. */
  @SuppressWarnings("try") // the workspace scope is held, not used
  void add(DataSet planted, int[] rows, long[] idsOfBatch) {
    int[] classes = Labels.classes(ProbeSet.PLANTED, planted.getLabels());
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      inputs.add(ModelInputs.of(planted.getFeatures(), planted.getFeaturesMaskArray()).rows(rows));
    }
    for (int row : rows) {
      labels.add(classes[row]);
      ids.add(idsOfBatch[row]);
    }
  }

  /** Returns the probe set of all that were planned. */
  @SuppressWarnings("try") // the workspace scope is held, not used
  ProbeSet probeSet(int planned) {
    if (labels.size() != planned) {
      throw new ProbeSetException(
          ProbeSet.PLANTED,
          labels.size()
              + " of "
              + planned
              + " chosen samples came by in a second pass; the iterator must give all of its"
              + " samples once in every epoch");
    }
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return ProbeSet.of(
          ProbeSet.PLANTED,
          ModelInputs.concat(inputs),
          labels.stream().mapToInt(Integer::intValue).toArray(),
          null,
          ids.stream().mapToLong(Long::longValue).toArray());
    }
  }
}
