package io.github.featurescope.adapters;

import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Small SameDiff graphs: inputs x [n, 6], hidden h [n, 8], logits z [n, 3]. */
final class SameDiffModels {

  static final int INPUTS = 6;
  static final int WIDTH = 8;
  static final int CLASSES = 3;

  private SameDiffModels() {}

  static SameDiff graph() {
    Nd4j.getRandom().setSeed(3);
    return SameDiff.create();
  }

  static SDVariable parameter(SameDiff graph, String name, long... shape) {
    return graph.var(name, Nd4j.randn(DataType.FLOAT, shape));
  }

  static SDVariable labels(SameDiff graph) {
    return graph.placeHolder("y", DataType.FLOAT, -1, CLASSES);
  }

  /** The hidden layer h. */
  static SDVariable hidden(SameDiff graph) {
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, INPUTS);
    SDVariable pre =
        graph
            .nn()
            .linear("pre", x, parameter(graph, "w1", INPUTS, WIDTH), parameter(graph, "b1", WIDTH));
    return graph.nn().relu("h", pre, 0);
  }

  /** The logits z of the hidden layer. */
  static SDVariable logits(SameDiff graph) {
    return graph
        .nn()
        .linear(
            "z",
            hidden(graph),
            parameter(graph, "w2", WIDTH, CLASSES),
            parameter(graph, "b2", CLASSES));
  }

  /** A classifier with a softmax cross-entropy. */
  static SameDiff classifier() {
    SameDiff graph = graph();
    SDVariable z = logits(graph);
    graph.loss().softmaxCrossEntropy("loss", labels(graph), z, null);
    return configured(graph);
  }

  static SameDiff configured(SameDiff graph) {
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Adam(0.01))
            .dataSetFeatureMapping("x")
            .dataSetLabelMapping("y")
            .build());
    return graph;
  }

  static INDArray batch(int n) {
    Nd4j.getRandom().setSeed(n);
    return Nd4j.randn(DataType.FLOAT, n, INPUTS);
  }

  /** What the graph itself says, in a new session: a used one of M2.1 errs at xw_plus_b. */
  static INDArray output(SameDiff graph, INDArray x, String variable) {
    graph.getSessions().clear();
    return graph.outputSingle(Map.of("x", x), variable);
  }
}
