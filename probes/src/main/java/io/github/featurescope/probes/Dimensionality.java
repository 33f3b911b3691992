package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Measures how many dimensions the features fill, by three conventions that differ widely.
 *
 * <p>RankMe (Garrido et al., ICML 2023): exp(−Σ q ln q) with q = σ/Σσ + 1e-7 over the singular
 * values σ of the uncentred features. Participation ratio: (Σλ)²/Σλ² over the eigenvalues of the
 * centred covariance. Stable rank: Σσ²/σ<sub>1</sub>², uncentred.
 *
 * <p>The mean of ReLU features dominates the uncentred two. At small n all three are bounded by n.
 * Undefined where features are zero or constant. Cost: the spectra's; where the features are nearly
 * rank deficient, one more singular value decomposition for RankMe, since squares of small singular
 * values drown in rounding; with more than 256 of them that is left out, and RankMe then errs by up
 * to 1e-3 of itself.
 */
public final class Dimensionality implements Measurement<Dimensionality.Result> {

  /** RankMe, participation ratio and stable rank. */
  public static final Dimensionality STANDARD = new Dimensionality();

  private static final double RANK_ME_EPSILON = 1e-7;

  // Roots of eigenvalues below this share of the largest have lost more digits than RankMe bears.
  private static final double ACCURATE_ROOTS = 1e-8;

  /** Up to so many singular values a decomposition of their own is cheap. */
  private static final int PRECISE_UP_TO = 256;

  private Dimensionality() {}

  @Override
  public String key() {
    return "";
  }

  @Override
  public Result measure(Snapshot snapshot) {
    Optional<SpectralSketch> sketch = snapshot.shared().sketch();
    if (sketch.isPresent()) {
      return estimated(sketch.get(), snapshot);
    }
    Spectrum uncentred = snapshot.spectrum();
    uncentred.requireRank();
    Spectrum centred = snapshot.centredSpectrum();
    centred.requireRank();
    double largest = uncentred.allEigenvalues()[0];
    double meanSquare = centred.trace() / centred.norm();
    return new Result(
        rankMe(snapshot, uncentred), meanSquare * meanSquare, uncentred.trace() / largest);
  }

  /** RankMe is the only one that needs all eigenvalues; of those that are 0 it counts 1e-7. */
  private static Result estimated(SpectralSketch sketch, Snapshot snapshot) {
    double all = sketch.trace(false);
    double sum = sketch.sum(false, x -> Math.sqrt(x / all)).value();
    double none = -RANK_ME_EPSILON * Math.log(RANK_ME_EPSILON);
    double entropy =
        sketch
            .sum(
                false,
                x -> {
                  double q = Math.sqrt(x / all) / sum + RANK_ME_EPSILON;
                  return -q * Math.log(q) - none;
                })
            .value();
    entropy += none * Math.min(snapshot.samples(), snapshot.width());
    double ratio = sketch.trace(true) / sketch.centredNorm();
    return new Result(Math.exp(entropy), ratio * ratio, all / sketch.pairs(false).values()[0]);
  }

  private static double rankMe(Snapshot snapshot, Spectrum spectrum) {
    double[] sigma = singularValues(snapshot, spectrum.allEigenvalues());
    double sum = 0;
    for (double value : sigma) {
      sum += value;
    }
    double entropy = 0;
    for (double value : sigma) {
      double q = value / sum + RANK_ME_EPSILON;
      entropy -= q * Math.log(q);
    }
    return Math.exp(entropy);
  }

  /** Returns the min(n, p) singular values of the features, precise also where tiny. */
  private static double[] singularValues(Snapshot snapshot, double[] eigenvalues) {
    Matrix features = snapshot.features();
    int[] alive = aliveColumns(features);
    int possible = Math.min(features.rows(), alive.length);
    double[] sigma = new double[eigenvalues.length];
    if (possible > PRECISE_UP_TO || eigenvalues[possible - 1] > ACCURATE_ROOTS * eigenvalues[0]) {
      for (int k = 0; k < possible; k++) {
        sigma[k] = Math.sqrt(features.rows() * Math.max(0, eigenvalues[k]));
      }
    } else {
      Matrix columns = features.transposed().selectRows(alive);
      double[] precise = LinearAlgebra.best().singularValues(columns);
      System.arraycopy(precise, 0, sigma, 0, precise.length);
    }
    return sigma;
  }

  /** Dead units are common and known to add singular values of exactly zero. */
  private static int[] aliveColumns(Matrix features) {
    int p = features.cols();
    boolean[] alive = new boolean[p];
    double[] values = features.values();
    // Only columns that have been zero so far are looked at, soon few or none.
    int[] undecided = IntStream.range(0, p).toArray();
    for (int i = 0; i < features.rows() && undecided.length > 0; i++) {
      int row = i * p;
      int left = 0;
      for (int j : undecided) {
        alive[j] = values[row + j] != 0;
        if (!alive[j]) {
          undecided[left++] = j;
        }
      }
      undecided = left < undecided.length ? Arrays.copyOf(undecided, left) : undecided;
    }
    return IntStream.range(0, p).filter(j -> alive[j]).toArray();
  }

  /**
   * Holds the dimensionality of one snapshot.
   *
   * @param rankMe in [1, min(n, p)], up to the 1e-7 in its definition
   * @param participationRatio in [1, min(n − 1, p)]
   * @param stableRank in [1, min(n, p)]
   */
  public record Result(double rankMe, double participationRatio, double stableRank) {

    /** Refuses values that are not finite. */
    public Result {
      Finite.require("rankMe", rankMe);
      Finite.require("participationRatio", participationRatio);
      Finite.require("stableRank", stableRank);
    }
  }
}
