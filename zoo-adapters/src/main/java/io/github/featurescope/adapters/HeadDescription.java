package io.github.featurescope.adapters;

/**
 * Where a model's head is and what it reads.
 *
 * @param modelKind simple class name of the model
 * @param head name of the last layer with weights: the output layer, or the dense or convolutional
 *     layer before a loss; of the output where the way back divides
 * @param featureLayer name of the layer or vertex whose activation, preprocessed and averaged as
 *     behind the head, is watched: the head's input unless another was named
 * @param width p, the number of features; 0 where only reading tells
 * @param classes C, the number of classes; 2 for a head with a single sigmoid unit; 0 where only
 *     reading tells
 * @param bias whether the head has a bias
 * @param parameters number of parameters of the whole model
 */
public record HeadDescription(
    String modelKind,
    String head,
    String featureLayer,
    int width,
    int classes,
    boolean bias,
    long parameters) {

  /**
   * Fills in what only reading tells.
   *
   * @param readout what was read
   * @return a copy with the width and the number of classes that were seen
   */
  public HeadDescription seen(Readout readout) {
    return seen(readout.features().cols(), readout.logits().cols());
  }

  /**
   * Fills in what only reading tells.
   *
   * @param seenWidth p
   * @param seenClasses C
   * @return a copy with the width and the number of classes that were seen
   */
  public HeadDescription seen(int seenWidth, int seenClasses) {
    return new HeadDescription(
        modelKind, head, featureLayer, seenWidth, seenClasses, bias, parameters);
  }
}
