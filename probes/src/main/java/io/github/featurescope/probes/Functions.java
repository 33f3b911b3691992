package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Orthonormal functions on the sample, known by what they are on the features.
 *
 * @param onCentred centred featuresᵀ × functions, [p, r]
 * @param sums sum of each function over the sample, [r]
 * @param centredGram products of the functions less their means, [r, r]
 * @param values the functions themselves, [n, r], where the sample is at hand
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package
record Functions(
    Matrix onCentred, double[] sums, Supplier<Matrix> centredGram, Supplier<Matrix> values) {

  /** Takes functions on a sample that is at hand. */
  static Functions on(Matrix centredFeatures, Matrix values) {
    return of(centredFeatures.transposeTimes(values), values);
  }

  /** Takes functions on a sample, and what they are on its centred features. */
  static Functions of(Matrix onCentred, Matrix values) {
    return new Functions(
        onCentred,
        sums(values),
        () -> {
          Matrix centred = values.centredColumns();
          return centred.transposeTimes(centred);
        },
        () -> values);
  }

  /** Returns the functions "is of this class", each of Euclidean norm 1, by their class means. */
  static Functions ofClasses(ClassMeans classes) {
    double[] roots = Arrays.stream(classes.counts()).map(Math::sqrt).toArray();
    return new Functions(
        classes.means().scaledRows(roots).transposed(),
        roots,
        () -> lessMeans(roots),
        () -> Basis.ofClasses(classes));
  }

  private static double[] sums(Matrix values) {
    double[] sums = new double[values.cols()];
    double[] all = values.values();
    for (int at = 0; at < all.length; at++) {
      sums[at % sums.length] += all[at];
    }
    return sums;
  }

  /** Returns I − s sᵀ/n of orthonormal functions that are nowhere nearly constant. */
  private static Matrix lessMeans(double[] sums) {
    double n = Arrays.stream(sums).map(s -> s * s).sum();
    double[] gram = new double[sums.length * sums.length];
    for (int at = 0; at < gram.length; at++) {
      int i = at / sums.length;
      int j = at % sums.length;
      gram[at] = (i == j ? 1 : 0) - sums[i] * sums[j] / n;
    }
    return Matrix.wrap(sums.length, sums.length, gram);
  }

  /** Returns the number r of functions. */
  int count() {
    return sums.length;
  }

  /** Returns featuresᵀ × functions of features that have a mean, [p, r]. */
  Matrix onFeaturesOfMean(double[] mean) {
    double[] shifted = onCentred.toRowMajor();
    for (int j = 0, at = 0; j < mean.length; j++) {
      for (int k = 0; k < sums.length; k++, at++) {
        shifted[at] += mean[j] * sums[k];
      }
    }
    return Matrix.wrap(onCentred.rows(), onCentred.cols(), shifted);
  }
}
