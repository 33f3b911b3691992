package io.github.featurescope.examples.toys.patch;

import io.github.featurescope.examples.toys.Fits;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;

/**
 * The error after training, on fresh samples of which only what the filters see is drawn.
 *
 * <p>Fresh noise enters only through ⟨w, ξ⟩ of the 2m filters, which is normal with covariance ⟨w,
 * w'⟩ less the part along μ. Drawing these 2m numbers instead of ξ itself is exact in distribution
 * and costs 2m instead of d numbers a sample, which makes boundaries cheap to find.
 */
public final class FreshError {

  private FreshError() {}

  /**
   * Trains until the loss is small or all steps are made, and measures the error.
   *
   * @param system what to train; noise of deviation 1
   * @param stop training loss at which training ends
   * @param seed of data, weights and fresh samples
   * @param count number of fresh samples
   * @return share of errors against true labels, in [0, 1]
   */
  public static double afterTraining(SignalNoiseSystem system, double stop, long seed, int count) {
    SignalNoiseState state = system.start(seed);
    double loss = Double.POSITIVE_INFINITY;
    while (state.steps() < system.steps() && loss > stop) {
      loss = state.step(system.rate());
    }
    double error = of(state.network(), state.data().signal(), count, system.freshRandom(seed));
    if (Double.isNaN(error)) {
      throw new IllegalStateException(
          "diverged by step " + state.steps() + " with " + system + " and seed " + seed);
    }
    return error;
  }

  /**
   * Finds the strength of the signal at which the mean error of several runs crosses a height.
   *
   * @param of the system of each strength
   * @param height error at the boundary
   * @param least strength where the error is above
   * @param most strength where it is below
   * @param runs how many to average over
   * @param seed of all of them
   * @return the strength
   */
  public static double boundary(
      DoubleFunction<SignalNoiseSystem> of,
      double height,
      double least,
      double most,
      int runs,
      long seed) {
    DoubleUnaryOperator error =
        strength -> {
          double sum = 0;
          for (int k = 0; k < runs; k++) {
            sum += afterTraining(of.apply(strength), 0.01, 1000 * seed + k, 600);
          }
          return sum / runs;
        };
    return Fits.crossing(error, height, least, most, 7);
  }

  /**
   * Measures a network.
   *
   * @param network any
   * @param signal μ
   * @param count number of fresh samples, half of each label
   * @param random draws what the filters see of them
   * @return share of errors against true labels, in [0, 1]; NaN if weights are too large for their
   *     squares to be finite
   */
  public static double of(PatchNetwork network, double[] signal, int count, Random random) {
    double[][] weights = network.weights();
    double[] along = new double[weights.length];
    for (int r = 0; r < along.length; r++) {
      along[r] = Vectors.dot(weights[r], signal);
      if (!Double.isFinite(Vectors.dot(weights[r], weights[r]) + along[r] * along[r])) {
        return Double.NaN;
      }
    }
    double[][] root = root(weights, along, Vectors.dot(signal, signal));
    double[] normal = new double[along.length];
    int errors = 0;
    for (int i = 0; i < count; i++) {
      double y = i % 2 == 0 ? 1 : -1;
      for (int k = 0; k < normal.length; k++) {
        normal[k] = random.nextGaussian();
      }
      double f = 0;
      for (int r = 0; r < along.length; r++) {
        f +=
            network.sign(r)
                * (network.activation().value(y * along[r])
                    + network.activation().value(Vectors.dot(root[r], normal)));
      }
      errors += y * f <= 0 ? 1 : 0;
    }
    return errors / (double) count;
  }

  /** Returns R with R Rᵀ = ⟨w, w'⟩ − ⟨w, μ⟩⟨w', μ⟩/‖μ‖². */
  private static double[][] root(double[][] weights, double[] along, double squaredSignal) {
    int p = along.length;
    double[][] covariance = new double[p][p];
    for (int r = 0; r < p; r++) {
      for (int s = 0; s <= r; s++) {
        covariance[r][s] =
            Vectors.dot(weights[r], weights[s]) - along[r] * along[s] / squaredSignal;
        covariance[s][r] = covariance[r][s];
      }
    }
    EigenDecomposition eigen = new EigenDecomposition(MatrixUtils.createRealMatrix(covariance));
    double[][] root = eigen.getV().getData();
    for (double[] row : root) {
      for (int k = 0; k < p; k++) {
        row[k] *= StrictMath.sqrt(Math.max(0, eigen.getRealEigenvalue(k)));
      }
    }
    return root;
  }
}
