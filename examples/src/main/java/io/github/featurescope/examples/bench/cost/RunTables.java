package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.examples.training.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What whole runs say, as tables. */
final class RunTables {

  private static final String NONE = "–";

  private final List<Map<String, String>> runs;
  private final List<Map<String, String>> memory;

  RunTables(List<Map<String, String>> runs, List<Map<String, String>> memory) {
    this.runs = runs;
    this.memory = memory;
  }

  /** Returns the networks that there are runs of. */
  List<Subject> subjects() {
    List<Subject> subjects = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      if (runs.stream().anyMatch(row -> isOf(row, subject, Watcher.NONE))) {
        subjects.add(subject);
      }
    }
    return subjects;
  }

  private static boolean isOf(Map<String, String> row, Subject subject, Watcher watcher) {
    return subject.name().equals(row.get("network")) && watcher.name().equals(row.get("watcher"));
  }

  private List<Map<String, String>> of(Subject subject, Watcher watcher) {
    return runs.stream().filter(row -> isOf(row, subject, watcher)).toList();
  }

  static double number(Map<String, String> row, String column) {
    String value = row.getOrDefault(column, "");
    return value.isEmpty() ? Double.NaN : Double.parseDouble(value);
  }

  private @Nullable Spread spread(Subject subject, Watcher watcher, String column) {
    List<Map<String, String>> rows = of(subject, watcher);
    return rows.isEmpty()
        ? null
        : Spread.of(rows.stream().mapToDouble(row -> number(row, column)).toArray());
  }

  /** Returns the time of an epoch over that of the same round without a listener. */
  @Nullable Spread ratio(Subject subject, Watcher watcher) {
    List<Double> ratios = new ArrayList<>();
    for (Map<String, String> row : of(subject, watcher)) {
      of(subject, Watcher.NONE).stream()
          .filter(other -> Objects.equals(other.get("round"), row.get("round")))
          .forEach(
              other ->
                  ratios.add(
                      number(row, "seconds_per_epoch") / number(other, "seconds_per_epoch")));
    }
    return ratios.isEmpty()
        ? null
        : Spread.of(ratios.stream().mapToDouble(ratio -> ratio).toArray());
  }

  private String slower(Subject subject, Watcher watcher) {
    Spread ratio = ratio(subject, watcher);
    return ratio == null
        ? NONE
        : String.format(
            Locale.ROOT,
            "%+.1f %% (%+.1f to %+.1f)",
            100 * (ratio.median() - 1),
            100 * (ratio.low() - 1),
            100 * (ratio.high() - 1));
  }

  /** Returns one line a network: how much longer an epoch takes. */
  List<String> summary() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("network", "samples", "an epoch without"));
    for (Watcher watcher : watched()) {
      head.add(watcher.title());
    }
    rows.add(head);
    for (Subject subject : subjects()) {
      Map<String, String> any = of(subject, Watcher.NONE).get(0);
      List<String> row =
          new ArrayList<>(
              List.of(
                  subject.title(),
                  any.get("train") + " of " + any.get("data") + ", probes of " + any.get("probed"),
                  seconds(spread(subject, Watcher.NONE, "seconds_per_epoch"))));
      for (Watcher watcher : watched()) {
        row.add(slower(subject, watcher));
      }
      rows.add(row);
    }
    return Table.markdown(rows);
  }

  private static List<Watcher> watched() {
    return List.of(Watcher.ECONOMY, Watcher.STANDARD, Watcher.FULL, Watcher.STATS);
  }

  /** Returns one line a network and watcher. */
  List<String> details() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "network",
            "watcher",
            "an epoch, s",
            "longer by",
            "before training, s",
            "after it, s",
            "probes a run",
            "allocated a probe, MB",
            "peak heap, MB",
            "peak off heap, MB"));
    for (Subject subject : subjects()) {
      Map<Watcher, List<String>> lines = new EnumMap<>(Watcher.class);
      for (Watcher watcher : Watcher.values()) {
        if (!of(subject, watcher).isEmpty()) {
          lines.put(watcher, line(subject, watcher));
        }
      }
      rows.addAll(lines.values());
    }
    return Table.markdown(rows);
  }

  private List<String> line(Subject subject, Watcher watcher) {
    Spread probes = spread(subject, watcher, "probes");
    return List.of(
        subject.title(),
        watcher.title(),
        seconds(spread(subject, watcher, "seconds_per_epoch")),
        watcher == Watcher.NONE ? NONE : slower(subject, watcher),
        watcher.preset() == null ? NONE : seconds(spread(subject, watcher, "start_seconds")),
        watcher.preset() == null ? NONE : seconds(spread(subject, watcher, "rest_seconds")),
        watcher == Watcher.NONE || probes == null
            ? NONE
            : String.format(Locale.ROOT, "%.0f", probes.median()),
        allocated(subject, watcher),
        peak(subject, watcher, "heap_megabytes"),
        peak(subject, watcher, "off_heap_megabytes"));
  }

  /** Beyond what training allocates, over the probes of the run. */
  private String allocated(Subject subject, Watcher watcher) {
    Spread with = spread(subject, watcher, "allocated_bytes");
    Spread without = spread(subject, Watcher.NONE, "allocated_bytes");
    Spread probes = spread(subject, watcher, "probes");
    if (watcher == Watcher.NONE || with == null || without == null || probes == null) {
      return NONE;
    }
    double each = (with.median() - without.median()) / probes.median();
    return probes.median() > 0 ? String.format(Locale.ROOT, "%.1f", each * 1e-6) : NONE;
  }

  /** With what it is without a listener as the line to start from. */
  private String peak(Subject subject, Watcher watcher, String column) {
    double without = peakOf(subject, Watcher.NONE, column);
    double with = peakOf(subject, watcher, column);
    if (Double.isNaN(with) || Double.isNaN(without)) {
      return NONE;
    }
    return watcher == Watcher.NONE
        ? String.format(Locale.ROOT, "%.0f", with)
        : String.format(Locale.ROOT, "%+.0f", with - without);
  }

  private double peakOf(Subject subject, Watcher watcher, String column) {
    return memory.stream()
        .filter(row -> isOf(row, subject, watcher))
        .mapToDouble(row -> number(row, column))
        .findFirst()
        .orElse(Double.NaN);
  }

  private static String seconds(@Nullable Spread spread) {
    return spread == null
        ? NONE
        : String.format(
            Locale.ROOT, "%.3f (%.3f to %.3f)", spread.median(), spread.low(), spread.high());
  }
}
