package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Eigenpairs of the feature operator T[f](x') = E<sub>x</sub>[Φ(x)ᵀΦ(x') f(x)] on a sample.
 *
 * <p>T e<sub>k</sub> = ρ<sub>k</sub> e<sub>k</sub> with ⟨e<sub>k</sub>|e<sub>l</sub>⟩ = (1/n) Σ
 * e<sub>k</sub>(x<sub>i</sub>) e<sub>l</sub>(x<sub>i</sub>) = δ<sub>kl</sub>. From the second
 * moment ΦᵀΦ/n = U diag(ρ) Uᵀ follows e<sub>k</sub>(x) = Φ(x)·u<sub>k</sub>/√ρ<sub>k</sub>; where n
 * &lt; p the Gram matrix ΦΦᵀ/n, which has the same eigenvalues, is solved instead. The kernel is
 * explicit and of finite rank, so this equals the Nyström method without further approximation.
 *
 * <p>Eigenvalues at or below 1e-10 of the largest count as zero and are left out, with their
 * functions. Signs of eigenfunctions are arbitrary. The unit of ρ is the square of the
 * activation's.
 *
 * <p>Source: Nam, Mingard, Lee, Hayou and Louis, arXiv 2410.04264, ICLR 2026.
 */
public final class Spectrum {

  /** Eigenvalues at or below this share of the largest count as zero: {@value}. */
  public static final double RANK_TOLERANCE = 1e-10;

  /** None where only moments are known. */
  private final @Nullable Supplier<Matrix> features;

  private final double samples;
  private final double[] mean;

  /** What the features have more than centred ones. */
  private final double[] offset;

  private final boolean dual;
  private final Eigenbasis basis;
  private final double[] allEigenvalues;
  private final double[] eigenvalues;
  private final double traceOfT;
  private final double normOfT;
  private final @Nullable Spectrum centred;

  /** What functions are on the eigenvectors: several measurements ask for the same. */
  private final Map<Functions, Matrix> met = Collections.synchronizedMap(new IdentityHashMap<>());

  private final Lazy<Matrix> leading;
  private final Lazy<Matrix> unitEigenfunctions;

  private Spectrum(
      @Nullable Supplier<Matrix> features,
      boolean dual,
      double samples,
      double[] mean,
      double[] offset,
      double traceOfT,
      double normOfT,
      Eigenbasis basis,
      @Nullable Spectrum centred) {
    this.features = features;
    this.samples = samples;
    this.mean = mean;
    this.offset = offset;
    this.dual = dual;
    this.traceOfT = traceOfT;
    this.normOfT = normOfT;
    this.allEigenvalues = basis.values();
    this.eigenvalues = Arrays.copyOf(allEigenvalues, rank(allEigenvalues));
    this.basis = basis;
    this.centred = centred;
    this.leading = Lazy.of(() -> basis.vectors().firstRows(eigenvalues.length));
    this.unitEigenfunctions =
        Lazy.of(
            () ->
                dual
                    ? leading.get().transposed()
                    : sample().timesTranspose(leading.get().scaledRows(inverseSingularValues())));
  }

  private static Spectrum solve(
      Supplier<Matrix> features,
      int rows,
      Matrix gram,
      double[] mean,
      double[] offset,
      double squaredNorm,
      int limit) {
    double norm = Math.sqrt(gram.squaredNorm()) / rows;
    requireFinite(norm, features);
    LinearAlgebra algebra = LinearAlgebra.best();
    Matrix moment = gram.scaled(1.0 / rows);
    Eigenbasis basis =
        limit < gram.cols()
            ? Eigenbasis.of(algebra.leadingEigenpairs(moment, limit))
            : algebra.eigenbasis(moment);
    boolean dual = rows < mean.length;
    return new Spectrum(features, dual, rows, mean, offset, squaredNorm / rows, norm, basis, null);
  }

  /** Returns the smaller of featuresᵀ × features and features × featuresᵀ. */
  static Matrix gram(Matrix features) {
    LinearAlgebra algebra = LinearAlgebra.best();
    return features.rows() < features.cols() ? algebra.outerGram(features) : algebra.gram(features);
  }

  /** Refuses features whose second moments overflow. */
  static void requireFinite(double norm, Supplier<Matrix> features) {
    if (!Double.isFinite(norm)) {
      throw new UndefinedMeasurementException(
          "features reach "
              + features.get().maxAbs()
              + ", whose squares and products overflow double precision; training has diverged");
    }
  }

