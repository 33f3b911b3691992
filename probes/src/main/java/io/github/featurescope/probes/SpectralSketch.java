package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * The spectrum of wide features without their whole eigenproblem: leading eigenpairs from a block
 * Krylov space, sums over the others by stochastic Lanczos quadrature in the same space, which
 * random vectors, the mean and the targets span.
 *
 * <p>Random vectors are seeded, so that the same features read the same. The features as they are
 * have the covariance plus mean × meanᵀ for second moment: their leading pairs come from the same
 * space, which holds the mean, and their traces are those of the covariance plus what the change of
 * rank one adds within the space (Beckermann, Kressner and Schweitzer, SIAM J. Matrix Anal. Appl.
 * 2018).
 */
final class SpectralSketch {

  /** How many eigenpairs are solved for, at most. */
  static final int PAIRS = 64;

  /** Vectors that the space begins with beside the mean, targets among them. */
  private static final int BLOCK = 32;

  private static final int STEPS = 16;

  /** Up to so many targets are each followed; of more, as many random combinations. */
  private static final int FOLLOWED = 12;

  private static final long SEED = 0x5eed5eedL;

  private final SymmetricOperator operator;
  private final double samples;
  private final double[] mean;
  private final double trace;
  private final TraceEstimate norm;
  private final double squaredMean;
  private final KrylovSpace space;
  private final KrylovSpace.Pairs centred;
  private final Lazy<KrylovSpace.Pairs> uncentred;
  private final Lazy<double[]> withMean;
  private final Lazy<double[]> withoutMean;
  private final Lazy<Quadratures> probes;
  private final Lazy<Quadratures> targets;
  private final double[] targetsOnLeading;
  private final double[] remainder;

  /**
   * Solves for the leading pairs.
   *
   * @param operator the covariance (1/n) of features that vary, [p, p]
   * @param samples n, or what they weigh together
   * @param mean of the features, [p]
   * @param trace of the covariance
   * @param norm of the covariance in the Frobenius norm, estimated where it is not known
   * @param targets centred featuresᵀ × centred one-hot labels, one label a row, [C, p]
   */
  SpectralSketch(
      SymmetricOperator operator,
      double samples,
      double[] mean,
      double trace,
      OptionalDouble norm,
      Matrix targets) {
    this.operator = operator;
    this.samples = samples;
    this.mean = mean;
    this.trace = trace;
    this.squaredMean = Arrays.stream(mean).map(x -> x * x).sum();
    int p = mean.length;
    Matrix followed = combined(targets);
    Matrix random = random(BLOCK - followed.rows());
    Matrix start = Matrix.stackRows(List.of(Matrix.wrap(1, p, mean), followed, random));
    this.space = KrylovSpace.of(operator, start, STEPS);
    KrylovSpace.Pairs found = counted(space.leading(new double[p], PAIRS));
    SymmetricOperator precise = operator.precise();
    this.centred = precise.equals(operator) ? found : KrylovSpace.refined(precise, found);
    this.uncentred = Lazy.of(() -> counted(space.leading(mean, PAIRS)));
    this.withMean = Lazy.of(() -> space.values(mean));
    this.withoutMean = Lazy.of(() -> space.values(new double[p]));
    int leading = found.values().length;
    this.probes = Lazy.of(() -> space.quadratures(random, leading));
    this.targets = Lazy.of(() -> space.quadratures(followed, leading));
    this.targetsOnLeading = centred.vectors().timesTranspose(targets).squaredRowNorms();
    double taken = 0;
    double squares = 0;
    for (int k = 0; k < centred.values().length; k++) {
      double rho = centred.values()[k];
      double residual = centred.residuals()[k];
      taken += rho;
      // Of ‖A‖² the rows and columns along V; the residual stands in both.
      squares += rho * rho + 2 * residual * residual;
    }
    double left = Math.max(0, trace - taken);
    double dimensions = p - centred.values().length;
    if (norm.isPresent()) {
      this.norm = new TraceEstimate(norm.getAsDouble(), 0);
      double known = norm.getAsDouble() * norm.getAsDouble();
      this.remainder = new double[] {dimensions, left, Math.max(0, known - squares)};
    } else {
      this.remainder = new double[] {dimensions, left};
      TraceEstimate others = others(x -> x * x);
      double value = Math.sqrt(squares + Math.max(0, others.value()));
      this.norm = new TraceEstimate(value, others.standardError() / (2 * value));
    }
  }

