package io.github.featurescope.examples.toys.systems.graph;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Arrays;
import java.util.Random;

/**
 * Nodes of two patches, s μ and ξ. Without a graph s is the label and ξ its noise; with one both
 * are means over the node and its neighbours in a stochastic block model.
 *
 * @param labels y = ±1, [n]
 * @param along s, [n], in [−1, 1]
 * @param noise ξ, [n, d], nothing along μ
 * @param degree mean number of nodes in a mean
 */
@SuppressWarnings("ArrayRecordComponent") // lives within this package only, and is not compared
record GraphData(double[] labels, double[] along, double[][] noise, double degree) {

  /**
   * Draws nodes and, always, their graph, so that the nodes are the same with and without it.
   *
   * @param nodes n
   * @param dimension d
   * @param same chance of an edge between nodes of one label
   * @param other chance of an edge between nodes of different labels
   * @param average whether to take means over neighbours
   * @param random draws all
   */
  static GraphData draw(
      int nodes, int dimension, double same, double other, boolean average, Random random) {
    double[] labels = new double[nodes];
    for (int i = 0; i < nodes; i++) {
      int j = random.nextInt(i + 1);
      labels[i] = labels[j];
      labels[j] = i % 2 == 0 ? 1 : -1;
    }
    double[][] noise = Vectors.normal(nodes, dimension, 1, random);
    for (double[] patch : noise) {
      patch[0] = 0;
    }
    boolean[][] edge = new boolean[nodes][nodes];
    for (int i = 0; i < nodes; i++) {
      edge[i][i] = true;
      for (int j = 0; j < i; j++) {
        edge[i][j] = random.nextDouble() < (labels[i] == labels[j] ? same : other);
        edge[j][i] = edge[i][j];
      }
    }
    return average ? means(labels, noise, edge) : new GraphData(labels, labels.clone(), noise, 1);
  }

  private static GraphData means(double[] labels, double[][] noise, boolean[][] edge) {
    int n = labels.length;
    double[] along = new double[n];
    double[][] mean = new double[n][noise[0].length];
    double ends = 0;
    for (int i = 0; i < n; i++) {
      int degree = 0;
      for (int j = 0; j < n; j++) {
        if (edge[i][j]) {
          degree++;
          along[i] += labels[j];
          Vectors.add(mean[i], 1, noise[j]);
        }
      }
      double size = degree;
      along[i] /= size;
      Arrays.setAll(mean[i], scaled(mean[i], size));
      ends += degree;
    }
    return new GraphData(labels, along, mean, ends / n);
  }

  private static java.util.function.IntToDoubleFunction scaled(double[] values, double size) {
    return k -> values[k] / size;
  }

  int nodes() {
    return labels.length;
  }
}
