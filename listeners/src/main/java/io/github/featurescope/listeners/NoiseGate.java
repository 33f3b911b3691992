package io.github.featurescope.listeners;

import org.jspecify.annotations.Nullable;

/**
 * Says how strongly the given labels look wrong rather than hard, in units of what is enough.
 *
 * <p>Labels are wrong where they are scattered over the classes that the averaged prediction ranks
 * last, or where a model that agrees with itself contradicts them on its surest samples, or where
 * these contradictions all lie among its next best classes, as under pair noise. On training
 * samples the early probes are asked, before wrong labels are memorised.
 */
final class NoiseGate {

  /** Above what weak networks show on clean labels of ten classes. */
  private static final double SCATTERED = 0.24;

  private static final double SCATTERED_IN_TRAINING = 0.27;
  private static final double CONTRADICTED = 0.08;
  private static final double CONTRADICTED_OF_FEW_CLASSES = 0.1;
  private static final double CONTRADICTED_OF_FEW_CLASSES_IN_TRAINING = 0.18;

  /** Mean κ of a model that has found what decides. */
  private static final double SETTLED = 0.65;

  private static final double CONCENTRATED = 0.15;

  /** Of contradicted labels, what may be scattered where noise is concentrated. */
  private static final double SCATTERED_OF_CONCENTRATED = 0.15;

  private static final double MAX_STRENGTH = 2;

  private NoiseGate() {}

  /** What was found: the sign that speaks loudest, and its strength in [0, 2]. */
  record Found(String sign, double value, double enough, double strength) {

    static Found of(String sign, double value, double enough) {
      return new Found(sign, value, enough, Math.min(MAX_STRENGTH, value / enough));
    }
  }

  /** Looks for wrong labels, or returns null where the samples say nothing of them. */
  static @Nullable Found find(Looks looks, Looks.Look best) {
    boolean training = looks.set().equals(ProbeSet.TRAIN);
    Signs signs = training ? looks.early().signs() : looks.last().signs();
    Double confident = signs.value(looks.set(), SignReader.CONFIDENT);
    Double scattered = signs.value(looks.set(), SignReader.SCATTERED);
    if (confident == null) {
      return null;
    }
    if (scattered == null) {
      return Found.of(
          SignReader.CONFIDENT,
          confident,
          training ? CONTRADICTED_OF_FEW_CLASSES_IN_TRAINING : CONTRADICTED_OF_FEW_CLASSES);
    }
    Found found =
        Found.of(SignReader.SCATTERED, scattered, training ? SCATTERED_IN_TRAINING : SCATTERED);
    if (looks.agreement(best) >= SETTLED) {
      found = louder(found, Found.of(SignReader.CONFIDENT, confident, CONTRADICTED));
    }
    if (scattered <= SCATTERED_OF_CONCENTRATED * confident) {
      found = louder(found, Found.of(SignReader.CONFIDENT, confident, CONCENTRATED));
    }
    return found;
  }

  private static Found louder(Found one, Found other) {
    return other.strength() > one.strength() ? other : one;
  }
}
