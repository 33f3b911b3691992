package io.github.featurescope.probes;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Features less their mean: their products, and only where asked for the values themselves. */
final class CentredFeatures {

  private final Matrix features;
  private final Lazy<double[]> mean;
  private final Lazy<Matrix> values;

  CentredFeatures(Matrix features, Lazy<double[]> mean) {
    this.features = features;
    this.mean = mean;
    this.values = Lazy.of(() -> features.lessColumns(mean.get()));
  }

  /** Returns the values, [n, p]. */
  Matrix values() {
    return values.get();
  }

  /** Returns the squared norm of every row, [n]. */
  double[] squaredRowNorms() {
    double[] all = features.values();
    double[] less = mean.get();
    double[] norms = new double[features.rows()];
    for (int i = 0; i < norms.length; i++) {
      norms[i] = squares(all, i * less.length, less);
    }
    return norms;
  }

  /** In four strands, which a processor adds up at once. */
  private static double squares(double[] values, int from, double[] less) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j < less.length - 3; j += 4) {
      double v = values[from + j] - less[j];
      double w = values[from + j + 1] - less[j + 1];
      double x = values[from + j + 2] - less[j + 2];
      double y = values[from + j + 3] - less[j + 3];
      a += v * v;
      b += w * w;
      c += x * x;
      d += y * y;
    }
    for (; j < less.length; j++) {
      double v = values[from + j] - less[j];
      a += v * v;
    }
    return (a + b) + (c + d);
  }

  /** Returns the smaller of AᵀA and AAᵀ of these features A. */
  Matrix gram() {
    return product(NativeRows::gram, Spectrum::gram);
  }

  /** Returns features × directionsᵀ, [n, m]. */
  Matrix timesTranspose(Matrix directions) {
    return directions.rows() == 0
        ? Matrix.wrap(features.rows(), 0, new double[0])
        : product(rows -> rows.timesTranspose(directions), rows -> rows.timesTranspose(directions));
  }

  /** Returns featuresᵀ × functions, [p, m]. */
  Matrix transposeTimes(Matrix functions) {
    return functions.cols() == 0
        ? Matrix.wrap(features.cols(), 0, new double[0])
        : product(rows -> rows.transposeTimes(functions), rows -> rows.transposeTimes(functions));
  }

  private Matrix product(Function<NativeRows, Matrix> fast, Function<Matrix, Matrix> slow) {
    try (@Nullable NativeRows rows = LinearAlgebra.best().lend(this, features, mean.get())) {
      return rows == null ? slow.apply(values()) : fast.apply(rows);
    }
  }
}
