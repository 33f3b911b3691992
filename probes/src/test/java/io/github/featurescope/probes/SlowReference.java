package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/** The formulas in plain loops, on commons-math's decompositions: slow and independent. */
final class SlowReference {

  private SlowReference() {}

  /** Eigenvalues above 1e-10 of the largest and, one a row, unit vectors. */
  record Pairs(double[] values, double[][] vectors) {}

  static Pairs eigenpairs(double[][] symmetric) {
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(symmetric));
    double[] all = eigen.getRealEigenvalues();
    double largest = Arrays.stream(all).max().orElseThrow();
    int[] order =
        IntStream.range(0, all.length)
            .boxed()
            .filter(k -> all[k] > 1e-10 * largest)
            .sorted(Comparator.comparingDouble(k -> -all[k]))
            .mapToInt(k -> k)
            .toArray();
    return new Pairs(
        Arrays.stream(order).mapToDouble(k -> all[k]).toArray(),
        Arrays.stream(order)
            .mapToObj(k -> eigen.getEigenvector(k).toArray())
            .toArray(double[][]::new));
  }

  /** Returns an orthonormal basis of the columns' span, one function a row. */
  static double[][] orth(double[][] columns) {
    SingularValueDecomposition svd =
        new SingularValueDecomposition(new Array2DRowRealMatrix(columns));
    double[] s = svd.getSingularValues();
    double[][] u = svd.getU().transpose().getData();
    return IntStream.range(0, s.length)
        .filter(k -> s[k] > 1e-6 * s[0])
        .mapToObj(k -> u[k])
        .toArray(double[][]::new);
  }

  static double[] singularValues(double[][] a) {
    return new SingularValueDecomposition(new Array2DRowRealMatrix(a)).getSingularValues();
  }

  static double[][] times(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  static double[][] transpose(double[][] a) {
    double[][] t = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }

  static double[] columnMeans(double[][] a) {
    return Arrays.stream(transpose(a))
        .mapToDouble(column -> Arrays.stream(column).average().orElseThrow())
        .toArray();
  }

  static double[][] centreColumns(double[][] a) {
    double[] mean = columnMeans(a);
    double[][] centred = new double[a.length][a[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        centred[i][j] = a[i][j] - mean[j];
      }
    }
    return centred;
  }

  static double[][] doubleCentre(double[][] a) {
    return centreColumns(transpose(centreColumns(transpose(a))));
  }

  static double[][] oneHot(int[] labels, int classes) {
    double[][] y = new double[labels.length][classes];
    for (int i = 0; i < labels.length; i++) {
      y[i][labels[i]] = 1;
    }
    return y;
  }

  static double norm(double[][] a) {
    return Math.sqrt(Arrays.stream(a).flatMapToDouble(Arrays::stream).map(x -> x * x).sum());
  }

  static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  static double exponentialEntropy(double[] q) {
    double sum = Arrays.stream(q).sum();
    return Math.exp(
        -Arrays.stream(q).filter(x -> x > 0).map(x -> x / sum * Math.log(x / sum)).sum());
  }

  /** Returns ΦᵀΦ/n, whatever the shape. */
  static double[][] moment(double[][] features) {
    double[][] moment = times(transpose(features), features);
    for (double[] row : moment) {
      Arrays.setAll(row, j -> row[j] / features.length);
    }
    return moment;
  }

  /** Returns e_k = Φ u_k/√(nρ_k), one function a row. */
  static double[][] eigenfunctions(double[][] features, Pairs pairs) {
    double[][] functions = new double[pairs.values.length][features.length];
    for (int k = 0; k < functions.length; k++) {
      for (int i = 0; i < features.length; i++) {
        functions[k][i] =
            dot(features[i], pairs.vectors[k]) / Math.sqrt(features.length * pairs.values[k]);
      }
    }
    return functions;
  }

  static double[] overlaps(double[][] functions, double[][] basis) {
    return Arrays.stream(functions)
        .mapToDouble(e -> Arrays.stream(basis).mapToDouble(h -> dot(e, h) * dot(e, h)).sum())
        .toArray();
  }

  static double dlrLiteral(double[][] a, double[][] logits) {
    double[][] q = centreColumns(transpose(orth(logits)));
    double overlap = norm(times(transpose(q), a));
    return 1 - overlap * overlap / (norm(times(transpose(q), q)) * norm(times(transpose(a), a)));
  }

  static double dlrDoubleCentred(double[][] a, double[][] logits) {
    double[][] q = orth(doubleCentre(logits));
    double overlap = norm(times(q, a));
    return 1 - overlap * overlap / (Math.sqrt(q.length) * norm(times(transpose(a), a)));
  }

  static double kernelTargetAlignment(double[][] a, double[][] y) {
    double[][] yc = centreColumns(y);
    double overlap = norm(times(transpose(yc), a));
    return overlap * overlap / (norm(times(transpose(a), a)) * norm(times(transpose(yc), yc)));
  }
}
