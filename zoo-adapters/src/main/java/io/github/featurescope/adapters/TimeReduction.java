package io.github.featurescope.adapters;

/** How a sequence becomes one sample where the head answers at every step. */
public enum TimeReduction {
  /** The last step that is not masked: features and logits there. */
  LAST,
  /** The mean over the steps that are not masked: of the features, and so of the logits. */
  MEAN
}
