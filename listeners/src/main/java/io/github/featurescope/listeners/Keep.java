package io.github.featurescope.listeners;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where the states of candidate moments are kept. */
interface Keep {

  /** Keeps what the model is now. */
  void put(Verdict.Moment moment, ModelState state) throws IOException;

  /** Lets go of all others. */
  void retain(Collection<Verdict.Moment> moments) throws IOException;

  /** What was kept of a moment, or null if it was not or is let go of. */
  @Nullable Map<String, INDArray> get(Verdict.Moment moment, ModelState state) throws IOException;

  /** Lets go of what is of no use after the run. */
  void close(Verdict.@Nullable Moment best) throws IOException;
}
