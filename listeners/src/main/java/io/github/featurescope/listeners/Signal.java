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

  /** What is watched and when it speaks of memorisation. */
  record Definition(
      String name,
      String set,
      boolean higherIsBetter,
      Function<Report, Optional<Double>> value,
      Tolerance tolerance,
      String reading) {}

  /** How much worse than its best a value may be, as a function of the best and of n. */
  interface Tolerance {
    double at(double best, int samples);
  }

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
    double sign = definition.higherIsBetter() ? 1 : -1;
    Verdict.Moment moment = bestMoment;
    if (moment == null || sign * value > sign * best) {
      best = value;
      moment = now;
      bestMoment = now;
    }
    double change = sign * (value - best);
    double threshold = -definition.tolerance().at(best, report.samples());
    return new Verdict.Evidence(
        definition.set() + "." + definition.name(),
        value,
        best,
        moment.epoch(),
        change,
        threshold,
        change < threshold,
        definition.reading());
  }

  Verdict.@Nullable Moment bestMoment() {
    return bestMoment;
  }
}
