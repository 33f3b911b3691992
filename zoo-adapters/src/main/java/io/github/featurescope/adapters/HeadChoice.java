package io.github.featurescope.adapters;

import org.jspecify.annotations.Nullable;

/**
 * What is to be watched where the model alone does not tell.
 *
 * @param output name of the output, or null where there is only one
 * @param featureLayer name of the layer whose output are the features, or null for the input of the
 *     model's last linear layer
 * @param overTime how sequences become samples, or null where the head answers once a sample
 */
public record HeadChoice(
    @Nullable String output, @Nullable String featureLayer, @Nullable TimeReduction overTime) {

  private static final HeadChoice AUTOMATIC = new HeadChoice(null, null, null);

  /**
   * Leaves everything to the adapter.
   *
   * @return a choice of nothing
   */
  public static HeadChoice automatic() {
    return AUTOMATIC;
  }

  /**
   * Names the output, for a model with several.
   *
   * @param name of the output layer or variable
   * @return a changed copy
   */
  public HeadChoice withOutput(@Nullable String name) {
    return new HeadChoice(name, featureLayer, overTime);
  }

  /**
   * Names the features, for a model whose head is not found or is not the one wanted.
   *
   * @param name of the layer, vertex or variable
   * @return a changed copy
   */
  public HeadChoice withFeatureLayer(@Nullable String name) {
    return new HeadChoice(output, name, overTime);
  }

  /**
   * Declares how a sequence becomes one sample, for a recurrent head.
   *
   * @param reduction over the steps that are not masked
   * @return a changed copy
   */
  public HeadChoice withOverTime(@Nullable TimeReduction reduction) {
    return new HeadChoice(output, featureLayer, reduction);
  }
}
