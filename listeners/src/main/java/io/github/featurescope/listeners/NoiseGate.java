package io.github.featurescope.listeners;

import org.jspecify.annotations.Nullable;

/**
 * Says how strongly the given training labels look wrong rather than hard, in units of what is
 * enough.
 *
 * <p>With clean labels, what is scattered over the last classes, or contradicted on the surest
 * samples, falls much faster than what is contradicted at all (share e, 1 for labels drawn at
 * random); wrong labels are scattered whatever else has been learned. What is enough therefore
 * hangs on e at the same probe, and is above that by one standard error of the share that is
 * compared with it. With many classes a sign is the mean over two probes on end: while classes are
 * only being told apart, single probes of clean runs look wrong. With few classes wrong labels may
 * be learned by heart within an epoch, so one probe has to do. The loudest moment so far counts,
 * since a network that has memorised wrong labels no longer shows them.
 */
final class NoiseGate {

  private static final double SCATTERED = 0.65;
  private static final double SCATTERED_POWER = 3.5;
  private static final double SCATTERED_AT_LEAST = 0.04;

  private static final double CONFIDENT = 1.35;
  private static final double CONFIDENT_POWER = 2.5;
  private static final double CONFIDENT_AT_LEAST = 0.045;

  /** With two or three classes: about half of what is contradicted at all. */
  private static final double CONFIDENT_OF_FEW_CLASSES = 0.475;

  private static final double CONFIDENT_OF_FEW_CLASSES_AT_LEAST = 0.05;

  private static final int FEW_CLASSES = 3;

  /** Contradiction from which on the network says nothing yet. */
  private static final double CHANCE = 0.95;

  /** Strength from which on a final word may be said. */
  private static final double SURE = 1.1;

  private static final double MAX_STRENGTH = 2;

  /** Share of the samples that are the surest. */
  private static final double SUREST = 0.2;

  private int probes;
  private @Nullable Found scattered;
  private @Nullable Found confident;
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

    private Found meanWith(Found before) {
      return new Found(sign, (value + before.value) / 2, (enough + before.enough) / 2);
    }
  }

  /** Looks at the next probe of the run. */
  void observe(Signs signs) {
    probes++;
    Found scatteredBefore = scattered;
    Found confidentBefore = confident;
    scattered = null;
    confident = null;
    Double samples = signs.value(ProbeSet.TRAIN, SignReader.SAMPLES);
    Double surest = signs.value(ProbeSet.TRAIN, SignReader.CONFIDENT);
    Double contradicted = signs.value(ProbeSet.TRAIN, SignReader.CONTRADICTED);
    Double classes = signs.value(ProbeSet.TRAIN, SignReader.CLASSES);
    if (samples == null || surest == null || contradicted == null) {
      return;
    }
    if (classes == null || classes < 2 || contradicted * classes / (classes - 1) >= CHANCE) {
      return;
    }
    Found now = confident(surest, contradicted, classes, samples);
    if (classes <= FEW_CLASSES) {
      hear(now);
      return;
    }
    // After the first epoch many classes are not told apart yet.
    if (probes == 1) {
      return;
    }
    confident = now;
    Double last = signs.value(ProbeSet.TRAIN, SignReader.SCATTERED);
    scattered = last == null ? null : scattered(last, contradicted, classes, samples);
    if (scattered != null && scatteredBefore != null) {
      hear(scattered.meanWith(scatteredBefore));
    }
    if (confidentBefore != null) {
      hear(now.meanWith(confidentBefore));
    }
  }

  private static Found confident(
      double surest, double contradicted, double classes, double samples) {
    double random = (classes - 1) / classes;
    double error = contradicted / random;
    double enough =
        classes <= FEW_CLASSES
            ? CONFIDENT_OF_FEW_CLASSES * error + CONFIDENT_OF_FEW_CLASSES_AT_LEAST
            : CONFIDENT * Math.pow(error, CONFIDENT_POWER) + CONFIDENT_AT_LEAST;
    double chance = deviation(surest, samples * SUREST);
    return new Found(SignReader.CONFIDENT, surest, random * enough + chance);
  }

  private static Found scattered(double last, double contradicted, double classes, double samples) {
    double error = contradicted * classes / (classes - 1);
    double enough = SCATTERED * Math.pow(error, SCATTERED_POWER) + SCATTERED_AT_LEAST;
    double scale = (classes - 1) / Math.floor(classes / 3);
    double chance = scale * deviation(Math.min(1, last / scale), samples);
    return new Found(SignReader.SCATTERED, last, enough + chance);
  }

  /** Standard error of a share. */
  private static double deviation(double share, double samples) {
    return Math.sqrt(share * (1 - share) / samples);
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

  /** Whether they have looked so wrong that what follows from it may be final. */
  boolean isSure() {
    return loudest != null && loudest.strength() >= SURE;
  }
}
