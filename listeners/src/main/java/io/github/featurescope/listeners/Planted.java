package io.github.featurescope.listeners;

/**
 * Training data in which some samples were mislabelled on purpose, and the probe set that watches
 * them.
 *
 * <p>The probe set is named {@link ProbeSet#PLANTED}. Its given labels are the assigned wrong ones,
 * so that {@code fit.given} of it is the share that the model has memorised. The labels that they
 * replaced are not its true labels, since they may be wrong themselves.
 *
 * @param training what to train on
 * @param probeSet the mislabelled samples, with their ids
 * @param <T> a data set or an iterator
 */
public record Planted<T>(T training, ProbeSet probeSet) {}