  /** Solves for the features as they are. */
  static Spectrum uncentred(Matrix features) {
    double[] none = new double[features.cols()];
    return solve(
        () -> features,
        features.rows(),
        gram(features),
        none,
        features.columnMeans(),
        features.squaredNorm(),
        Integer.MAX_VALUE);
  }

  /** Solves for the features less their mean over the sample, which are given beside it. */
  static Spectrum centred(Matrix centred, double[] mean) {
    return centred(() -> centred, centred.rows(), gram(centred), mean);
  }

  /** Solves the same from the {@link #gram} of the n centred features. */
  static Spectrum centred(Supplier<Matrix> centred, int rows, Matrix gram, double[] mean) {
    return centred(centred, rows, gram, mean, Integer.MAX_VALUE);
  }

  /** Solves the centred form for the largest eigenvalues only, as if the others were zero. */
  static Spectrum leadingCentred(Matrix features, int limit) {
    double[] mean = features.columnMeans();
    Matrix centred = features.lessColumns(mean);
    return centred(() -> centred, centred.rows(), gram(centred), mean, limit);
  }

  private static Spectrum centred(
      Supplier<Matrix> centred, int rows, Matrix gram, double[] mean, int limit) {
    return solve(centred, rows, gram, mean, new double[mean.length], gram.trace(), limit);
  }

  /**
   * Solves for the features as they are from what is known of the centred ones: their second moment
   * is the covariance plus mean × meanᵀ, a change of rank one.
   *
   * @param features the features as they are, [n, p]
   * @param centred the spectrum of the same features less their mean
   */
  static Spectrum uncentred(Matrix features, Spectrum centred) {
    return uncentred(features, centred, features.squaredNorm());
  }

  /** Solves the same where the sum of the squares of the features is known. */
  static Spectrum uncentred(Matrix features, Spectrum centred, double squaredNorm) {
    return centred.dual
        ? uncentred(features)
        : withMean(centred, () -> features, squaredNorm / features.rows());
  }

  /** Solves for features of which only moments are known, as they are, from their centred form. */
  static Spectrum uncentred(Spectrum centred) {
    double squaredMean = Arrays.stream(centred.mean).map(x -> x * x).sum();
    return withMean(centred, null, centred.traceOfT + squaredMean);
  }

  /**
   * Solves for centred features of which only moments are known.
   *
   * @param products of the centred features, summed over the samples, [p, p]
   * @param samples n, or what they weigh together
   * @param mean of the features, [p]
   */
  static Spectrum ofMoments(Matrix products, double samples, double[] mean) {
    int p = mean.length;
    double norm = Math.sqrt(products.squaredNorm()) / samples;
    requireFinite(norm, () -> products);
    if (norm == 0) {
      throw new UndefinedMeasurementException(
          "features do not vary, or so little that their squares vanish in double precision");
    }
    Matrix moment = products.scaled(1 / samples);
    return new Spectrum(
        null,
        false,
        samples,
        mean,
        new double[p],
        moment.trace(),
        norm,
        LinearAlgebra.best().eigenbasis(moment),
        null);
  }

  private static Spectrum withMean(
      Spectrum centred, @Nullable Supplier<Matrix> features, double trace) {
    int p = centred.mean.length;
    Matrix mean = Matrix.wrap(p, 1, centred.mean);
    double squaredMean = mean.squaredNorm();
    requireFinite(squaredMean * squaredMean, () -> mean);
    Eigenbasis basis = UpdatedBasis.of(centred.basis, mean);
    double[] values = basis.values();
    double squares = Arrays.stream(values).map(value -> value * value).sum();
    return new Spectrum(
        features,
        false,
        centred.samples,
        new double[p],
        centred.mean,
        trace,
        Math.sqrt(squares),
        basis,
        centred);
  }

  /** Returns the sample, which who asks for functions on it must have. */
  private Matrix sample() {
    if (features == null) {
      throw new IllegalStateException("only moments are known: there is no sample to be on");
    }
    return features.get();
  }

  private static int rank(double[] descending) {
    int rank = 0;
    while (rank < descending.length
        && descending[rank] > 0
        && descending[rank] > RANK_TOLERANCE * descending[0]) {
      rank++;
    }
    return rank;
  }

  /** Returns 1/√(nρ) of each eigenvalue. */
  private double[] inverseSingularValues() {
    return Arrays.stream(eigenvalues).map(rho -> 1 / Math.sqrt(rho * samples)).toArray();
  }

  /**
   * Returns the number K of eigenvalues that count.
   *
   * @return in [0, min(n, p)]; 0 where all features are zero, or in centred form constant
   */
  public int rank() {
    return eigenvalues.length;
  }

