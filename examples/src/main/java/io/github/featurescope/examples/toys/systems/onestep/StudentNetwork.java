package io.github.featurescope.examples.toys.systems.onestep;

import io.github.featurescope.examples.toys.dense.Products;
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The network f(x) = N<sup>−1/2</sup> aᵀ tanh(Wᵀx), whose first layer descends half the mean
 * squared error in steps of η √N.
 */
final class StudentNetwork {

  // Beyond it the eigenproblem of WWᵀ does not converge.
  private static final double OVERFLOW = 1e200;

  private final double[][] weights;
  private final double[] head;

  private StudentNetwork(double[][] weights, double[] head) {
    this.weights = weights;
    this.head = head;
  }

  /** Draws W ~ N(0, 1/d), [d, N], and a ~ N(0, 1/N). */
  static StudentNetwork draw(int dimension, int width, Random random) {
    double[][] weights = Vectors.normal(dimension, width, 1 / Math.sqrt(dimension), random);
    return new StudentNetwork(weights, Vectors.normal(1, width, 1 / Math.sqrt(width), random)[0]);
  }

  /** Returns tanh(x W), [n, N]. */
  double[][] activities(double[][] x) {
    double[][] activities = new double[x.length][head.length];
    Products.times(x, weights, activities);
    for (double[] row : activities) {
      for (int k = 0; k < row.length; k++) {
        row[k] = StrictMath.tanh(row[k]);
      }
    }
    return activities;
  }

  /** Returns tanh(x W)/√N, what the ridge regression sees, [n, N]. */
  double[][] features(double[][] x) {
    double[][] features = activities(x);
    double factor = 1 / Math.sqrt(head.length);
    for (double[] row : features) {
      for (int k = 0; k < row.length; k++) {
        row[k] *= factor;
      }
    }
    return features;
  }

  /** Returns half the mean squared error with the first head. */
  double loss(Teacher samples) {
    double[][] activities = activities(samples.x());
    double loss = 0;
    for (int i = 0; i < activities.length; i++) {
      double miss = miss(activities[i], samples.labels()[i]);
      loss += miss * miss;
    }
    return loss / (2 * activities.length);
  }

  private double miss(double[] activity, double label) {
    return label - Vectors.dot(activity, head) / Math.sqrt(head.length);
  }

  /** Returns the gradient of {@link #loss} by W, [d, N]. */
  double[][] gradient(Teacher samples) {
    double[][] pull = activities(samples.x());
    double scale = -1 / (Math.sqrt(head.length) * pull.length);
    for (int i = 0; i < pull.length; i++) {
      double miss = miss(pull[i], samples.labels()[i]) * scale;
      for (int k = 0; k < head.length; k++) {
        pull[i][k] = miss * head[k] * (1 - pull[i][k] * pull[i][k]);
      }
    }
    double[][] gradient = new double[weights.length][head.length];
    Products.transposeTimes(samples.x(), pull, gradient);
    return gradient;
  }

  /** Takes a step and returns the loss before it. */
  double step(Teacher samples, double rate) {
    double loss = loss(samples);
    double[][] gradient = gradient(samples);
    for (int k = 0; k < weights.length; k++) {
      Vectors.add(weights[k], -rate * Math.sqrt(head.length), gradient[k]);
    }
    return loss;
  }

  /** Returns a copy with one weight moved. */
  StudentNetwork moved(int row, int column, double by) {
    double[][] copy = Vectors.copy(weights);
    copy[row][column] += by;
    return new StudentNetwork(copy, head);
  }

  /** Looks at the singular values of W beside a direction of the inputs; NaN where W overflows. */
  Outlier outlier(double[] direction) {
    int d = weights.length;
    if (!(Products.squaredNorm(weights) < OVERFLOW)) {
      return new Outlier(Double.NaN, Double.NaN, Double.NaN);
    }
    double[][] gram = new double[d][d];
    for (int j = 0; j < d; j++) {
      for (int k = 0; k <= j; k++) {
        gram[j][k] = Vectors.dot(weights[j], weights[k]);
        gram[k][j] = gram[j][k];
      }
    }
    EigenDecomposition pairs = new EigenDecomposition(new Array2DRowRealMatrix(gram, false));
    double[] leading = pairs.getEigenvector(0).toArray();
    return new Outlier(
        Math.sqrt(pairs.getRealEigenvalue(0)),
        Math.sqrt(pairs.getRealEigenvalue(1)),
        Math.abs(Vectors.dot(leading, direction)));
  }

  /**
   * The two largest singular values of W.
   *
   * @param first largest
   * @param second next
   * @param alignment |⟨u, b⟩| of the first's direction u with the teacher's, in [0, 1]
   */
  record Outlier(double first, double second, double alignment) {}
}
