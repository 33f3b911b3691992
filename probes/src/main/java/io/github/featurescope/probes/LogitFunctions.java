package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Orthonormal combinations of logits, by the eigenvectors of their products: one eigenproblem of
 * size C, whatever the number of samples.
 *
 * @param samples n, or what they weigh together
 * @param mean of the logits, [C]
 * @param cross centred featuresᵀ × centred logits, [p, C]
 * @param gram products of the centred logits, [C, C]
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package
record LogitFunctions(double samples, double[] mean, Matrix cross, Matrix gram) {

  // What rounding leaves of products of logits that are equal within each sample, or between them.
  private static final double ROUNDING = 1e-14;

  /** Multiplies centred features and logits, which takes n (p + C) C operations. */
  static LogitFunctions on(CentredFeatures features, Matrix logits) {
    double[] mean = logits.columnMeans();
    Matrix centred = logits.lessColumns(mean);
    Finite.require("the mean of the logits", centred.maxAbs());
    return new LogitFunctions(
        logits.rows(), mean, features.transposeTimes(centred), LinearAlgebra.best().gram(centred));
  }

  /**
   * Returns the functions.
   *
   * @param doubleCentred whether of the logits centred over rows and columns
   * @param values from combinations of logits, one a column, to the functions on the sample
   */
  Functions of(boolean doubleCentred, UnaryOperator<Matrix> values) {
    int c = mean.length;
    Matrix onFeatures = doubleCentred ? cross.centredRows() : cross;
    Matrix products;
    if (doubleCentred) {
      products = gram.centredRows().transposed().centredRows();
    } else {
      double[] sums = gram.toRowMajor();
      for (int i = 0; i < c; i++) {
        for (int j = 0; j < c; j++) {
          sums[i * c + j] += samples * mean[i] * mean[j];
        }
      }
      products = Matrix.wrap(c, c, sums);
    }
    LinearAlgebra.Eigenpairs pairs = LinearAlgebra.best().eigenpairs(products);
    double all = trace() + samples * Arrays.stream(mean).map(x -> x * x).sum();
    double least = Math.max(Math.pow(Basis.RANK_TOLERANCE, 2) * pairs.values()[0], ROUNDING * all);
    int rank = (int) Arrays.stream(pairs.values()).filter(value -> value > least).count();
    double[] factors =
        Arrays.stream(pairs.values()).limit(rank).map(value -> 1 / Math.sqrt(value)).toArray();
    Matrix combinations = pairs.vectors().firstRows(rank).scaledRows(factors).transposed();
    double[] sums = new double[rank];
    if (!doubleCentred && rank > 0) {
      double[] ofMean = Matrix.wrap(1, c, mean).times(combinations).values();
      Arrays.setAll(sums, k -> samples * ofMean[k]);
    }
    return new Functions(
        onFeatures.times(combinations),
        sums,
        () -> combinations.transposeTimes(gram).times(combinations),
        () -> values.apply(combinations));
  }

  private double trace() {
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      sum += gram.get(i, i);
    }
    return sum;
  }
}
