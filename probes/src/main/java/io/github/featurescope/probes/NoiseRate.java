package io.github.featurescope.probes;

/**
 * The estimated share of wrong labels among samples that are trained on.
 *
 * <p>What is contradicted is wrong or hard. Two estimates tell these apart, each where the other
 * fails:
 *
 * <ul>
 *   <li>Where the model is good, the mean of two shares: of labels contradicted on its surest
 *       samples ({@link NoiseEvidence#confident}), which errs low where some are memorised already,
 *       and off the diagonal of the {@link ConfidentJoint} of early predictions ({@link
 *       AveragedPrediction#early}), which errs high, since hard samples count as wrong.
 *   <li>Where it is weak, what is scattered over the classes that it thinks least of: with rate ν'
 *       of labels drawn at random and the share e of the others contradicted, in units of chance,
 *       ν' + (1 − ν')e is contradicted in all, and ν'(C − 1)/C + (1 − ν')·0.55·e^3.5 is {@link
 *       NoiseEvidence#scattered}; both are solved for ν' and e. The last term is what recorded
 *       networks do on clean labels. Needs four classes.
 * </ul>
 *
 * <p>The model is good where e is below 0.55, or where classes go to one other and do not come
 * back, as under pair noise: such one-way confusions are 30 % of the surest contradictions or more.
 *
 * <p>A two-component fit to losses or wrong events is no use here: it finds two components in clean
 * data too. Bias: pair noise of a weak model reads as hardness, scattered noise errs low where
 * wrong labels are fitted within two epochs. The constants were chosen on the benchmark's tuning
 * runs.
 *
 * @param rate share of wrong labels, in [0, 1]
 * @param low the lowest of the estimates, in [0, rate]
 * @param high the highest of them, in [rate, 1]
 * @param settled whether it has been taken for good; until then every look changes it
 */
public record NoiseRate(double rate, double low, double high, boolean settled) {

  /** What hard samples scatter: this, times their contradiction to the power below. */
  private static final double HARD = 0.55;

  private static final double HARD_POWER = 3.5;

  /** Contradiction of right labels, in units of chance, from which on the model is weak. */
  private static final double WEAK = 0.55;

  private static final double ONE_SIDED = 0.3;

  private static final int BISECTIONS = 50;

  /**
   * Estimates from one moment.
   *
   * @param early averaged predictions of that moment, [n, C]
   * @param given the labels that training sees, [n]
   * @param settled what to say of the estimate
   */
  static NoiseRate of(Matrix early, int[] given, boolean settled) {
    ConfidentJoint joint = ConfidentJoint.of(early, given);
    NoiseEvidence evidence = NoiseEvidence.of(early, given);
    double surest = evidence.confident();
    double confused = joint.noiseRate();
    double good = (surest + confused) / 2;
    Double scattered = evidence.scattered();
    if (scattered == null) {
      return new NoiseRate(good, Math.min(surest, good), Math.max(confused, good), settled);
    }
    double chance = (early.cols() - 1.0) / early.cols();
    double contradicted = Math.min(1, evidence.contradicted() / chance);
    double drawn = drawn(scattered, contradicted, chance);
    double hard = hard(contradicted, drawn);
    boolean isGood = hard < WEAK || joint.oneSided() >= ONE_SIDED * surest;
    double rate = isGood ? good : drawn * chance;
    double low = Math.min(drawn * chance, Math.min(surest, rate));
    return new NoiseRate(rate, low, Math.max(confused, rate), settled);
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
