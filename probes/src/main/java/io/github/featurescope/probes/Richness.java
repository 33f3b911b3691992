package io.github.featurescope.probes;

/**
 * Measures how rich the training dynamics are: D<sub>LR</sub> = 1 − CKA(T, T<sub>MP</sub>).
 *
 * <p>T is the feature operator and T<sub>MP</sub> the minimum projection operator, which keeps the
 * constant and the learned functions only. 0 is richest: the features hold nothing but what the
 * head uses. 1 is laziest. Needs no labels and does not say whether what was learned is good.
 *
 * <p>With A the centred features [n, p]:
 *
 * <ul>
 *   <li>literal, by Definition 1: Q = orth(logits), Q<sub>c</sub> = Q − mean(Q), 1 −
 *       ‖Q<sub>c</sub>ᵀA‖² / (‖Q<sub>c</sub>ᵀQ<sub>c</sub>‖ ‖AᵀA‖);
 *   <li>double centred, for softmax classifiers: Q = orth(logits less row and column means), 1 −
 *       ‖QᵀA‖² / (√r ‖AᵀA‖). Softmax leaves the sum of the logits free, and the literal form reads
 *       1 − √((C − 1)/C) for a perfectly collapsed net because of it; this form reads 0.
 * </ul>
 *
 * <p>Bias: downwards at small n; isotropic features of width 512 whose true value is 0.860 read
 * 0.803 at n = p and 0.847 at n = 5p. Use n of at least 5p and read beside the isotropic line.
 *
 * <p>Undefined where the features are constant or the logits do not differ between classes and
 * samples (one class, a zero head). Cost O(np·min(n, p)) for one product, no eigenproblem. Source:
 * arXiv 2410.04264 (v3), Definition 1.
 */
public final class Richness implements MomentMeasurement<Richness.Result> {

  /** The dynamical low-rank measure in both forms. */
  public static final Richness DLR = new Richness();

  // The square of what rounding leaves when orthonormal columns that are constant are centred.
  private static final double CONSTANT = 1e-24;

  private Richness() {}

  @Override
  public String key() {
    return "dlr";
  }

  @Override
  public Result measure(SecondMoments moments) {
    double norm = moments.samples() * moments.centredNorm();
    Functions doubleCentred = moments.centredLearnedFunctions();
    Functions literal = moments.learnedFunctions();
    double literalNorm = Math.sqrt(literal.centredGram().get().squaredNorm());
    if (doubleCentred.count() == 0 || literalNorm < CONSTANT) {
      throw new UndefinedMeasurementException(
          "logits do not differ between classes and samples: the head has learned no function");
    }
    int rank = doubleCentred.count();
    // Centred features do not see the mean of a function, so it need not be taken off.
    double literalOverlap = literal.onCentred().squaredNorm();
    double overlap = doubleCentred.onCentred().squaredNorm();
    return new Result(
        Math.max(0, 1 - literalOverlap / (literalNorm * norm)),
        Math.max(0, 1 - overlap / (Math.sqrt(rank) * norm)),
        rank,
        1 - Math.sqrt((double) rank / moments.width()));
  }

  /**
   * Holds the richness of one snapshot.
   *
   * @param literal D_LR by Definition 1, in [0, 1]
   * @param doubleCentred D_LR without softmax's free offset, in [0, 1]
   * @param rank dimension r of the learned space in the double-centred form, in [1, C − 1]
   * @param isotropic 1 − √(r/p), the value of isotropic features at large n; where r exceeds p,
   *     which only a head that is not linear reaches, it is below 0
   */
  public record Result(double literal, double doubleCentred, int rank, double isotropic) {

    /** Refuses values that are not finite. */
    public Result {
      Finite.require("literal", literal);
      Finite.require("doubleCentred", doubleCentred);
      Finite.require("isotropic", isotropic);
    }
  }
}
