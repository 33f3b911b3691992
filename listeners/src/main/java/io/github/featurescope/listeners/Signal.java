package io.github.featurescope.listeners;

import org.jspecify.annotations.Nullable;

/**
 * Follows one number of the reports and tells how far it has fallen behind its best.
 *
 * <p>The probe before training is left out: a random network is no standard for a trained one.
 */
final class Signal {

  enum Direction {
    HIGHER_IS_BETTER(1),
    LOWER_IS_BETTER(-1);

    private final int sign;

    Direction(int sign) {
      this.sign = sign;
    }
  }

  /** How much worse than its best a value may be. */
  interface Tolerance {
    double at(double best, int samples);
  }

  /** What is watched and when it speaks of memorisation. */
  record Definition(
      String path,
      String set,
      Direction direction,
      Tolerance tolerance,
      String toleranceInWords,
      String reading) {}

  /** One signal that has gone far astray is not to drown the others. */
  private static final double MAX_STRENGTH = 2;

  private final Definition definition;
  private double best = Double.NaN;
  private Verdict.@Nullable Moment bestMoment;

  Signal(Definition definition) {
    this.definition = definition;
  }

  /** The signal's word on a probe, or null where its number is not there. */
  Verdict.@Nullable Evidence observe(Verdict.Moment now, Signs signs) {
    Double value = signs.value(definition.set(), definition.path());
    Double samples = signs.value(definition.set(), SignReader.SAMPLES);
    if (value == null || samples == null) {
      return null;
    }
    int sign = definition.direction().sign;
    Verdict.Moment moment = bestMoment;
    if (moment == null || sign * value > sign * best) {
      best = value;
      moment = now;
      bestMoment = now;
    }
    double change = sign * (value - best);
    double threshold = -definition.tolerance().at(best, samples.intValue());
    double strength = change < 0 ? Math.min(MAX_STRENGTH, change / threshold) : 0;
    return new Verdict.Evidence(
        definition.set() + "." + definition.path(),
        value,
        best,
        moment.epoch(),
        change,
        threshold,
        strength,
        strength >= 1,
        false,
        definition.reading());
  }
}
