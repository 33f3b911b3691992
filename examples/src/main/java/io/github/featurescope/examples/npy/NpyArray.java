package io.github.featurescope.examples.npy;

/**
 * An array of rank 1 or 2.
 *
 * @param shape its one or two sizes
 * @param values in row-major order
 */
public record NpyArray(int[] shape, double[] values) {}
