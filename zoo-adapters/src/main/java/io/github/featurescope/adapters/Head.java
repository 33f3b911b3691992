package io.github.featurescope.adapters;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;

/**
 * Where a model's head was found.
 *
 * @param step the last layer with weights, or the output where none was found and none was needed
 * @param map its linear part, or null where the logits are no linear function of its input
 * @param input what it reads, or null where none was found
 * @param answer the model's own answer, before its last activation if that stands alone
 * @param activation what that answer has gone through, to be undone; the identity for nothing
 * @param units number of answers, or 0 where only running the model tells
 */
record Head(
    Step step,
    @Nullable LinearMap map,
    @Nullable Source input,
    Source answer,
    IActivation activation,
    int units) {}
