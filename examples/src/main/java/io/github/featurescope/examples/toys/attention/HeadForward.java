package io.github.featurescope.examples.toys.attention;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Arrays;

/** What a head makes of one sample; used for one sample after the other. For one thread. */
final class HeadForward {

  private final SingleHead head;
  private final int tokens;
  final double[][] queries;
  final double[][] keys;
  final double[] values;
  final double[][] attention;
  double output;

  HeadForward(SingleHead head, int tokens) {
    this.head = head;
    this.tokens = tokens;
    this.queries = new double[tokens][head.width()];
    this.keys = new double[tokens][head.width()];
    this.values = new double[tokens];
    this.attention = new double[tokens][tokens];
  }

  /** Computes queries, keys, values, attention [query, key] and output of a sample. */
  void see(TokenData data, int i) {
    for (int l = 0; l < tokens; l++) {
      project(data, i, l, head.query(), queries[l]);
      project(data, i, l, head.key(), keys[l]);
      values[l] = data.along(i, l, head.value());
    }
    double sum = 0;
    for (int l = 0; l < tokens; l++) {
      double[] p = attention[l];
      for (int s = 0; s < tokens; s++) {
        p[s] = Vectors.dot(queries[l], keys[s]);
      }
      softmax(p);
      for (int s = 0; s < tokens; s++) {
        sum += p[s] * values[s];
      }
    }
    output = sum / tokens;
  }

  private static void project(TokenData data, int i, int l, double[][] weights, double[] into) {
    Arrays.fill(into, 0);
    int[] at = data.coordinates(i, l);
    double[] x = data.values(i, l);
    for (int k = 0; k < x.length; k++) {
      Vectors.add(into, x[k], weights[at[k]]);
    }
  }

  private static void softmax(double[] scores) {
    double largest = scores[0];
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (int s = 0; s < scores.length; s++) {
      scores[s] = StrictMath.exp(scores[s] - largest);
      sum += scores[s];
    }
    for (int s = 0; s < scores.length; s++) {
      scores[s] /= sum;
    }
  }
}
