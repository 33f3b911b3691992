package io.github.featurescope.examples.toys.systems.lazyrich;

import io.github.featurescope.examples.toys.dense.Products;
import io.github.featurescope.probes.InvalidSnapshotException;
import io.github.featurescope.probes.KernelTargetAlignment;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.SpectralAlignment;
import io.github.featurescope.probes.Spectrum;
import io.github.featurescope.probes.UndefinedMeasurementException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * What the spectrum of the features, as FeatureScope's own probes compute it, says of targets and
 * of what was learned.
 *
 * @param share Π*(C), the share of the targets in the span of the first C eigenfunctions
 * @param dimension exp entropy of the eigenvalues
 * @param used how many eigenfunctions hold 95 % of the learned functions; NaN where all together do
 *     not, as when features hardly move, or nothing is learned yet
 * @param alignment centred kernel-target alignment
 * @param probeQuality the probe's centred Π*(C − 1)
 * @param probeUtility the probe's centred Π̂(C − 1); NaN where nothing is learned yet
 */
record FeatureReading(
    double share,
    double dimension,
    double used,
    double alignment,
    double probeQuality,
    double probeUtility) {

  private static final double MOST = 0.95;

  /**
   * Reads features [n, p], outputs [n, C] and head [C, p] of samples with targets [n, C]; all NaN
   * where training has diverged or all units are dead.
   */
  static FeatureReading of(
      double[][] features, double[][] outputs, double[][] head, int[] labels, double[][] targets) {
    try {
      return defined(features, outputs, head, labels, targets);
    } catch (InvalidSnapshotException | UndefinedMeasurementException e) {
      double none = Double.NaN;
      return new FeatureReading(none, none, none, none, none, none);
    }
  }

  private static FeatureReading defined(
      double[][] features, double[][] outputs, double[][] head, int[] labels, double[][] targets) {
    Snapshot snapshot =
        Snapshot.builder(matrix(features), matrix(outputs), labels, matrix(head)).build();
    Spectrum spectrum = snapshot.spectrum();
    int classes = targets[0].length;
    double[] quality = squaredOverlaps(spectrum.eigenfunctions(), targets);
    double share = 0;
    for (int k = 0; k < Math.min(classes, quality.length); k++) {
      share += quality[k];
    }
    double probeQuality = Double.NaN;
    double probeUtility = Double.NaN;
    try {
      SpectralAlignment.Result probe = SpectralAlignment.CENTRED.measure(snapshot);
      probeQuality = probe.cumulativeQuality()[classes - 2];
      probeUtility = probe.cumulativeUtility()[classes - 2];
    } catch (UndefinedMeasurementException e) {
      // Before the first step the network has learned no function.
    }
    return new FeatureReading(
        share / Products.squaredNorm(targets),
        spectrum.effectiveDimension(),
        used(spectrum, outputs),
        KernelTargetAlignment.CENTRED.measure(snapshot).kernelTargetAlignment(),
        probeQuality,
        probeUtility);
  }

  private static Matrix matrix(double[][] rows) {
    int columns = rows[0].length;
    double[] values = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * columns, columns);
    }
    return Matrix.ofRowMajor(rows.length, columns, values);
  }

  /** Returns for each eigenfunction the squared length of its part in each column, summed. */
  private static double[] squaredOverlaps(Matrix eigenfunctions, double[][] columns) {
    double[] overlaps = new double[eigenfunctions.cols()];
    for (int k = 0; k < overlaps.length; k++) {
      for (int c = 0; c < columns[0].length; c++) {
        double dot = 0;
        for (int i = 0; i < columns.length; i++) {
          dot += eigenfunctions.get(i, k) * columns[i][c];
        }
        overlaps[k] += dot * dot / columns.length;
      }
    }
    return overlaps;
  }

  private static double used(Spectrum spectrum, double[][] outputs) {
    double[][] basis = basis(outputs);
    if (basis[0].length == 0) {
      return Double.NaN;
    }
    double[] utility = squaredOverlaps(spectrum.eigenfunctions(), basis);
    double sum = 0;
    for (int k = 0; k < utility.length; k++) {
      sum += utility[k];
      if (sum >= MOST * basis[0].length) {
        return k + 1;
      }
    }
    return Double.NaN;
  }

  /** Returns an orthonormal basis of the outputs' span less their mean, at most [n, C − 1]. */
  private static double[][] basis(double[][] outputs) {
    int n = outputs.length;
    int classes = outputs[0].length;
    double[][] centred = new double[n][classes];
    for (int c = 0; c < classes; c++) {
      double mean = 0;
      for (double[] row : outputs) {
        mean += row[c] / n;
      }
      for (int i = 0; i < n; i++) {
        centred[i][c] = outputs[i][c] - mean;
      }
    }
    double[][] moment = new double[classes][classes];
    Products.transposeTimes(centred, centred, moment);
    EigenDecomposition pairs = new EigenDecomposition(new Array2DRowRealMatrix(moment));
    double[] values = pairs.getRealEigenvalues();
    int rank = 0;
    while (rank < classes - 1 && values[rank] > 1e-12 * values[0]) {
      rank++;
    }
    double[][] basis = new double[n][rank];
    for (int k = 0; k < rank; k++) {
      double[] direction = pairs.getEigenvector(k).toArray();
      for (int i = 0; i < n; i++) {
        for (int c = 0; c < classes; c++) {
          basis[i][k] += centred[i][c] * direction[c] / Math.sqrt(values[k]);
        }
      }
    }
    return basis;
  }

  /** Returns the alignment of two feature kernels, uncentred, in [0, 1]. */
  static double similarity(double[][] a, double[][] b) {
    return squaredCross(a, b) / Math.sqrt(squaredCross(a, a) * squaredCross(b, b));
  }

  private static double squaredCross(double[][] a, double[][] b) {
    double[][] cross = new double[a[0].length][b[0].length];
    Products.transposeTimes(a, b, cross);
    return Products.squaredNorm(cross);
  }
}
