package io.github.featurescope.adapters;

import org.deeplearning4j.nn.graph.ComputationGraph;

/** Finds the head of a {@link ComputationGraph}: the one at its output, or at a named one. */
final class ComputationGraphAdapter implements ModelAdapter {

  @Override
  public boolean supports(Object model) {
    return model instanceof ComputationGraph;
  }

  @Override
  public ModelReader open(Object model, HeadChoice choice) {
    return new HeadReader(new GraphTrunk((ComputationGraph) model), choice);
  }
}
