package io.github.featurescope.listeners;

import org.jspecify.annotations.Nullable;

/**
 * Says how strongly the given training labels look wrong rather than hard, in units of what is
 * enough.
 *
 * <p>With clean labels, what is scattered over the last classes, or contradicted on the surest
 * samples, falls much faster than what is contradicted at all (share e, 1 for labels drawn at
 * random); wrong labels are scattered whatever else has been learned. What is enough therefore
 * hangs on e at the same probe. The loudest probe so far counts, since a network that has memorised
 * wrong labels no longer shows them.
 */
final class NoiseGate {

  private static final double SCATTERED = 0.69;
  private static final double SCATTERED_POWER = 3.5;
  private static final double SCATTERED_AT_LEAST = 0.04;

  private static final double CONFIDENT = 1.45;
  private static final double CONFIDENT_POWER = 2.5;
  private static final double CONFIDENT_AT_LEAST = 0.045;

  /** With two or three classes: half of what is contradicted at all. */
  private static final double CONFIDENT_OF_FEW_CLASSES = 0.5;

  private static final double CONFIDENT_OF_FEW_CLASSES_AT_LEAST = 0.05;

  private static final int FEW_CLASSES = 3;

  /** Contradiction from which on the network says nothing yet. */
  private static final double CHANCE = 0.95;

  private static final double MAX_STRENGTH = 2;

  private int probes;
  private @Nullable Found loudest;

  /** What was found: the sign that spoke loudest, and its strength in [0, 2]. */
  record Found(String sign, double value, double enough) {

    double strength() {
      return Math.min(MAX_STRENGTH, value / enough);
    }

    boolean speaks() {
      return value >= enough;
    }

    private boolean isLouderThan(Found other) {
      return value / enough > other.value / other.enough;
    }
  }

  /** Looks at the next probe of the run. */
  void observe(Signs signs) {
    probes++;
    Double confident = signs.value(ProbeSet.TRAIN, SignReader.CONFIDENT);
    Double contradicted = signs.value(ProbeSet.TRAIN, SignReader.CONTRADICTED);
    Double classes = signs.value(ProbeSet.TRAIN, SignReader.CLASSES);
    if (confident == null || contradicted == null || classes == null || classes < 2) {
      return;
    }
    double random = (classes - 1) / classes;
    double error = contradicted / random;
    if (error >= CHANCE) {
      return;
    }
    if (classes <= FEW_CLASSES) {
      double enough = CONFIDENT_OF_FEW_CLASSES * error + CONFIDENT_OF_FEW_CLASSES_AT_LEAST;
      hear(new Found(SignReader.CONFIDENT, confident, random * enough));
      return;
    }
    // After the first epoch many classes are not told apart yet.
    if (probes > 1) {
      Double scattered = signs.value(ProbeSet.TRAIN, SignReader.SCATTERED);
      if (scattered != null) {
        double enough = SCATTERED * Math.pow(error, SCATTERED_POWER) + SCATTERED_AT_LEAST;
        hear(new Found(SignReader.SCATTERED, scattered, enough));
      }
      double enough = CONFIDENT * Math.pow(error, CONFIDENT_POWER) + CONFIDENT_AT_LEAST;
      hear(new Found(SignReader.CONFIDENT, confident, random * enough));
    }
  }

  private void hear(Found found) {
    if (loudest == null || found.isLouderThan(loudest)) {
      loudest = found;
    }
  }

  /** Returns the loudest sign so far, or null where the samples say nothing of wrong labels. */
  @Nullable Found found() {
    return loudest;
  }

  /** Whether labels have looked wrong. */
  boolean speaks() {
    return loudest != null && loudest.speaks();
  }
}