  /**
   * Returns the eigenvalues ρ that count, largest first.
   *
   * @return a copy, [K], each above 0
   */
  public double[] eigenvalues() {
    return eigenvalues.clone();
  }

  /**
   * Returns exp(−Σ q ln q) with q = ρ/Σρ, the number of directions that the features fill.
   *
   * @return in [1, K]
   * @throws UndefinedMeasurementException if the rank is 0
   */
  public double effectiveDimension() {
    requireRank();
    return Entropy.exponential(eigenvalues);
  }

  /**
   * Returns the eigenfunctions on the sample, each of mean square 1.
   *
   * @return [n, K], one function a column
   */
  public Matrix eigenfunctions() {
    return unitEigenfunctions.get().scaled(Math.sqrt(samples));
  }

  /**
   * Evaluates the eigenfunctions anywhere, by the Nyström extension.
   *
   * @param points features of m points in or outside the sample, [m, p]
   * @return [m, K], one function a column, in the scale of {@link #eigenfunctions()}
   * @throws InvalidSnapshotException if the width is not p or a value is not finite
   */
  public Matrix eigenfunctionsAt(Matrix points) {
    int count = rank();
    if (points.cols() != mean.length) {
      throw new InvalidSnapshotException(
          "features: width "
              + points.cols()
              + ", but the spectrum is of width "
              + mean.length
              + "; read both from the same layer");
    }
    points.requireFinite("features");
    Matrix directions = leadingDirections(count);
    Matrix projections = points.timesTranspose(directions);
    Matrix shift = Matrix.wrap(1, mean.length, mean).timesTranspose(directions);
    double[] values = projections.toRowMajor();
    for (int i = 0, at = 0; i < points.rows(); i++) {
      for (int k = 0; k < count; k++, at++) {
        values[at] = (values[at] - shift.get(0, k)) / Math.sqrt(eigenvalues[k]);
      }
    }
    return Matrix.wrap(points.rows(), count, values);
  }

  /**
   * Returns the unit vectors u of feature space that belong to the eigenfunctions.
   *
   * @return [K, p], one direction a row
   */
  public Matrix directions() {
    return leadingDirections(rank());
  }

  /** Returns the first of them, [count, p]. */
  Matrix leadingDirections(int count) {
    Matrix rows = leading.get().firstRows(count);
    return dual ? rows.times(sample()).scaledRows(inverseSingularValues()) : rows;
  }

  /** Returns the eigenfunctions with Euclidean norm 1 on the sample, [n, K]. */
  Matrix unitEigenfunctions() {
    return unitEigenfunctions.get();
  }

  /** Returns ⟨e|f⟩ of each eigenfunction e of norm 1 with given functions f, [K, r]. */
  Matrix overlaps(Functions functions) {
    if (dual) {
      return basis.times(functions.values().get()).firstRows(rank());
    }
    return coordinates(functions).firstRows(rank()).scaledRows(inverseSingularValues());
  }

  private Matrix coordinates(Functions functions) {
    Matrix known = met.get(functions);
    if (known == null) {
      known =
          centred != null && basis instanceof UpdatedBasis updated
              ? updated.timesShifted(centred.coordinates(functions), functions.sums())
              : basis.times(functions.onFeaturesOfMean(offset));
      met.put(functions, known);
    }
    return known;
  }

  /** Returns ‖P e‖² of each eigenfunction e, P the projection on orthonormal functions, [K]. */
  double[] squaredOverlaps(Functions orthonormal) {
    return overlaps(orthonormal).squaredRowNorms();
  }

  /**
   * Returns all min(n, p) eigenvalues solved for, largest first, those that count as zero included.
   */
  double[] allEigenvalues() {
    return allEigenvalues.clone();
  }

  /** Returns Tr T, the sum of all eigenvalues. */
  double trace() {
    return traceOfT;
  }

  /** Returns ‖T‖ in the Frobenius norm, the root of the sum of all squared eigenvalues. */
  double norm() {
    return normOfT;
  }

  /** Says why there is nothing to measure where no eigenvalue counts. */
  void requireRank() {
    if (rank() == 0) {
      throw features == null
          ? new UndefinedMeasurementException("features do not vary: there is no spectrum")
          : without(features.get());
    }
  }

  /** Returns why there is no spectrum of features without a square that counts. */
  static UndefinedMeasurementException without(Matrix features) {
    return new UndefinedMeasurementException(
        features.maxAbs() > 0
            ? "features are so small that their squares vanish in double precision"
            : "features are zero, or the same for every sample: there is no spectrum");
  }
}
