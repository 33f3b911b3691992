package io.github.featurescope.probes;

import java.util.Arrays;

/** Averages over the ⌈√m⌉ nearest of m samples, those as near as the last of them included. */
final class NearestSamples {

  // Bounds the memory of the distances.
  private static final int BLOCK = 256;

  private final Matrix samples;
  private final double[] origin;
  private final double[] squaredNorms;
  private final int count;

  private NearestSamples(Matrix samples, double[] origin) {
    this.samples = samples;
    this.origin = origin;
    this.squaredNorms = samples.squaredRowNorms();
    this.count = (int) Math.ceil(Math.sqrt(samples.rows()));
  }

  /** Prepares the samples among which neighbours are sought, [m, p]. */
  static NearestSamples in(Matrix samples) {
    // A strong common mean would eat the digits of the distances.
    return new NearestSamples(samples.centredColumns(), samples.columnMeans());
  }

  /** Returns the mean of the neighbours' values for each sample of the snapshot, [n, C]. */
  Matrix meansOf(Matrix values, Snapshot snapshot) {
    Matrix points = snapshot.features();
    double[] means = new double[Matrix.capacity(points.rows(), values.cols())];
    for (int first = 0; first < points.rows(); first += BLOCK) {
      Matrix block = shifted(points, first, Math.min(BLOCK, points.rows() - first));
      double[] norms = block.squaredRowNorms();
      Matrix products = block.timesTranspose(samples);
      for (int i = 0; i < block.rows(); i++) {
        double[] distances = new double[samples.rows()];
        for (int k = 0; k < distances.length; k++) {
          distances[k] = norms[i] + squaredNorms[k] - 2 * products.get(i, k);
        }
        average(values, distances, norms[i], means, (first + i) * values.cols());
      }
    }
    return Matrix.wrap(points.rows(), values.cols(), means);
  }

  private Matrix shifted(Matrix points, int first, int rows) {
    int p = points.cols();
    double[] block = Arrays.copyOfRange(points.values(), first * p, (first + rows) * p);
    for (int at = 0; at < block.length; at++) {
      block[at] -= origin[at % p];
    }
    return Matrix.wrap(rows, p, block);
  }

  private void average(Matrix values, double[] distances, double norm, double[] means, int to) {
    double[] sorted = distances.clone();
    Arrays.sort(sorted);
    // What rounding makes of equal distances still counts as equal.
    double limit = sorted[count - 1] + 1e-12 * (norm + Math.abs(sorted[count - 1]));
    int found = 0;
    for (int k = 0; k < distances.length; k++) {
      if (distances[k] <= limit) {
        found++;
        for (int c = 0; c < values.cols(); c++) {
          means[to + c] += values.get(k, c);
        }
      }
    }
    for (int c = 0; c < values.cols(); c++) {
      means[to + c] /= found;
    }
  }
}
