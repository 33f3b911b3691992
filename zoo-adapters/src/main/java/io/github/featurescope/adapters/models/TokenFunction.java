package io.github.featurescope.adapters.models;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A function of tokens with parameters, and its derivative.
 *
 * <p>It keeps what the derivative needs of the last forward pass, so each layer has its own.
 */
interface TokenFunction {

  /**
   * Computes the output of a batch.
   *
   * @param input first dimension n
   * @param parameters by name
   * @return the output, first dimension n
   */
  INDArray forward(INDArray input, ParameterTable parameters);

  /**
   * Takes the gradient of a loss from the output of the last forward pass to its input.
   *
   * @param outputGradient in the shape of that output
   * @param parameters as in the forward pass
   * @param gradients for each parameter the array to overwrite, summed over the batch
   * @return the gradient in the shape of the input
   */
  INDArray backward(INDArray outputGradient, ParameterTable parameters, ParameterTable gradients);
}
