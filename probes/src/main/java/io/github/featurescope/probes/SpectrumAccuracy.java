package io.github.featurescope.probes;

/**
 * Says how exactly the spectrum behind a report is known where not all of it was solved for.
 *
 * <p>Leading eigenpairs are of a block Krylov space; how far each eigenvalue can be off is bounded
 * by the norm of its residual. Participation ratio, richness and kernel-target alignment are exact.
 * What needs all eigenvalues (effective dimension, RankMe, ridge quality) adds to the leading ones
 * a trace over the others, by stochastic Lanczos quadrature with fixed random vectors; its error is
 * statistical. Above min(n, p) = 3072 features are not multiplied out, and the Frobenius norm of
 * the covariance, in the denominator of the three that are exact otherwise, is estimated likewise.
 * Target and learned dimension need the overlaps with all of them and are absent.
 *
 * @param method "lanczos"
 * @param pairs the number of leading eigenpairs, at most 64, fewer where the rank is lower
 * @param eigenvalueError the largest residual norm of a leading centred pair as a share of its
 *     eigenvalue: a bound
 * @param effectiveDimensionError three standard errors of the centred effective dimension, as a
 *     share of it
 * @param normError the same of the Frobenius norm of the covariance; 0 where it is exact
 */
public record SpectrumAccuracy(
    String method,
    int pairs,
    double eigenvalueError,
    double effectiveDimensionError,
    double normError) {

  /** Refuses values that are not finite. */
  public SpectrumAccuracy {
    Finite.require("eigenvalueError", eigenvalueError);
    Finite.require("effectiveDimensionError", effectiveDimensionError);
    Finite.require("normError", normError);
  }
}
