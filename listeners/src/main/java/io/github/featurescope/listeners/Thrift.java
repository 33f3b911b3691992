package io.github.featurescope.listeners;

import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Measurements;
import io.github.featurescope.probes.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * Measures less where a budget would leave too many looks out.
 *
 * <p>Where more than {@value #PATIENCE} looks in a row could not be afforded, what only the preset
 * full has is left out first, then what only standard has. What the verdict is decided by is in
 * economy, and so are measurements of the user's own: they stay. As soon as the richer look can be
 * afforded again, it is tried once more, since the first ones of a process are slow; after that
 * only where it would not come to the same end.
 */
final class Thrift {

  /** Due looks that may be left out in a row before less is measured. */
  static final int PATIENCE = 3;

  /** What a look measures, and how far down that is. */
  record Choice(int level, List<? extends Measurement<?>> measurements) {}

  private final List<List<? extends Measurement<?>>> levels = new ArrayList<>();
  private final @Nullable Double[] known;
  private Map<Measurement<?>, Double> seconds = Map.of();
  private int level;
  private int missed;
  private int last;
  private boolean tried;

  Thrift(List<? extends Measurement<?>> chosen) {
    levels.add(List.copyOf(chosen));
    less(Measurements.standard());
    less(Measurements.economy());
    known = new @Nullable Double[levels.size()];
  }

  /** A level without what is in the presets but not in this one. */
  private void less(List<Measurement<?>> preset) {
    List<? extends Measurement<?>> before = levels.get(levels.size() - 1);
    List<? extends Measurement<?>> kept =
        before.stream()
            .filter(one -> preset.contains(one) || !Measurements.full().contains(one))
            .toList();
    if (!kept.isEmpty() && kept.size() < before.size()) {
      levels.add(kept);
    }
  }

  /** All that was chosen. */
  Choice everything() {
    return new Choice(0, levels.get(0));
  }

  /**
   * Chooses what a look that is due measures.
   *
   * @param affords whether a look of so many seconds fits in the budget
   * @param allowance seconds that the budget grows by from one due look to the next
   * @return null where no look is affordable, or a poorer one would come too soon
   */
  synchronized @Nullable Choice choose(DoublePredicate affords, double allowance) {
    if (affords.test(estimate(level))) {
      missed = 0;
      if (level > 0 && affords.test(estimate(level - 1)) && mayRise(allowance)) {
        level--;
      }
      return new Choice(level, levels.get(level));
    }
    missed++;
    if (missed > PATIENCE) {
      for (int poorer = level + 1; poorer < levels.size(); poorer++) {
        if (affords.test(estimate(poorer))) {
          level = poorer;
          missed = 0;
          return new Choice(level, levels.get(level));
        }
      }
    }
    return null;
  }

  private boolean mayRise(double allowance) {
    boolean lasting = estimate(level - 1) <= (PATIENCE + 1) * allowance;
    boolean rises = lasting || !tried;
    tried |= rises;
    return rises;
  }

  /** Seconds of the last look at a level, or of the last look less what would be left out. */
  private double estimate(int at) {
    Double measured = known[at];
    if (measured != null) {
      return measured;
    }
    double saved = 0;
    for (Measurement<?> one : levels.get(last)) {
      saved += levels.get(at).contains(one) ? 0 : seconds.getOrDefault(one, 0.0);
    }
    Double whole = known[last];
    return whole == null ? 0 : whole - saved;
  }

  /** Learns what a look took, all of it and by measurement. */
  synchronized void learn(Choice choice, double all, Collection<Report> reports) {
    last = choice.level();
    known[last] = all;
    Map<Measurement<?>, Double> taken = new LinkedHashMap<>();
    reports.forEach(
        report ->
            report.nanos().forEach((one, nanos) -> taken.merge(one, nanos * 1e-9, Double::sum)));
    seconds = taken;
  }

  /** What a choice leaves out of all that was chosen, by name. */
  List<String> leftOut(Choice choice) {
    return levels.get(0).stream()
        .filter(one -> !choice.measurements().contains(one))
        .map(Thrift::name)
        .toList();
  }

  /** Seconds by the name of the measurement, over all probe sets. */
  static Map<String, Double> byName(Collection<Report> reports) {
    Map<String, Double> taken = new LinkedHashMap<>();
    reports.forEach(
        report ->
            report
                .nanos()
                .forEach((one, nanos) -> taken.merge(name(one), nanos * 1e-9, Double::sum)));
    return taken;
  }

  private static String name(Measurement<?> one) {
    String name = one.getClass().getSimpleName();
    return one.key().isEmpty() && !name.isEmpty()
        ? name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1)
        : one.key();
  }
}
