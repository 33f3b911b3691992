package io.github.featurescope.examples.toys.systems.diffusion;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An orthonormal basis of all that training can reach: gradient descent never leaves the span of
 * signals, noises and first weights, and sees only inner products, which coordinates in such a
 * basis keep. A run costs a fraction of what it does in all d dimensions.
 */
final class Span {

  private static final double NOTHING = 1e-12;

  private final double[][] basis;

  private Span(double[][] basis) {
    this.basis = basis;
  }

  /** Spans the noises of samples and what first weights have along noise. */
  static Span of(PairData data, double[][] weights) {
    List<double[]> basis = new ArrayList<>();
    for (double[] xi : data.noise().rows()) {
      extend(basis, xi);
    }
    for (double[] w : weights) {
      extend(basis, tail(w));
    }
    return new Span(basis.toArray(double[][]::new));
  }

  private static double[] tail(double[] weights) {
    return Arrays.copyOfRange(weights, 2, weights.length);
  }

  private static void extend(List<double[]> basis, double[] vector) {
    double[] rest = vector.clone();
    double whole = Math.sqrt(Vectors.dot(rest, rest));
    for (int pass = 0; pass < 2; pass++) { // the second takes away what rounding left
      for (double[] unit : basis) {
        Vectors.add(rest, -Vectors.dot(rest, unit), unit);
      }
    }
    double length = Math.sqrt(Vectors.dot(rest, rest));
    if (length > NOTHING * whole) {
      for (int k = 0; k < rest.length; k++) {
        rest[k] /= length;
      }
      basis.add(rest);
    }
  }

  private double[] coordinates(double[] vector) {
    return Arrays.stream(basis).mapToDouble(unit -> Vectors.dot(unit, vector)).toArray();
  }

  /** Writes samples in the basis; of noise outside of the span its part within. */
  PairData of(PairData data) {
    double[][] rows =
        Arrays.stream(data.noise().rows()).map(this::coordinates).toArray(double[][]::new);
    return new PairData(data.signs(), data.signal(), new Patch(rows, 2), data.strength());
  }

  /** Writes weights in the basis: what they have along either signal first. */
  double[][] of(double[][] weights) {
    double[][] reduced = new double[weights.length][];
    for (int r = 0; r < weights.length; r++) {
      double[] rest = coordinates(tail(weights[r]));
      reduced[r] = new double[rest.length + 2];
      System.arraycopy(weights[r], 0, reduced[r], 0, 2);
      System.arraycopy(rest, 0, reduced[r], 2, rest.length);
    }
    return reduced;
  }
}
