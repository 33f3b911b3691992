package io.github.featurescope.adapters.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Central differences of the training loss, in double precision. */
final class GradientChecks {

  private static final double STEP = 1e-5;

  private GradientChecks() {}

  /**
   * Compares the gradient layer by layer, over every stride-th parameter, in the norm.
   *
   * @param tolerance of the difference, relative to the length of the numeric gradient
   */
  static void assertGradient(ComputationGraph graph, DataSet data, int stride, double tolerance) {
    graph.setInput(0, data.getFeatures());
    graph.setLabels(data.getLabels());
    graph.computeGradientAndScore();
    // DL4J divides by the size of the batch only when it updates.
    INDArray analytic = graph.getFlattenedGradients().div(data.numExamples());
    INDArray parameters = graph.params();
    long start = 0;
    for (var layer : graph.getLayers()) {
      long end = start + layer.numParams();
      if (layer instanceof BatchNormalization) {
        end -= layer.numParams() / 2; // the running statistics come last
      }
      double difference = 0;
      double length = 0;
      for (long i = start; i < end; i += stride) {
        double numeric = slope(graph, parameters, i, data);
        difference += Math.pow(numeric - analytic.getDouble(i), 2);
        length += numeric * numeric;
      }
      if (end > start) {
        // The tiny addend is for biases whose true gradient is 0.
        assertThat(Math.sqrt(difference))
            .as(layer.conf().getLayer().getLayerName())
            .isLessThanOrEqualTo(tolerance * (Math.sqrt(length) + 1e-4));
      }
      start += layer.numParams();
    }
  }

  private static double slope(
      ComputationGraph graph, INDArray parameters, long index, DataSet data) {
    double value = parameters.getDouble(index);
    parameters.putScalar(index, value + STEP);
    double above = graph.score(data, true);
    parameters.putScalar(index, value - STEP);
    double below = graph.score(data, true);
    parameters.putScalar(index, value);
    return (above - below) / (2 * STEP);
  }
}
