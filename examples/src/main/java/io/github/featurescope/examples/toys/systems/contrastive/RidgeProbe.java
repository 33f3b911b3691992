package io.github.featurescope.examples.toys.systems.contrastive;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/** What a linear readout of an encoder, fitted to the training labels, makes of fresh samples. */
final class RidgeProbe {

  private static final double RIDGE = 1e-3;

  private RidgeProbe() {}

  /** Returns the share of errors of sign(h·k) on fresh samples; an output of 0 is an error. */
  static double error(
      Encoder encoder, Views training, double[] signs, Views fresh, double[] freshSigns) {
    RealMatrix features = features(encoder, training);
    RealMatrix moments = features.transpose().multiply(features);
    int m = encoder.filters();
    double ridge = RIDGE * moments.getTrace() / m;
    if (ridge == 0) {
      return 1;
    }
    RealMatrix ridged = moments.add(MatrixUtils.createRealIdentityMatrix(m).scalarMultiply(ridge));
    RealVector readout =
        new CholeskyDecomposition(ridged)
            .getSolver()
            .solve(features.transpose().operate(new ArrayRealVector(signs, false)));
    double[] outputs = features(encoder, fresh).operate(readout).toArray();
    int errors = 0;
    for (int i = 0; i < outputs.length; i++) {
      errors += outputs[i] * freshSigns[i] > 0 ? 0 : 1;
    }
    return errors / (double) outputs.length;
  }

  /** Returns the activations of both patches, added: [n, m]. */
  private static RealMatrix features(Encoder encoder, Views views) {
    int m = encoder.filters();
    double[][] embeddings = new double[views.size()][2 * m];
    encoder.embed(views, embeddings);
    double[][] sums = new double[views.size()][m];
    for (int i = 0; i < sums.length; i++) {
      for (int r = 0; r < m; r++) {
        sums[i][r] = embeddings[i][r] + embeddings[i][m + r];
      }
    }
    return new Array2DRowRealMatrix(sums, false);
  }
}
