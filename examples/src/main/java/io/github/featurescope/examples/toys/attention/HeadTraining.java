package io.github.featurescope.examples.toys.attention;

import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Arrays;

/**
 * Trains a head on all samples at once with the logistic loss, by its gradient in closed form or
 * the sign of it. For one thread.
 */
public final class HeadTraining {

  private final SingleHead head;
  private final TokenData data;
  private final HeadForward forward;
  private final double[][] queryGradient;
  private final double[][] keyGradient;
  private final double[] valueGradient;
  private final double[] slopes;
  private final double[][] toQueries;
  private final double[][] toKeys;

  private HeadTraining(SingleHead head, TokenData data) {
    this.head = head;
    this.data = data;
    this.forward = new HeadForward(head, data.tokens());
    this.queryGradient = new double[head.dimension()][head.width()];
    this.keyGradient = new double[head.dimension()][head.width()];
    this.valueGradient = new double[head.dimension()];
    this.slopes = new double[data.tokens()];
    this.toQueries = new double[data.tokens()][head.width()];
    this.toKeys = new double[data.tokens()][head.width()];
  }

  /**
   * Starts.
   *
   * @param head is changed by every step
   * @param data all training samples
   * @return the training
   */
  public static HeadTraining start(SingleHead head, TokenData data) {
    return new HeadTraining(head, data);
  }

  /**
   * Returns the model.
   *
   * @return with its present weights
   */
  public SingleHead head() {
    return head;
  }

  TokenData data() {
    return data;
  }

  /**
   * Makes a step.
   *
   * @param rate η
   * @param sign whether to follow the sign of the gradient rather than the gradient
   * @return mean loss before the step
   */
  public double step(double rate, boolean sign) {
    double loss = computeGradient();
    for (int k = 0; k < valueGradient.length; k++) {
      descend(head.query()[k], queryGradient[k], rate, sign);
      descend(head.key()[k], keyGradient[k], rate, sign);
    }
    descend(head.value(), valueGradient, rate, sign);
    return loss;
  }

  private static void descend(double[] weights, double[] gradient, double rate, boolean sign) {
    for (int k = 0; k < weights.length; k++) {
      weights[k] -= rate * (sign ? Math.signum(gradient[k]) : gradient[k]);
    }
  }

  /** Returns the gradient, in the order of {@link SingleHead#weights}. */
  double[] gradient() {
    computeGradient();
    return SingleHead.of(queryGradient, keyGradient, valueGradient).weights();
  }

  private double computeGradient() {
    for (int k = 0; k < valueGradient.length; k++) {
      Arrays.fill(queryGradient[k], 0);
      Arrays.fill(keyGradient[k], 0);
    }
    Arrays.fill(valueGradient, 0);
    double loss = 0;
    for (int i = 0; i < data.samples(); i++) {
      forward.see(data, i);
      double margin = data.sign(i) * forward.output;
      loss += Logistic.loss(margin);
      back(i, -data.sign(i) * Logistic.pull(margin) / (data.samples() * data.tokens()));
    }
    return loss / data.samples();
  }

  /** Adds what one sample contributes, given the slope of the loss for Σ over its queries. */
  private void back(int i, double slope) {
    int tokens = data.tokens();
    Arrays.fill(slopes, 0);
    for (double[] row : toKeys) {
      Arrays.fill(row, 0);
    }
    for (int l = 0; l < tokens; l++) {
      double[] p = forward.attention[l];
      double mean = Vectors.dot(p, forward.values);
      Arrays.fill(toQueries[l], 0);
      for (int s = 0; s < tokens; s++) {
        double score = slope * p[s] * (forward.values[s] - mean);
        Vectors.add(toQueries[l], score, forward.keys[s]);
        Vectors.add(toKeys[s], score, forward.queries[l]);
        slopes[s] += slope * p[s];
      }
    }
    for (int l = 0; l < tokens; l++) {
      int[] at = data.coordinates(i, l);
      double[] x = data.values(i, l);
      for (int k = 0; k < x.length; k++) {
        Vectors.add(queryGradient[at[k]], x[k], toQueries[l]);
        Vectors.add(keyGradient[at[k]], x[k], toKeys[l]);
        valueGradient[at[k]] += x[k] * slopes[l];
      }
    }
  }

  /** Returns the mean loss. */
  double loss() {
    double loss = 0;
    for (int i = 0; i < data.samples(); i++) {
      forward.see(data, i);
      loss += Logistic.loss(data.sign(i) * forward.output);
    }
    return loss / data.samples();
  }
}
