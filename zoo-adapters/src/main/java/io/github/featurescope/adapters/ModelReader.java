package io.github.featurescope.adapters;

import io.github.featurescope.probes.Matrix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads features, logits and head weights out of one model.
 *
 * <p>Reading runs the model in inference mode and changes neither its parameters nor its random
 * state. A reader is as thread-safe as its model: call it on the thread that trains, between two
 * iterations.
 */
public interface ModelReader {

  /**
   * Says where the head is.
   *
   * @return the description
   */
  HeadDescription head();

  /**
   * Reads a batch.
   *
   * @param inputs in the model's own layout, n samples
   * @return detached copies in double precision
   */
  Readout read(ModelInputs inputs);

  /**
   * Reads a batch of a model with one input.
   *
   * @param inputs the model's own input layout, first dimension n
   * @return detached copies in double precision
   */
  default Readout read(INDArray inputs) {
    return read(ModelInputs.of(inputs));
  }

  /**
   * Copies the model, so that it can be read in another thread while it trains.
   *
   * @return a copy, or nothing where the model's family has none or the model is too large to be
   *     held several times
   */
  default Optional<ModelReplica> replica() {
    return Optional.empty();
  }

  /**
   * Lists the inner layers whose outputs can be read, from input to head, without the head.
   *
   * @return names, unique
   */
  default List<String> layers() {
    return List.of();
  }

  /**
   * Reads the outputs of inner layers: maps are averaged over space, and sequences are reduced as
   * declared or else averaged over the steps that are not masked.
   *
   * @param inputs in the model's own layout, n samples
   * @param layers some of {@link #layers()}
   * @return from name to features [n, channels or units], in the order asked for
   * @throws UnsupportedModelException if there is no such layer
   */
  default Map<String, Matrix> readLayers(ModelInputs inputs, List<String> layers) {
    throw new UnsupportedModelException(
        "inner layers " + layers, "a reader of the head alone", "Watch the head only.");
  }

  /**
   * Reads training steps while they run, for models that DL4J's fit trains.
   *
   * @return a reader of the head's input
   * @throws UnsupportedModelException if the steps of this model cannot be read, or its head is not
   *     linear in the features that are watched
   */
  default StepReader steps() {
    throw new UnsupportedModelException(
        "a MultiLayerNetwork or ComputationGraph to ride on its training",
        "a " + head().modelKind(),
        "Leave riding(...) out.");
  }
}
