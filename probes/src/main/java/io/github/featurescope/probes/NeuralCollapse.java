package io.github.featurescope.probes;

import java.util.Arrays;

/**
 * Measures the four signs of neural collapse, each going to 0.
 *
 * <p>With class means m<sub>c</sub> of the features less the mean of all samples, Σ<sub>W</sub> the
 * covariance within classes (1/n) and Σ<sub>B</sub> = (1/C) Σ m<sub>c</sub>m<sub>c</sub>ᵀ:
 *
 * <ul>
 *   <li>NC1 = Tr(Σ<sub>B</sub>⁺Σ<sub>W</sub>)/C, eigenvalues of Σ<sub>B</sub> at or below 1e-8 of
 *       the largest left out; its cheap form TrΣ<sub>W</sub>/TrΣ<sub>B</sub>;
 *   <li>NC2 = ‖MMᵀ/‖MMᵀ‖ − E‖ with E = (I − 11ᵀ/C)/√(C − 1), the simplex frame;
 *   <li>NC3 = the same of WMᵀ with W the head's weights;
 *   <li>NC4 = share of samples whose nearest class mean is not the predicted class.
 * </ul>
 *
 * <p>By the given labels; under label noise measure a snapshot of the true labels too. A class
 * without a sample is left out and C counts the classes that occur: any part of a collapsed simplex
 * is one again, so full collapse still reads 0.
 *
 * <p>Undefined where fewer than two classes occur, where all class means coincide (constant
 * features for one), or where the head does not tell the means apart (zero weights). NC1 is
 * sensitive to output scaling and unbounded. Cost O(npC). Source: Papyan, Han and Donoho, PNAS
 * 2020; NC1's trace form: Tirer, Huang and Niles-Weed, ICML 2023.
 */
public final class NeuralCollapse implements Measurement<NeuralCollapse.Result> {

  /** NC1 to NC4 over the given labels. */
  public static final NeuralCollapse NC = new NeuralCollapse();

  private static final double PSEUDO_INVERSE_TOLERANCE = 1e-8;

  // What rounding leaves of means that coincide, relative to the features.
  private static final double ROUNDING = 1e-13;

  private NeuralCollapse() {}

  @Override
  public String key() {
    return "neuralCollapse";
  }

  @Override
  public Result measure(Snapshot snapshot) {
    ClassMeans classes = snapshot.shared().classMeans();
    classes.requireTwoClasses();
    double[] norms = snapshot.shared().centredFeatures().squaredRowNorms();
    Finite.require("the variance of the features", Arrays.stream(norms).sum());
    Matrix means = classes.means();
    if (coincide(means.maxAbs(), snapshot)) {
      throw new UndefinedMeasurementException(
          "the mean features of all classes coincide: there is nothing to collapse to");
    }
    Matrix weights = snapshot.headWeights().selectRows(classes.present());
    Matrix duality = weights.timesTranspose(means);
    if (duality.maxAbs() <= ROUNDING * weights.maxAbs() * means.maxAbs()) {
      throw new UndefinedMeasurementException(
          "the head's weights are zero on the class means (a head that starts at zero?): NC3 has"
              + " no value");
    }
    Matrix projected = snapshot.shared().onClassDirections();
    int n = snapshot.samples();
    int c = classes.size();
    return new Result(
        nc1(snapshot.shared(), projected),
        (squaredResiduals(snapshot, classes) / n) / (means.squaredNorm() / c),
        distanceFromSimplex(means.timesTranspose(means)),
        distanceFromSimplex(duality),
        NearestMean.disagreement(snapshot, products(snapshot.shared(), projected), norms));
  }

  private static boolean coincide(double largestMean, Snapshot snapshot) {
    // A norm bounds the largest value from above and is known; seldom does it not suffice.
    double bound = Math.sqrt(Arrays.stream(snapshot.shared().squaredNorms()).max().orElseThrow());
    return largestMean <= ROUNDING * bound
        && largestMean <= ROUNDING * snapshot.features().maxAbs();
  }

  /** Returns the sum of the squared distances of all samples from their class mean. */
  private static double squaredResiduals(Snapshot snapshot, ClassMeans classes) {
    double[] values = snapshot.features().values();
    double[] mean = snapshot.shared().mean();
    double[] means = classes.means().values();
    double[] sums = new double[mean.length];
    for (int i = 0; i < snapshot.samples(); i++) {
      addSquares(values, i * sums.length, mean, means, classes.positions()[i] * sums.length, sums);
    }
    return Arrays.stream(sums).sum();
  }

  private static void addSquares(
      double[] values, int at, double[] mean, double[] means, int of, double[] sums) {
    for (int j = 0; j < sums.length; j++) {
      double residual = (values[at + j] - mean[j]) - means[of + j];
      sums[j] += residual * residual;
    }
  }

  /** Returns features × class meansᵀ from the features on what the means span, [n, C']. */
  private static Matrix products(SharedValues shared, Matrix projected) {
    Matrix means = shared.classMeans().means();
    return projected.timesTranspose(
        means.timesTranspose(shared.classDirections().rightTransposed()));
  }

  /** M = U diag(s) Vᵀ gives the non-zero eigenpairs (s²/C, v) of Σ_B; the C's cancel. */
  private static double nc1(SharedValues shared, Matrix projected) {
    ClassMeans classes = shared.classMeans();
    LinearAlgebra.ThinSvd svd = shared.classDirections();
    int rank = svd.rank(Math.sqrt(PSEUDO_INVERSE_TOLERANCE));
    // Projected first and then compared: what is small beside the means keeps its digits.
    Matrix centres = classes.means().timesTranspose(svd.rightTransposed());
    double sum = 0;
    for (int i = 0; i < projected.rows(); i++) {
      int position = classes.positions()[i];
      for (int k = 0; k < rank; k++) {
        double residual = (projected.get(i, k) - centres.get(position, k)) / svd.values()[k];
        sum += residual * residual;
      }
    }
    return sum / projected.rows();
  }

  private static double distanceFromSimplex(Matrix products) {
    int c = products.rows();
    double norm = Math.sqrt(products.squaredNorm());
    double sum = 0;
    for (int i = 0; i < c; i++) {
      for (int j = 0; j < c; j++) {
        double simplex = ((i == j ? 1 : 0) - 1.0 / c) / Math.sqrt(c - 1);
        double difference = products.get(i, j) / norm - simplex;
        sum += difference * difference;
      }
    }
    return Math.sqrt(sum);
  }

  /**
   * Holds the collapse of one snapshot.
   *
   * @param nc1 variability within classes against between them, at least 0
   * @param nc1Trace the same by traces, at least 0
   * @param nc2 distance of the class means from a simplex frame, in [0, 2]
   * @param nc3 distance of head weights × class means from a simplex frame, in [0, 2]
   * @param nc4 share of samples whose nearest class mean is not the prediction, in [0, 1]
   */
  public record Result(double nc1, double nc1Trace, double nc2, double nc3, double nc4) {

    /** Refuses values that are not finite. */
    public Result {
      Finite.require("nc1", nc1);
      Finite.require("nc1Trace", nc1Trace);
      Finite.require("nc2", nc2);
      Finite.require("nc3", nc3);
      Finite.require("nc4", nc4);
    }
  }
}
