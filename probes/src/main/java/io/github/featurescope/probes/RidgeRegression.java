package io.github.featurescope.probes;

import java.util.Arrays;

/** Ridge regression of one-hot labels on features, judged on samples that it has not seen. */
final class RidgeRegression {

  private static final int PENALTIES = 21;
  private static final double SMALLEST = 1e-6;

  // A sample that alone decides its own fit has no held-out prediction.
  private static final double FULL_LEVERAGE = 1e-10;

  private RidgeRegression() {}

  /**
   * Returns 1 − (squared leave-one-out errors)/(those of predicting the mean of the others), where
   * each part's penalty has the smallest error on the other parts.
   */
  static double crossValidatedR2(Spectrum spectrum, ClassMeans classes, int[] partOf) {
    int n = partOf.length;
    int parts = Arrays.stream(partOf).max().orElseThrow() + 1;
    double[] meanErrors = meanErrors(classes, n);
    double[][] errors = new double[PENALTIES + 1][];
    Matrix functions = spectrum.unitEigenfunctions();
    Matrix squares = squares(functions);
    Matrix coefficients = functions.transposeTimes(indicators(classes, n));
    double scale = Arrays.stream(spectrum.eigenvalues()).average().orElseThrow();
    for (int g = 0; g < PENALTIES; g++) {
      // Two a decade, from 1e-6 to 1e4 of the mean eigenvalue.
      double penalty = scale * SMALLEST * Math.pow(10, g / 2.0);
      double[] shrinkage =
          Arrays.stream(spectrum.eigenvalues()).map(rho -> rho / (rho + penalty)).toArray();
      errors[g] = errors(functions, squares, coefficients, shrinkage, classes);
    }
    errors[PENALTIES] = meanErrors;
    double total = 0;
    for (int part = 0; part < parts; part++) {
      double[] chosen = errors[bestPenalty(errors, partOf, part)];
      for (int i = 0; i < n; i++) {
        total += partOf[i] == part ? chosen[i] : 0;
      }
    }
    return 1 - total / Arrays.stream(meanErrors).sum();
  }

  private static int bestPenalty(double[][] errors, int[] partOf, int heldOut) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int g = 0; g < errors.length; g++) {
      double sum = 0;
      for (int i = 0; i < partOf.length; i++) {
        sum += partOf[i] == heldOut ? 0 : errors[g][i];
      }
      if (sum <= least) {
        least = sum;
        best = g;
      }
    }
    return best;
  }

  /** Returns the squared leave-one-out error of each sample: residual/(1 − leverage), squared. */
  private static double[] errors(
      Matrix functions,
      Matrix squares,
      Matrix coefficients,
      double[] shrinkage,
      ClassMeans classes) {
    int n = functions.rows();
    Matrix shrinkageColumn = Matrix.wrap(shrinkage.length, 1, shrinkage);
    double[] leverage = squares.times(shrinkageColumn).values();
    Matrix fitted =
        functions.times(coefficients.transposed().scaledColumns(shrinkage).transposed());
    double[] errors = new double[n];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < classes.size(); c++) {
        double residual = target(classes, i, c, n) - fitted.get(i, c);
        errors[i] += residual * residual;
      }
      double free = 1 - 1.0 / n - leverage[i];
      errors[i] = free > FULL_LEVERAGE ? errors[i] / (free * free) : Double.POSITIVE_INFINITY;
    }
    return errors;
  }

  private static double[] meanErrors(ClassMeans classes, int n) {
    double[] errors = new double[n];
    double factor = n / (n - 1.0);
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < classes.size(); c++) {
        double residual = factor * target(classes, i, c, n);
        errors[i] += residual * residual;
      }
    }
    return errors;
  }

  /** Returns the centred one-hot label. */
  private static double target(ClassMeans classes, int row, int c, int n) {
    return (classes.positions()[row] == c ? 1 : 0) - (double) classes.counts()[c] / n;
  }

  private static Matrix indicators(ClassMeans classes, int n) {
    double[] values = new double[Matrix.capacity(n, classes.size())];
    for (int i = 0; i < n; i++) {
      values[i * classes.size() + classes.positions()[i]] = 1;
    }
    return Matrix.wrap(n, classes.size(), values);
  }

  private static Matrix squares(Matrix matrix) {
    double[] values = Arrays.stream(matrix.values()).map(x -> x * x).toArray();
    return Matrix.wrap(matrix.rows(), matrix.cols(), values);
  }
}
