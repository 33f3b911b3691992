package io.github.featurescope.adapters;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a step puts out.
 *
 * @param array first dimension n, or n times the steps of a sequence
 * @param mask of the steps of a sequence, or null if all count
 */
record Activation(INDArray array, @Nullable INDArray mask) {}
