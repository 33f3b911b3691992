package io.github.featurescope.examples.bench.cost;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The memory of short runs, each in a process of its own. */
final class MemoryPart {

  static final String FILE = "memory.csv";

  private record Run(Subject subject, Watcher watcher) {}

  private MemoryPart() {}

  static CsvFile file(Path out) {
    return CsvFile.open(
        out.resolve(FILE), 2, "network", "watcher", "heap_megabytes", "off_heap_megabytes");
  }

  static void run(CostPlan plan, @Nullable Path data, Path out, CostProgress progress) {
    CsvFile csv = file(out);
    List<Run> missing =
        plan.subjects().stream()
            .flatMap(
                subject ->
                    plan.watchers(subject).stream().map(watcher -> new Run(subject, watcher)))
            .filter(run -> !csv.has(run.subject.name(), run.watcher.name()))
            .toList();
    progress.begin("memory", missing.size());
    missing.forEach(run -> measure(run.subject, run.watcher, plan, data, csv, progress));
  }

  private static void measure(
      Subject subject,
      Watcher watcher,
      CostPlan plan,
      @Nullable Path data,
      CsvFile csv,
      CostProgress progress) {
    long[] bytes =
        Child.run(
            "run",
            subject.name(),
            watcher.name(),
            String.valueOf(plan.shareOf(subject.train())),
            String.valueOf(plan.shareOf(subject.probed())),
            data == null ? "" : data.toString());
    csv.add(subject.name(), watcher.name(), megabytes(bytes[0]), megabytes(bytes[1]));
    progress.step(
        subject.title()
            + ", "
            + watcher.title()
            + ": "
            + megabytes(bytes[0])
            + " MB on the heap, "
            + megabytes(bytes[1])
            + " MB off it");
  }

  static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes * 1e-6);
  }
}
