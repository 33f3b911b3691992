package io.github.featurescope.probes;

import java.util.function.Supplier;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** Keeps arrays out of the workspaces of the training that a probe is called from. */
final class Workspaces {

  private Workspaces() {}

  /** Runs outside of any workspace of this thread. */
  @SuppressWarnings("try") // the resource is the scope itself
  static <T> T outside(Supplier<T> work) {
    try (MemoryWorkspace scope = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return work.get();
    }
  }
}
