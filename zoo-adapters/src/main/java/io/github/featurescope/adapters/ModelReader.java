package io.github.featurescope.adapters;

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
   * @param inputs the model's own input layout, first dimension n
   * @return detached copies in double precision
   */
  Readout read(INDArray inputs);
}
