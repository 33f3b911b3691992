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
    double[][] errors = heldOutErrors(spectrum, classes, n);
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

  /** Returns the squared leave-one-out errors, one row a penalty; the last row is left empty. */
  private static double[][] heldOutErrors(Spectrum spectrum, ClassMeans classes, int n) {
    Matrix functions = spectrum.unitEigenfunctions();
    Matrix coefficients = functions.transposeTimes(indicators(classes, n));
    Matrix shrinkage = shrinkage(spectrum.eigenvalues());
    Matrix leverage = squares(functions).times(shrinkage);
    double[][] errors = new double[PENALTIES + 1][n];
    // As many penalties at once as a product of about the functions' own size holds.
    int step = Math.max(1, functions.cols() / classes.size());
    for (int first = 0; first < PENALTIES; first += step) {
      int count = Math.min(step, PENALTIES - first);
      Matrix fitted = functions.times(shrunk(coefficients, shrinkage, first, count));
      for (int i = 0; i < n; i++) {
        for (int g = first; g < first + count; g++) {
          int from = (g - first) * classes.size();
          errors[g][i] = error(fitted, from, classes, i, leverage.get(i, g));
        }
      }
    }
    return errors;
  }

  /** Returns ρ/(ρ + penalty), [K, penalties]: two a decade, from 1e-6 to 1e4 of the mean ρ. */
  private static Matrix shrinkage(double[] eigenvalues) {
    double scale = Arrays.stream(eigenvalues).average().orElseThrow();
    double[] values = new double[eigenvalues.length * PENALTIES];
    for (int at = 0; at < values.length; at++) {
      double rho = eigenvalues[at / PENALTIES];
      values[at] = rho / (rho + scale * SMALLEST * Math.pow(10, at % PENALTIES / 2.0));
    }
    return Matrix.wrap(eigenvalues.length, PENALTIES, values);
  }

  /** Returns the coefficients under some penalties side by side, [K, count × C']. */
  private static Matrix shrunk(Matrix coefficients, Matrix shrinkage, int first, int count) {
    int width = count * coefficients.cols();
    double[] values = new double[Matrix.capacity(coefficients.rows(), width)];
    for (int at = 0; at < values.length; at++) {
      int k = at / width;
      int g = first + at % width / coefficients.cols();
      values[at] = coefficients.get(k, at % coefficients.cols()) * shrinkage.get(k, g);
    }
    return Matrix.wrap(coefficients.rows(), width, values);
  }

  /** Returns the squared norm of residual/(1 − leverage). */
  private static double error(
      Matrix fitted, int from, ClassMeans classes, int row, double leverage) {
    int n = fitted.rows();
    double error = 0;
    for (int c = 0; c < classes.size(); c++) {
      double residual = target(classes, row, c, n) - fitted.get(row, from + c);
      error += residual * residual;
    }
    double free = 1 - 1.0 / n - leverage;
    return free > FULL_LEVERAGE ? error / (free * free) : Double.POSITIVE_INFINITY;
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
    return (classes.positions()[row] == c ? 1 : 0) - classes.counts()[c] / n;
  }

  private static Matrix indicators(ClassMeans classes, int n) {
    double[] values = new double[Matrix.capacity(n, classes.size())];
    for (int i = 0; i < n; i++) {
      values[i * classes.size() + classes.positions()[i]] = 1;
    }
    return Matrix.wrap(n, classes.size(), values);
  }

  private static Matrix squares(Matrix matrix) {
    double[] values = matrix.toRowMajor();
    for (int at = 0; at < values.length; at++) {
      values[at] *= values[at];
    }
    return Matrix.wrap(matrix.rows(), matrix.cols(), values);
  }
}
