package io.github.featurescope.examples.toys;

/** Plain loops over arrays of doubles. */
final class Vectors {

  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** Adds factor·b to a. */
  static void add(double[] a, double factor, double[] b) {
    if (factor == 0) {
      return;
    }
    for (int k = 0; k < a.length; k++) {
      a[k] += factor * b[k];
    }
  }

  static double[][] copy(double[][] rows) {
    double[][] copy = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }
}
