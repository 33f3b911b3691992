package io.github.featurescope.examples.toys.patch;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.jspecify.annotations.Nullable;

/**
 * The coefficients γ and ρ of w − w(0) = j γ μ/‖μ‖² + Σ<sub>i</sub> ρ<sub>i</sub>
 * ξ<sub>i</sub>/‖ξ<sub>i</sub>‖² of each filter: what it learned of the signal and of each sample's
 * noise, in units of ⟨w, x⟩.
 *
 * <p>A filter is a sample's own if its sign is that of the given label. ρ of own filters is at
 * least 0 under gradient descent, ρ of the others at most 0.
 */
public final class SignalNoiseParts {

  private final double[] gamma;
  private final double[][] rho;

  private SignalNoiseParts(double[] gamma, double[][] rho) {
    this.gamma = gamma;
    this.rho = rho;
  }

  static SignalNoiseParts of(double[] gamma, double[][] rho) {
    return new SignalNoiseParts(gamma, rho);
  }

  /**
   * Solves for both by least squares, as one must where only weights are known. Without the first
   * weights the result is off by about their size.
   *
   * @param now the network
   * @param before the network at the start of training
   * @param data training samples; n + 1 must not exceed the dimension, nor n its noise directions
   * @return γ and ρ
   * @throws IllegalArgumentException if signal and noise patches depend linearly on each other
   */
  public static SignalNoiseParts leastSquares(
      PatchNetwork now, PatchNetwork before, PatchData data) {
    int n = data.samples();
    if (n + 1 > data.dimension()) {
      throw dependent(data, null);
    }
    RealMatrix directions = MatrixUtils.createRealMatrix(data.dimension(), n + 1);
    double[] mu = data.signal();
    directions.setColumn(0, scaled(mu));
    for (int i = 0; i < n; i++) {
      directions.setColumn(i + 1, scaled(data.noise(i)));
    }
    RealMatrix change =
        MatrixUtils.createRealMatrix(now.weights())
            .subtract(MatrixUtils.createRealMatrix(before.weights()))
            .transpose();
    try {
      double[][] solution =
          new QRDecomposition(directions).getSolver().solve(change).transpose().getData();
      return new SignalNoiseParts(
          IntStream.range(0, solution.length)
              .mapToDouble(r -> now.sign(r) * solution[r][0])
              .toArray(),
          Arrays.stream(solution)
              .map(row -> Arrays.copyOfRange(row, 1, n + 1))
              .toArray(double[][]::new));
    } catch (SingularMatrixException e) {
      throw dependent(data, e);
    }
  }

  private static IllegalArgumentException dependent(PatchData data, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "signal and noise of "
            + data.samples()
            + " samples in dimension "
            + data.dimension()
            + " depend linearly on each other: the split of the weights is not unique; use fewer"
            + " samples or a larger dimension",
        cause);
  }

  private static double[] scaled(double[] v) {
    double squared = Vectors.dot(v, v);
    return Arrays.stream(v).map(x -> x / squared).toArray();
  }

  /**
   * Returns what each filter learned of the signal.
   *
   * @return γ, a copy, [2m]
   */
  public double[] gamma() {
    return gamma.clone();
  }

  /**
   * Returns what each filter learned of each sample's noise.
   *
   * @return ρ, a copy, [2m, n]
   */
  public double[][] rho() {
    return Vectors.copy(rho);
  }

  /**
   * Returns the largest γ.
   *
   * @return over all filters
   */
  public double maxGamma() {
    return Arrays.stream(gamma).max().orElseThrow();
  }

  /**
   * Returns the largest ρ.
   *
   * @return over all filters and samples
   */
  public double maxRho() {
    return Arrays.stream(rho).flatMapToDouble(Arrays::stream).max().orElseThrow();
  }

  /**
   * Returns the smallest ρ: how far filters are pushed off the noise of the other class.
   *
   * @return over all filters and samples
   */
  public double minRho() {
    return Arrays.stream(rho).flatMapToDouble(Arrays::stream).min().orElseThrow();
  }

  /**
   * Returns the mean γ.
   *
   * @return over all filters
   */
  public double meanGamma() {
    return Arrays.stream(gamma).average().orElseThrow();
  }

  /**
   * Returns the largest ρ of each sample among its own filters.
   *
   * @param data the training samples
   * @return [n]
   */
  public double[] maxOwnRho(PatchData data) {
    return overOwn(data, filters -> filters.max().orElseThrow());
  }

  /**
   * Returns the mean ρ of each sample over its own filters.
   *
   * @param data the training samples
   * @return [n]
   */
  public double[] meanOwnRho(PatchData data) {
    return overOwn(data, filters -> filters.average().orElseThrow());
  }

  private double[] overOwn(PatchData data, Summary summary) {
    int m = rho.length / 2;
    int[] labels = data.givenLabels();
    IntToDoubleFunction ofSample =
        i -> {
          int first = labels[i] == 1 ? 0 : m;
          return summary.of(IntStream.range(first, first + m).mapToDouble(r -> rho[r][i]));
        };
    return IntStream.range(0, labels.length).mapToDouble(ofSample).toArray();
  }

  /** One number of several. */
  private interface Summary {
    double of(DoubleStream values);
  }
}
