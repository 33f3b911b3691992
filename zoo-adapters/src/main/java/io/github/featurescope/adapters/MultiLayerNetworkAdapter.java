package io.github.featurescope.adapters;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Finds the head of a {@link MultiLayerNetwork}. */
final class MultiLayerNetworkAdapter implements ModelAdapter {

  @Override
  public boolean supports(Object model) {
    return model instanceof MultiLayerNetwork;
  }

  @Override
  public ModelReader open(Object model, HeadChoice choice) {
    return new HeadReader(new SequentialTrunk((MultiLayerNetwork) model), choice);
  }
}
