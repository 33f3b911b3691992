package io.github.featurescope.probes;

import org.jspecify.annotations.Nullable;

/**
 * The estimated share of wrong labels among samples that are trained on.
 *
 * <p>What is contradicted is wrong or hard. Two counts err to opposite sides: labels contradicted
 * on the surest fifth of the samples ({@link NoiseEvidence#confident}) err low where some are
 * memorised already, and what is off the diagonal of the {@link ConfidentJoint} of early
 * predictions ({@link AveragedPrediction#early}) errs high, since hard samples count as wrong. The
 * rate is the mean of their middle and of the share contradicted on the surer half.
 *
 * <p>It is given where these counts are no more than 8 points apart and the model is not weak, and
 * absent otherwise: hard samples then cannot be told from wrong labels, and any number may be wrong
 * by all of it. How weak the model is, is taken from what is scattered over the classes that it
 * thinks least of: with rate ν' of labels drawn at random and the share e of the others
 * contradicted, in units of chance, ν' + (1 − ν')e is contradicted in all, and ν'(C − 1)/C + (1 −
 * ν')·0.55·e^3.5 is {@link NoiseEvidence#scattered}; both are solved for ν' and e. The last term is
 * what recorded networks do on clean labels. The model is weak from e = 0.55 on. All this needs
 * four classes: with fewer nothing is told apart, and no rate is given.
 *
 * <p>A two-component fit to losses or wrong events is no use here: it finds two components in clean
 * data too. Bias: where wrong labels are fitted within two looks both counts err low. The constants
 * were chosen on the benchmark's tuning runs.
 *
 * @param rate share of wrong labels, in [0, 1], or null where it cannot be judged
 * @param low the lowest of the estimates, in [0, assumed]; 0 for fewer than four classes
 * @param high the highest of them, in [assumed, 1]
 * @param assumed the rate, or else a guess, in [0, 1], for what cannot do without a number: where
 *     the model is weak, ν'(C − 1)/C, unless classes go to one other and do not come back, as under
 *     pair noise; it may be wrong by all of it
 * @param settled whether it has been taken for good; until then every look changes it
 * @param notJudged why there is no rate, or null where there is one
 */
public record NoiseRate(
    @Nullable Double rate,
    double low,
    double high,
    double assumed,
    boolean settled,
    @Nullable String notJudged) {

  /** What hard samples scatter: this, times their contradiction to the power below. */
  private static final double HARD = 0.55;

  private static final double HARD_POWER = 3.5;

  /** Contradiction of right labels, in units of chance, from which on the model is weak. */
  private static final double WEAK = 0.55;

  /** How far two counts of the same may lie apart. */
  private static final double APART = 0.08;

  private static final double ONE_SIDED = 0.3;

  private static final int BISECTIONS = 50;

  /**
   * Estimates from one moment.
   *
   * @param early averaged predictions of that moment, [n, C]
   * @param given the labels that training sees, [n]
   * @param settled whether the moment is the one to judge by
   */
  static NoiseRate of(Matrix early, int[] given, boolean settled) {
    ConfidentJoint joint = ConfidentJoint.of(early, given);
    NoiseEvidence evidence = NoiseEvidence.of(early, given);
    double surest = evidence.confident();
    double confused = joint.noiseRate();
    double good = ((surest + confused) / 2 + NoiseEvidence.confident(early, given, 2)) / 2;
    Double scattered = evidence.scattered();
    if (scattered == null) {
      String reason = "with two or three classes hard samples look as wrong labels do";
      return new NoiseRate(null, 0, Math.max(confused, good), good, settled, reason);
    }
    double chance = (early.cols() - 1.0) / early.cols();
    double contradicted = Math.min(1, evidence.contradicted() / chance);
    double drawn = drawn(scattered, contradicted, chance);
    boolean weak = hard(contradicted, drawn) >= WEAK;
    double assumed = weak && joint.oneSided() < ONE_SIDED * surest ? drawn * chance : good;
    double low = Math.min(drawn * chance, Math.min(surest, assumed));
    double high = Math.max(confused, assumed);
    String reason = reason(settled, weak, confused - surest);
    return new NoiseRate(reason == null ? assumed : null, low, high, assumed, settled, reason);
  }

  private static @Nullable String reason(boolean settled, boolean weak, double apart) {
    if (!settled) {
      return "the model is still learning what samples share";
    }
    if (weak) {
      return "the model is too weak to tell hard samples from wrong labels";
    }
    return apart > APART ? "the surest samples and all of them say too different things" : null;
  }

  /** The rate ν' of labels drawn at random from all classes, by bisection. */
  private static double drawn(double scattered, double contradicted, double chance) {
    double low = 0;
    double high = contradicted;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      double byHard = HARD * Math.pow(hard(contradicted, middle), HARD_POWER);
      if (middle * chance + (1 - middle) * byHard < scattered) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double hard(double contradicted, double drawn) {
    return drawn >= 1 ? 0 : (contradicted - drawn) / (1 - drawn);
  }
}
