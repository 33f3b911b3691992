package io.github.featurescope.examples.toys.systems.onestep;

import io.github.featurescope.examples.toys.dense.Products;
import io.github.featurescope.examples.toys.patch.Vectors;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;

/** Ridge regression of the second layer, with the best penalty of a grid. */
final class Ridge {

  private static final int PENALTIES = 13;

  private Ridge() {}

  /**
   * Returns the least mean squared error on fresh samples over penalties 1e-6 to 1, the choice
   * favouring the features.
   */
  static double risk(double[][] features, double[] labels, double[][] fresh, double[] wanted) {
    int n = features.length;
    int width = features[0].length;
    double[][] moment = new double[width][width];
    Products.transposeTimes(features, features, moment);
    double[] target = new double[width];
    for (int i = 0; i < n; i++) {
      Vectors.add(target, labels[i] / n, features[i]);
    }
    double best = Double.POSITIVE_INFINITY;
    for (int k = 0; k < PENALTIES; k++) {
      double penalty = StrictMath.pow(10, 6.0 * k / (PENALTIES - 1) - 6);
      best = Math.min(best, error(fresh, wanted, solve(moment, n, penalty, target)));
    }
    return best;
  }

  /** Solves (moment/n + penalty) w = target. */
  private static double[] solve(double[][] moment, int n, double penalty, double[] target) {
    double[][] matrix = Vectors.copy(moment);
    for (int j = 0; j < matrix.length; j++) {
      for (int k = 0; k <= j; k++) {
        double value = moment[j][k] / n + (j == k ? penalty : 0);
        matrix[j][k] = value;
        matrix[k][j] = value;
      }
    }
    return new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false))
        .getSolver()
        .solve(new ArrayRealVector(target, false))
        .toArray();
  }

  private static double error(double[][] features, double[] wanted, double[] weights) {
    double sum = 0;
    for (int i = 0; i < features.length; i++) {
      double miss = Vectors.dot(features[i], weights) - wanted[i];
      sum += miss * miss;
    }
    return sum / features.length;
  }
}
