package io.github.featurescope.examples.toys.systems.lazyrich;

import io.github.featurescope.examples.toys.dense.Products;
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;

/**
 * A network of two hidden ReLU layers whose output is α(f − f₀), trained by the mean of half the
 * squared distance to the targets, with steps of rate/α².
 *
 * <p>Weights are kept as [inputs, outputs]. Large α lets the output move while the weights hardly
 * do.
 */
final class ScaledNetwork {

  private final double scale;
  private final boolean frozen;
  private final double[][] x;
  private final double[][] targets;
  private final double[][] first;
  private final double[][] second;
  private final double[][] head;
  private final double[][] start;
  private final double[][] h1;
  private final double[][] h2;
  private final double[][] residual;
  private final double[][] pull1;
  private final double[][] pull2;
  private final double[][] gradient1;
  private final double[][] gradient2;
  private final double[][] gradientHead;
  private final double[][] secondTransposed;
  private final double[][] headTransposed;

  private ScaledNetwork(
      double[][] x,
      double[][] targets,
      double[][] first,
      double[][] second,
      double[][] head,
      double scale,
      boolean frozen) {
    int n = x.length;
    int width = second.length;
    int classes = head[0].length;
    this.scale = scale;
    this.frozen = frozen;
    this.x = x;
    this.targets = targets;
    this.first = first;
    this.second = second;
    this.head = head;
    this.h1 = new double[n][width];
    this.h2 = new double[n][width];
    this.residual = new double[n][classes];
    this.pull1 = new double[n][width];
    this.pull2 = new double[n][width];
    this.gradient1 = new double[first.length][width];
    this.gradient2 = new double[width][width];
    this.gradientHead = new double[width][classes];
    this.secondTransposed = new double[width][width];
    this.headTransposed = new double[classes][width];
    forward();
    this.start = Vectors.copy(product(h2, head));
  }

  /** Draws weights by He et al., the head's with half the variance. */
  static ScaledNetwork draw(
      double[][] x, double[][] targets, int width, double scale, boolean frozen, Random random) {
    int d = x[0].length;
    return new ScaledNetwork(
        x,
        targets,
        Vectors.normal(d, width, Math.sqrt(2.0 / d), random),
        Vectors.normal(width, width, Math.sqrt(2.0 / width), random),
        Vectors.normal(width, targets[0].length, 1 / Math.sqrt(width), random),
        scale,
        frozen);
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    Products.times(a, b, c);
    return c;
  }

  private static void rectify(double[][] values) {
    for (double[] row : values) {
      for (int k = 0; k < row.length; k++) {
        row[k] = Math.max(row[k], 0);
      }
    }
  }

  private void forward() {
    Products.times(x, first, h1);
    rectify(h1);
    Products.times(h1, second, h2);
    rectify(h2);
  }

  /** Steps down the gradient and returns the loss before the step. */
  double step(double rate) {
    double loss = computeGradients();
    double factor = -rate / (scale * scale);
    addTo(head, factor, gradientHead);
    if (!frozen) {
      addTo(second, factor, gradient2);
      addTo(first, factor, gradient1);
      forward();
    }
    return loss;
  }

  private static void addTo(double[][] a, double factor, double[][] b) {
    for (int k = 0; k < a.length; k++) {
      Vectors.add(a[k], factor, b[k]);
    }
  }

  /** Leaves gradients of the loss in their fields and returns the loss. */
  private double computeGradients() {
    int n = x.length;
    Products.times(h2, head, residual);
    double loss = 0;
    for (int i = 0; i < n; i++) {
      double[] row = residual[i];
      for (int c = 0; c < row.length; c++) {
        double miss = scale * (row[c] - start[i][c]) - targets[i][c];
        loss += miss * miss;
        row[c] = miss * scale / n;
      }
    }
    Products.transposeTimes(h2, residual, gradientHead);
    if (!frozen) {
      Products.transpose(head, headTransposed);
      Products.times(residual, headTransposed, pull2);
      silence(pull2, h2);
      Products.transposeTimes(h1, pull2, gradient2);
      Products.transpose(second, secondTransposed);
      Products.times(pull2, secondTransposed, pull1);
      silence(pull1, h1);
      Products.transposeTimes(x, pull1, gradient1);
    }
    return loss / (2 * n);
  }

  private static void silence(double[][] pull, double[][] activity) {
    for (int i = 0; i < pull.length; i++) {
      for (int k = 0; k < pull[i].length; k++) {
        if (activity[i][k] <= 0) {
          pull[i][k] = 0;
        }
      }
    }
  }

  /** Returns gradients of the loss by the weights of the first, second and last layer. */
  double[][][] gradients() {
    computeGradients();
    return new double[][][] {
      Vectors.copy(gradient1), Vectors.copy(gradient2), Vectors.copy(gradientHead)
    };
  }

  /** Returns the loss. */
  double loss() {
    return computeGradients();
  }

  /** Returns a network with the same data and first outputs, and one weight moved. */
  ScaledNetwork moved(int layer, int row, int column, double by) {
    double[][][] weights = {Vectors.copy(first), Vectors.copy(second), Vectors.copy(head)};
    ScaledNetwork moved =
        new ScaledNetwork(x, targets, weights[0], weights[1], weights[2], scale, frozen);
    weights[layer][row][column] += by;
    for (int i = 0; i < start.length; i++) {
      System.arraycopy(start[i], 0, moved.start[i], 0, start[i].length);
    }
    moved.forward();
    return moved;
  }

  /** Returns the training samples, not a copy. */
  double[][] samples() {
    return x;
  }

  /** Returns the last hidden layer's activations on the training samples, not a copy. */
  double[][] features() {
    return h2;
  }

  /** Returns the last hidden layer's activations on other samples. */
  double[][] features(double[][] samples) {
    double[][] a = product(samples, first);
    rectify(a);
    double[][] b = product(a, second);
    rectify(b);
    return b;
  }

  /** Returns f before scaling, as it is now, for the given features. */
  double[][] raw(double[][] features) {
    return product(features, head);
  }

  /** Returns α(f − f₀) on the training samples. */
  double[][] outputs() {
    return scaled(raw(h2), start);
  }

  /** Returns α(f − f₀) of any samples whose first f is known. */
  double[][] scaled(double[][] now, double[][] before) {
    double[][] scaled = new double[now.length][now[0].length];
    for (int i = 0; i < now.length; i++) {
      for (int c = 0; c < now[i].length; c++) {
        scaled[i][c] = scale * (now[i][c] - before[i][c]);
      }
    }
    return scaled;
  }

  /** Returns the head's weights with the scale of the output in them, a copy, [C, width]. */
  double[][] scaledHead() {
    double[][] rows = new double[head[0].length][head.length];
    for (int k = 0; k < head.length; k++) {
      for (int c = 0; c < rows.length; c++) {
        rows[c][k] = scale * head[k][c];
      }
    }
    return rows;
  }

  /** Returns copies of the weights of the two hidden layers. */
  double[][][] hidden() {
    return new double[][][] {Vectors.copy(first), Vectors.copy(second)};
  }

  /** Returns how far the hidden weights are from former ones, over the norm of those. */
  double moved(double[][][] before) {
    double change = 0;
    double norm = 0;
    double[][][] now = {first, second};
    for (int layer = 0; layer < now.length; layer++) {
      for (int k = 0; k < now[layer].length; k++) {
        for (int j = 0; j < now[layer][k].length; j++) {
          double difference = now[layer][k][j] - before[layer][k][j];
          change += difference * difference;
        }
      }
      norm += Products.squaredNorm(before[layer]);
    }
    return Math.sqrt(change / norm);
  }
}
