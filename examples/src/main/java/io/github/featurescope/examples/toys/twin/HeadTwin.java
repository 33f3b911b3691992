package io.github.featurescope.examples.toys.twin;

import io.github.featurescope.examples.toys.attention.AttentionSystem;
import io.github.featurescope.examples.toys.attention.SingleHead;
import io.github.featurescope.examples.toys.attention.TokenData;
import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The transformer of one head as a SameDiff graph in double: attention, its tokens pooled, and a
 * linear head for two classes.
 *
 * <p>Pooled tokens are divided by √2 and the head's columns are ∓v/√2, so that its two logits are
 * (−f/2, f/2), whose cross-entropy is the logistic loss of f, and v moves by the rate times its
 * gradient, as in the closed form, though two columns follow. A graph rather than a layer of a
 * MultiLayerNetwork, since SameDiff layers of DL4J 1.0.0-M2.1 return twice their gradient.
 */
final class HeadTwin {

  private static final double HALF = Math.sqrt(0.5);

  private HeadTwin() {}

  /** Builds the graph with the weights of a head, and Sgd as its updater. */
  static SameDiff graph(AttentionSystem system, SingleHead start) {
    int d = system.dimension();
    int h = system.width();
    int tokens = system.tokens();
    double[] weights = start.weights();
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("tokens", DataType.DOUBLE, -1, tokens, d);
    SDVariable labels = graph.placeHolder("labels", DataType.DOUBLE, -1, 2);
    SDVariable query = graph.var("query", matrix(weights, 0, d, h));
    SDVariable key = graph.var("key", matrix(weights, d * h, d, h));
    SDVariable head =
        graph.var("head", head(Arrays.copyOfRange(weights, 2 * d * h, weights.length)));
    SDVariable rows = x.reshape(-1, d);
    SDVariable queries = rows.mmul(query).reshape(-1, tokens, h);
    SDVariable keys = rows.mmul(key).reshape(-1, tokens, h);
    SDVariable scores = graph.mmul(queries, keys, false, true, false);
    SDVariable attention = graph.nn().softmax("attention", scores, 2);
    SDVariable pooled = graph.mmul(attention.mean(true, 1), x).reshape(-1, d).mul("pooled", HALF);
    SDVariable logits = pooled.mmul("logits", head);
    graph.loss().softmaxCrossEntropy("loss", labels, logits, null);
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Sgd(system.rate()))
            .dataSetFeatureMapping("tokens")
            .dataSetLabelMapping("labels")
            .build());
    return graph;
  }

  private static INDArray matrix(double[] weights, int from, int rows, int columns) {
    return Nd4j.createFromArray(Arrays.copyOfRange(weights, from, from + rows * columns))
        .reshape('c', rows, columns);
  }

  private static INDArray head(double[] value) {
    double[][] columns = new double[value.length][2];
    for (int k = 0; k < value.length; k++) {
      columns[k][0] = -HALF * value[k];
      columns[k][1] = HALF * value[k];
    }
    return Nd4j.createFromArray(columns);
  }

  /** Reads the weights in the order of {@link SingleHead#weights}. */
  static double[] weights(SameDiff graph) {
    double[] query = values(graph, "query");
    double[] key = values(graph, "key");
    double[] head = values(graph, "head");
    double[] all = Arrays.copyOf(query, query.length + key.length + head.length / 2);
    System.arraycopy(key, 0, all, query.length, key.length);
    for (int k = 0; k < head.length / 2; k++) {
      all[query.length + key.length + k] = HALF * (head[2 * k + 1] - head[2 * k]);
    }
    return all;
  }

  private static double[] values(SameDiff graph, String name) {
    return graph.getVariable(name).getArr().dup('c').data().asDouble();
  }

  /** Makes a data set: tokens [n, L, d] and one-hot labels [n, 2]. */
  static DataSet dataSet(AttentionSystem system, TokenData data) {
    int[] classes = classes(data);
    double[][] oneHot = new double[classes.length][2];
    for (int i = 0; i < classes.length; i++) {
      oneHot[i][classes[i]] = 1;
    }
    return new DataSet(inputs(system, data), Nd4j.createFromArray(oneHot));
  }

  static INDArray inputs(AttentionSystem system, TokenData data) {
    return Nd4j.createFromArray(data.dense(system.dimension()));
  }

  /** Returns 0 for y = −1 and 1 for y = +1. */
  static int[] classes(TokenData data) {
    return Arrays.stream(data.signs()).mapToInt(sign -> sign > 0 ? 1 : 0).toArray();
  }
}
