package io.github.featurescope.listeners;

import io.github.featurescope.probes.Report;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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

  enum Role {
    /** Its drift speaks of memorisation, and its best epoch is one to go back to. */
    DETECTS_AND_LOCATES,
    /**
     * Its drift speaks of memorisation, but its best says nothing: it drifts while learning too.
     */
    DETECTS
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
      Role role,
      Function<Report, Optional<Double>> value,
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
  Verdict.@Nullable Evidence observe(Verdict.Moment now, Map<String, Report> reports) {
    Report report = reports.get(definition.set());
    Optional<Double> found = report == null ? Optional.empty() : definition.value().apply(report);
    if (report == null || found.isEmpty()) {
      return null;
    }
    double value = found.get();
    int sign = definition.direction().sign;
    Verdict.Moment moment = bestMoment;
    if (moment == null || sign * value > sign * best) {
      best = value;
      moment = now;
      bestMoment = now;
    }
    double change = sign * (value - best);
    double threshold = -definition.tolerance().at(best, report.samples());
    double strength = change < 0 ? Math.min(MAX_STRENGTH, change / threshold) : 0;
    return new Verdict.Evidence(
        definition.set() + "." + definition.path(),
        value,
        best,
        moment.epoch(),
        change,
        threshold,
        strength,
        strength > 1,
        definition.reading());
  }

  /** When the signal was best, or null where it locates nothing. */
  Verdict.@Nullable Moment locates() {
    return definition.role() == Role.DETECTS_AND_LOCATES ? bestMoment : null;
  }
}
