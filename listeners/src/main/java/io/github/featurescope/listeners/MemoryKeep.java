package io.github.featurescope.listeners;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Keeps copies in memory: one of parameters and updater state for each candidate. */
final class MemoryKeep implements Keep {

  private final Map<Verdict.Moment, Map<String, INDArray>> kept = new LinkedHashMap<>();

  @Override
  @SuppressWarnings("try") // the scope is held, not used
  public void put(Verdict.Moment moment, ModelState state) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      state.arrays().forEach((name, array) -> copies.put(name, array.dup(array.ordering())));
    }
    release(kept.put(moment, copies));
  }

  @Override
  public void retain(Collection<Verdict.Moment> moments) {
    List<Verdict.Moment> dropped =
        kept.keySet().stream().filter(moment -> !moments.contains(moment)).toList();
    dropped.forEach(moment -> release(kept.remove(moment)));
  }

  /** At once: the garbage collector does not see how much memory is behind an array. */
  private static void release(@Nullable Map<String, INDArray> copies) {
    if (copies != null) {
      copies.values().stream().filter(INDArray::closeable).forEach(INDArray::close);
    }
  }

  @Override
  public @Nullable Map<String, INDArray> get(Verdict.Moment moment, ModelState state) {
    return kept.get(moment);
  }

  Set<Verdict.Moment> moments() {
    return Set.copyOf(kept.keySet());
  }

  @Override
  public void close(Verdict.@Nullable Moment best) {
    retain(List.of());
  }
}
