package io.github.featurescope.probes;

/**
 * Measures the participation ratio (Σλ)²/Σλ² of the centred features' covariance, in [1, p].
 *
 * <p>The same number as {@link Dimensionality}'s, for which moments are enough; beside the centred
 * spectrum it costs nothing. Of n independent samples it is biased downwards: 1/n is added to its
 * inverse, to first order. Undefined where the features are constant.
 */
public final class Participation implements MomentMeasurement<Participation.Result> {

  /** The participation ratio of the centred features. */
  public static final Participation RATIO = new Participation();

  private Participation() {}

  /**
   * Dimensions that the features fill.
   *
   * @param participationRatio (Σλ)²/Σλ², in [1, p]
   */
  public record Result(double participationRatio) {}

  @Override
  public String key() {
    return "";
  }

  @Override
  public Result measure(SecondMoments moments) {
    double norm = moments.centredNorm();
    double share = moments.centredSpectrum().trace() / norm;
    return new Result(share * share);
  }
}
