package io.github.featurescope.listeners;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/** All that training changes in a model: parameters, updater state, and what it counts. */
interface ModelState {

  /** The arrays themselves by name, not copies; running statistics are among the parameters. */
  Map<String, INDArray> arrays();

  /** Writes the whole model in its library's own format. */
  void write(Path file) throws IOException;

  /** Epochs that the model counts; one less than done while an epoch ends. */
  int epochs();

  /** Iterations that the model counts; one less than done while an iteration ends. */
  long iterations();

  /** Reads the arrays of such a file, named as in {@link #arrays()}. */
  Map<String, INDArray> read(Path file) throws IOException;

  /** Sets what the model counts. */
  void count(int epochs, long iterations);

  /** Ending of the files. */
  String suffix();

  /**
   * Puts arrays back into the model, all or none.
   *
   * @throws IllegalStateException if they do not fit
   */
  default void restore(Map<String, INDArray> kept) {
    Map<String, INDArray> live = arrays();
    if (!live.keySet().equals(kept.keySet())) {
      throw new IllegalStateException(
          "the model has the arrays " + live.keySet() + ", kept were " + kept.keySet());
    }
    for (Map.Entry<String, INDArray> array : live.entrySet()) {
      if (Objects.requireNonNull(kept.get(array.getKey())).length() != array.getValue().length()) {
        throw new IllegalStateException("'" + array.getKey() + "' has changed its size since");
      }
    }
    live.forEach(
        (name, array) ->
            array.assign(Objects.requireNonNull(kept.get(name)).reshape(array.shape())));
  }
}
