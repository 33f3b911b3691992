package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * The spectrum of wide features without their whole eigenproblem: leading eigenpairs from a block
 * Krylov space, sums over the others by stochastic Lanczos quadrature.
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

  private static final int BLOCK = 32;
  private static final int BLOCK_STEPS = 16;
  private static final int PROBES = 16;
  private static final int STEPS = 40;

  /** Up to so many functions are each followed; of more, as many random combinations. */
  private static final int FOLLOWED = 32;

  private static final long SEED = 0x5eed5eedL;

  // What rounding leaves of a trace of which nothing is left.
  private static final double NOTHING_LEFT = 1e-12;

  private final SymmetricOperator operator;
  private final double samples;
  private final double[] mean;
  private final double trace;
  private final double norm;
  private final double squaredMean;
  private final KrylovSpace space;
  private final KrylovSpace.Pairs centred;
  private final Lazy<KrylovSpace.Pairs> uncentred;
  private final Lazy<LanczosRuns> runs;
  private final double[] remainder;

  /**
   * Solves for the leading pairs.
   *
   * @param operator the covariance (1/n) of features that vary, [p, p]
   * @param samples n, or what they weigh together
   * @param mean of the features, [p]
   * @param trace of the covariance
   * @param norm of the covariance in the Frobenius norm
   */
  SpectralSketch(
      SymmetricOperator operator, double samples, double[] mean, double trace, double norm) {
    this.operator = operator;
    this.samples = samples;
    this.mean = mean;
    this.trace = trace;
    this.norm = norm;
    this.squaredMean = Arrays.stream(mean).map(x -> x * x).sum();
    int p = mean.length;
    Matrix start = Matrix.stackRows(List.of(Matrix.wrap(1, p, mean), random(BLOCK, 0)));
    this.space = KrylovSpace.of(operator, start, BLOCK_STEPS);
    this.centred = counted(space.leading(new double[p], PAIRS));
    this.uncentred = Lazy.of(() -> counted(space.leading(mean, PAIRS)));
    this.runs = Lazy.of(() -> LanczosRuns.of(operator, centred.vectors(), random(PROBES, 1), STEPS));
    double[] rest = {p - centred.values().length, trace, norm * norm};
    for (int k = 0; k < centred.values().length; k++) {
      double rho = centred.values()[k];
      double residual = centred.residuals()[k];
      rest[1] -= rho;
      // ‖A‖² less the rows and columns along V; the residual stands in both.
      rest[2] -= rho * rho + 2 * residual * residual;
    }
    rest[1] = Math.max(0, rest[1]);
    rest[2] = Math.max(0, rest[2]);
    this.remainder = rest;
  }

  private Matrix random(int rows, int stream) {
    SplittableRandom random = new SplittableRandom(SEED + stream);
    double[] signs = new double[Matrix.capacity(rows, mean.length)];
    Arrays.setAll(signs, at -> random.nextBoolean() ? 1 : -1);
    return Matrix.wrap(rows, mean.length, signs);
  }

  private static KrylovSpace.Pairs counted(KrylovSpace.Pairs pairs) {
    double[] values = pairs.values();
    int rank = 0;
    while (rank < values.length && values[rank] > Spectrum.RANK_TOLERANCE * values[0]) {
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
    return remainder[1] <= NOTHING_LEFT * trace;
  }

  /** Returns Tr T of the centred or uncentred features, exact. */
  double trace(boolean ofCentred) {
    return ofCentred ? trace : trace + squaredMean;
  }

  /** Returns ‖T‖ in the Frobenius norm of the centred features, exact. */
  double centredNorm() {
    return norm;
  }

  /** Estimates Σ f(ρ) over all eigenvalues, of an f that is 0 at 0. */
  TraceEstimate sum(boolean ofCentred, DoubleUnaryOperator f) {
    double leading = Arrays.stream(centred.values()).map(f).sum();
    TraceEstimate others =
        nothingLeft() ? new TraceEstimate(0, 0) : TraceEstimate.of(runs.get(), remainder, f);
    double change = 0;
    if (!ofCentred) {
      change += sumWithin(mean, f) - sumWithin(new double[mean.length], f);
    }
    return new TraceEstimate(leading + others.value() + change, others.standardError());
  }

  private double sumWithin(double[] vector, DoubleUnaryOperator f) {
    return Arrays.stream(space.values(vector)).map(x -> f.applyAsDouble(Math.max(0, x))).sum();
  }

  /** Estimates exp(−Σ q ln q) with q = ρ/Σρ. */
  TraceEstimate effectiveDimension(boolean ofCentred) {
    double all = trace(ofCentred);
    TraceEstimate entropy =
        sum(ofCentred, x -> x > 0 ? -(x / all) * Math.log(x / all) : 0);
    double value = Math.exp(Math.max(0, entropy.value()));
    return new TraceEstimate(value, value * entropy.standardError());
  }

  /** Estimates how many eigenvalues count. */
  int rank(boolean ofCentred) {
    KrylovSpace.Pairs pairs = pairs(ofCentred);
    double least = Spectrum.RANK_TOLERANCE * pairs.values()[0];
    long estimate = Math.round(sum(ofCentred, x -> x > least ? 1 : 0).value());
    double most = Math.min(mean.length, ofCentred ? samples - 1 : samples);
    return (int) Math.max(pairs.values().length, Math.min(estimate, most));
  }

  /** Returns ‖P e‖² of each leading eigenfunction e, P the projection on orthonormal functions. */
  double[] squaredOverlaps(boolean ofCentred, Functions functions) {
    KrylovSpace.Pairs pairs = pairs(ofCentred);
    double[] factors = new double[pairs.values().length];
    Arrays.setAll(factors, k -> 1 / Math.sqrt(pairs.values()[k] * samples));
    Matrix onFeatures =
        ofCentred ? functions.onCentred() : functions.onFeaturesOfMean(mean);
    return pairs.vectors().times(onFeatures).scaledRows(factors).squaredRowNorms();
  }

  /**
   * Follows functions through the centred spectrum.
   *
   * @param onCentred centred featuresᵀ × functions, [p, r]
   */
  Followed follow(Matrix onCentred) {
    Matrix rows = onCentred.transposed();
    double[] onLeading = centred.vectors().times(onCentred).squaredRowNorms();
    if (nothingLeft()) {
      return new Followed(onLeading, LanczosRuns.of(operator, centred.vectors(), rows, 0));
    }
    return new Followed(
        onLeading, LanczosRuns.of(operator, centred.vectors(), combined(rows), STEPS));
  }

  /** Returns the rows, or fewer random combinations whose squares have the same sum on average. */
  private static Matrix combined(Matrix rows) {
    if (rows.rows() <= FOLLOWED) {
      return rows;
    }
    SplittableRandom random = new SplittableRandom(SEED + 2);
    double[] signs = new double[FOLLOWED * rows.rows()];
    double height = 1 / Math.sqrt(FOLLOWED);
    Arrays.setAll(signs, at -> random.nextBoolean() ? height : -height);
    return Matrix.wrap(FOLLOWED, rows.rows(), signs).times(rows);
  }

  /** Functions b as the covariance A sees them. */
  final class Followed {
    private final double[] onLeading;
    private final LanczosRuns others;

    private Followed(double[] onLeading, LanczosRuns others) {
      this.onLeading = onLeading;
      this.others = others;
    }

    /** Returns Σ bᵀ f(A) b over the functions. */
    double sum(DoubleUnaryOperator f) {
      double sum = 0;
      for (int k = 0; k < onLeading.length; k++) {
        sum += onLeading[k] * f.applyAsDouble(centred.values()[k]);
      }
      for (int run = 0; run < others.count(); run++) {
        sum += others.sum(run, f);
      }
      return sum;
    }
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
        3 * dimension.standardError() / dimension.value());
  }
}
