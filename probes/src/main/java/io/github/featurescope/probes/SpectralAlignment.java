package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures how the features' eigenfunctions meet the targets and the functions that the head
 * learned.
 *
 * <p>Quality Q*<sub>k</sub> = ‖P(e<sub>k</sub>)‖² with P the projection on the span of the one-hot
 * given labels: how good is feature k. Utility Q̂<sub>k</sub> is the same for the span of the
 * logits: how much of feature k the head uses. Their sums over the first k, divided by the
 * dimension of the space, are Π*(k) and Π̂(k), in [0, 1]. Π̂ far below Π* at small k says that good
 * features lie unused.
 *
 * <p>Bias: in sample. Pure noise of width p reads Π*(p) ≈ p/n (plus 1/C in uncentred form, from the
 * constant), so trust Π* only where n is several times p and use {@link CrossFittedQuality} beside
 * it. Utility compares functions on the same sample and has no such bias.
 *
 * <p>Undefined where the features are zero (centred: constant), where the logits are zero (centred:
 * the same for all classes or all samples), where all labels are one class (centred), or where no
 * eigenfunction overlaps a space at all. Classes without a sample leave the target space smaller.
 *
 * <p>Where only leading eigenpairs are solved for ({@link SpectrumMethod#LEADING}), the effective
 * dimension is an estimate with a known error, the rank an estimate, and target and learned
 * dimension count leading functions only.
 *
 * <p>Cost O(np·min(n, p)), nearly all of it the spectrum's. Source: Nam, Mingard, Lee, Hayou and
 * Louis, arXiv 2410.04264 (v3, Eq. 5).
 */
public final class SpectralAlignment implements MomentMeasurement<SpectralAlignment.Result> {

  /** Of the features as they are: the form of the paper. */
  public static final SpectralAlignment UNCENTRED = new SpectralAlignment("uncentred", false);

  /**
   * Of features and targets less their mean and logits centred over samples and classes: what to
   * watch, since the mean of ReLU features hides the rest.
   */
  public static final SpectralAlignment CENTRED = new SpectralAlignment("centred", true);

  /** How many leading eigenpairs a result lists at most: {@value}. */
  public static final int LISTED = 16;

  // Overlaps are squares of what rounding leaves, at least 1e-32.
  private static final double NO_OVERLAP = 1e-24;

  private final String key;
  private final boolean centred;

  private SpectralAlignment(String key, boolean centred) {
    this.key = key;
    this.centred = centred;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public Result measure(SecondMoments moments) {
    Optional<SpectralSketch> sketch = moments.sketch();
    if (sketch.isEmpty()) {
      (centred ? moments.centredSpectrum() : moments.uncentredSpectrum()).requireRank();
    }
    ClassMeans classes = moments.classMeans();
    if (centred) {
      classes.requireTwoClasses();
    }
    Functions learned = centred ? moments.centredLearnedFunctions() : moments.learnedFunctions();
    if (learned.count() == 0) {
      throw new UndefinedMeasurementException(
          centred
              ? "logits do not differ between classes and samples: the head has learned no function"
              : "logits are all zero: the head has learned no function");
    }
    // Centred eigenfunctions have mean 0, so the targets need no centring, only one dimension less.
    int targetDimensions = centred ? classes.size() - 1 : classes.size();
    if (sketch.isPresent()) {
      SpectralSketch leading = sketch.get();
      return result(
          leading.rank(centred),
          leading.pairs(centred).values(),
          leading.effectiveDimension(centred).value(),
          leading.squaredOverlaps(centred, moments.classFunctions()),
          targetDimensions,
          leading.squaredOverlaps(centred, learned),
          learned.count(),
          false);
    }
    Spectrum spectrum = centred ? moments.centredSpectrum() : moments.uncentredSpectrum();
    return result(
        spectrum.rank(),
        spectrum.eigenvalues(),
        spectrum.effectiveDimension(),
        spectrum.squaredOverlaps(moments.classFunctions()),
        targetDimensions,
        spectrum.squaredOverlaps(learned),
        learned.count(),
        true);
  }

  private static Result result(
      int rank,
      double[] eigenvalues,
      double effectiveDimension,
      double[] quality,
      int targetDimensions,
      double[] utility,
      int learnedDimensions,
      boolean complete) {
    double targets = dimension(quality, "target");
    double learned = dimension(utility, "learned");
    return new Result(
        rank,
        listed(eigenvalues),
        effectiveDimension,
        listed(quality),
        cumulative(quality, targetDimensions),
        complete ? targets : null,
        listed(utility),
        cumulative(utility, learnedDimensions),
        complete ? learned : null);
  }

  private static double[] listed(double[] values) {
    return Arrays.copyOf(values, Math.min(LISTED, values.length));
  }

  private static double[] cumulative(double[] values, int dimensions) {
    double[] sums = listed(values);
    Arrays.parallelPrefix(sums, Double::sum);
    return Arrays.stream(sums).map(sum -> sum / dimensions).toArray();
  }

  private static double dimension(double[] overlaps, String space) {
    if (Arrays.stream(overlaps).sum() < NO_OVERLAP) {
      throw new UndefinedMeasurementException(
          "no eigenfunction of the features overlaps the " + space + " functions");
    }
    return Entropy.exponential(overlaps);
  }

  /**
   * Holds the alignment of one snapshot. Arrays list the first {@value #LISTED} eigenpairs, fewer
   * where the rank is lower.
   *
   * @param rank the number K of eigenvalues above 1e-10 of the largest
   * @param eigenvalues ρ, largest first, in units of the activation squared
   * @param effectiveDimension exp entropy of all ρ normalised to 1, in [1, K]
   * @param quality Q*, each in [0, 1]
   * @param cumulativeQuality Π*(k), ascending in [0, 1]
   * @param targetDimension exp entropy of all Q* normalised to 1: how many features the targets
   *     need, in [1, K], or null where only leading eigenpairs were solved for
   * @param utility Q̂, each in [0, 1]
   * @param cumulativeUtility Π̂(k), ascending in [0, 1]
   * @param learnedDimension exp entropy of all Q̂ normalised to 1: how many features the head uses,
   *     in [1, K], or null as above
   */
  @SuppressWarnings("ArrayRecordComponent") // copied in and out
  public record Result(
      int rank,
      double[] eigenvalues,
      double effectiveDimension,
      double[] quality,
      double[] cumulativeQuality,
      @Nullable Double targetDimension,
      double[] utility,
      double[] cumulativeUtility,
      @Nullable Double learnedDimension) {

    /** Copies the arrays and refuses values that are not finite. */
    public Result {
      eigenvalues = Finite.require("eigenvalues", eigenvalues);
      Finite.require("effectiveDimension", effectiveDimension);
      quality = Finite.require("quality", quality);
      cumulativeQuality = Finite.require("cumulativeQuality", cumulativeQuality);
      if (targetDimension != null) {
        Finite.require("targetDimension", targetDimension);
      }
      utility = Finite.require("utility", utility);
      cumulativeUtility = Finite.require("cumulativeUtility", cumulativeUtility);
      if (learnedDimension != null) {
        Finite.require("learnedDimension", learnedDimension);
      }
    }

    @Override
    public double[] eigenvalues() {
      return eigenvalues.clone();
    }

    @Override
    public double[] quality() {
      return quality.clone();
    }

    @Override
    public double[] cumulativeQuality() {
      return cumulativeQuality.clone();
    }

    @Override
    public double[] utility() {
      return utility.clone();
    }

    @Override
    public double[] cumulativeUtility() {
      return cumulativeUtility.clone();
    }
  }
}
