package io.github.featurescope.adapters;

/**
 * Where a model's head is and what it reads.
 *
 * @param modelKind simple class name of the model
 * @param head name of the output layer
 * @param featureLayer name of the layer or vertex whose activation, preprocessed, the head reads
 * @param width p, the number of features that the head reads
 * @param classes C, the number of classes; 2 for a head with a single sigmoid unit
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
    long parameters) {}
