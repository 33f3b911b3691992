package io.github.featurescope.adapters;

import io.github.featurescope.probes.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * What a model says about a batch, in inference mode.
 *
 * @param features input of the head, [n, p]
 * @param logits output of the head before its activation, [n, C]
 * @param weights weights of the head without bias, [C, p], or null where the logits are no linear
 *     function of the features
 */
public record Readout(Matrix features, Matrix logits, @Nullable Matrix weights) {}