  private Matrix random(int rows) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] signs = new double[Matrix.capacity(rows, mean.length)];
    Arrays.setAll(signs, at -> random.nextBoolean() ? 1 : -1);
    return Matrix.wrap(rows, mean.length, signs);
  }

  private KrylovSpace.Pairs counted(KrylovSpace.Pairs pairs) {
    double[] values = pairs.values();
    int rank = 0;
    while (rank < values.length && values[rank] > least() * values[0]) {
      rank++;
    }
    return new KrylovSpace.Pairs(
        Arrays.copyOf(values, rank),
        pairs.vectors().firstRows(rank),
        Arrays.copyOf(pairs.residuals(), rank));
  }

  /** Returns the leading pairs of the covariance, or of the second moment of the features. */
  KrylovSpace.Pairs pairs(boolean ofCentred) {
    return ofCentred ? centred : uncentred.get();
  }

  private boolean nothingLeft() {
    return remainder[1] <= operator.noise() * trace;
  }

  /** Returns Tr T of the centred or uncentred features, exact. */
  double trace(boolean ofCentred) {
    return ofCentred ? trace : trace + squaredMean;
  }

  /** Returns ‖T‖ in the Frobenius norm of the centred features, exact where it was known. */
  double centredNorm() {
    return norm.value();
  }

  /** Eigenvalues at or below this share of the largest count as zero. */
  private double least() {
    return Math.max(Spectrum.RANK_TOLERANCE, operator.noise());
  }

  /** Estimates Σ f(ρ) over all eigenvalues, of an f that is 0 at 0. */
  TraceEstimate sum(boolean ofCentred, DoubleUnaryOperator f) {
    double leading = Arrays.stream(centred.values()).map(f).sum();
    TraceEstimate others = others(f);
    double change = 0;
    if (!ofCentred) {
      change += sumWithin(withMean.get(), f) - sumWithin(withoutMean.get(), f);
    }
    return new TraceEstimate(leading + others.value() + change, others.standardError());
  }

  private TraceEstimate others(DoubleUnaryOperator f) {
    return nothingLeft() ? new TraceEstimate(0, 0) : TraceEstimate.of(probes.get(), remainder, f);
  }

  private static double sumWithin(double[] values, DoubleUnaryOperator f) {
    return Arrays.stream(values).map(x -> f.applyAsDouble(Math.max(0, x))).sum();
  }

  /** Estimates exp(−Σ q ln q) with q = ρ/Σρ. */
  TraceEstimate effectiveDimension(boolean ofCentred) {
    double all = trace(ofCentred);
    TraceEstimate entropy = sum(ofCentred, x -> x > 0 ? -(x / all) * Math.log(x / all) : 0);
    double value = Math.exp(Math.max(0, entropy.value()));
    return new TraceEstimate(value, value * entropy.standardError());
  }

  /** Estimates how many eigenvalues count. */
  int rank(boolean ofCentred) {
    KrylovSpace.Pairs pairs = pairs(ofCentred);
    double least = Spectrum.RANK_TOLERANCE * pairs.values()[0];
    long estimate = Math.round(sum(ofCentred, x -> x > least ? 1 : 0).value());
    double most = Math.min(mean.length, ofCentred ? samples - 1 : samples);
    return (int) Math.max(pairs.values().length, Math.min((double) estimate, most));
  }

  /** Returns ‖P e‖² of each leading eigenfunction e, P the projection on orthonormal functions. */
  double[] squaredOverlaps(boolean ofCentred, Functions functions) {
    KrylovSpace.Pairs pairs = pairs(ofCentred);
    double[] factors = new double[pairs.values().length];
    Arrays.setAll(factors, k -> 1 / Math.sqrt(pairs.values()[k] * samples));
    Matrix onFeatures = ofCentred ? functions.onCentred() : functions.onFeaturesOfMean(mean);
    return pairs.vectors().times(onFeatures).scaledRows(factors).squaredRowNorms();
  }

  /** Estimates Σ bᵀf(A)b over the targets b; exact along the leading pairs. */
  double ofTargets(DoubleUnaryOperator f) {
    double sum = 0;
    for (int k = 0; k < targetsOnLeading.length; k++) {
      sum += targetsOnLeading[k] * f.applyAsDouble(centred.values()[k]);
    }
    for (int target = 0; target < targets.get().count() && !nothingLeft(); target++) {
      sum += targets.get().sum(target, f);
    }
    return sum;
  }

  /** Returns the rows, or fewer random combinations whose squares have the same sum on average. */
  private static Matrix combined(Matrix rows) {
    if (rows.rows() <= FOLLOWED) {
      return rows;
    }
    SplittableRandom random = new SplittableRandom(SEED + 1);
    double[] signs = new double[FOLLOWED * rows.rows()];
    double height = 1 / Math.sqrt(FOLLOWED);
    Arrays.setAll(signs, at -> random.nextBoolean() ? height : -height);
    return Matrix.wrap(FOLLOWED, rows.rows(), signs).times(rows);
  }

  /** Says how exact all of it is. */
  SpectrumAccuracy accuracy() {
    double worst = 0;
    for (int k = 0; k < centred.values().length; k++) {
      worst = Math.max(worst, centred.residuals()[k] / centred.values()[k]);
    }
    TraceEstimate dimension = effectiveDimension(true);
    return new SpectrumAccuracy(
        "lanczos",
        centred.values().length,
        worst,
        3 * dimension.standardError() / dimension.value(),
        3 * norm.standardError() / norm.value());
  }
}
