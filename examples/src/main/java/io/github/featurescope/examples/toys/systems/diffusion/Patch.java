package io.github.featurescope.examples.toys.systems.diffusion;

/** One patch of all samples, kept only in the coordinates where it is not 0. */
@SuppressWarnings("ArrayRecordComponent") // shared within this package only, and never changed
record Patch(double[][] rows, int offset) {

  int samples() {
    return rows.length;
  }

  /** Computes scale·⟨x, w⟩ of every sample and filter: [n, m]. */
  void project(double[][] weights, double scale, double[][] into) {
    for (int i = 0; i < rows.length; i++) {
      double[] x = rows[i];
      for (int r = 0; r < weights.length; r++) {
        into[i][r] = scale * along(x, weights[r]);
      }
    }
  }

  private double along(double[] x, double[] w) {
    // Four sums that do not wait for each other, added in a fixed order.
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 4 <= x.length; k += 4) {
      s0 += x[k] * w[offset + k];
      s1 += x[k + 1] * w[offset + k + 1];
      s2 += x[k + 2] * w[offset + k + 2];
      s3 += x[k + 3] * w[offset + k + 3];
    }
    for (; k < x.length; k++) {
      s0 += x[k] * w[offset + k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Adds scale·slopesᵀ X: what comes back to the weights through {@link #project}. */
  void back(double[][] slopes, double scale, double[][] gradient) {
    for (int i = 0; i < rows.length; i++) {
      double[] x = rows[i];
      for (int r = 0; r < gradient.length; r++) {
        double factor = scale * slopes[i][r];
        double[] into = gradient[r];
        for (int k = 0; k < x.length; k++) {
          into[offset + k] += factor * x[k];
        }
      }
    }
  }
}
