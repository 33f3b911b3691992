package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.examples.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures what watching costs, and keeps every figure as it comes.
 *
 * <p>Whatever is there already is not measured again, so a benchmark that was cut off goes on; but
 * figures of two machines or of two sizes are never mixed.
 */
public final class CostBench {

  private static final String FACTS = "machine.csv";
  private static final List<String> FILES =
      List.of(FACTS, RunsPart.FILE, MemoryPart.FILE, ReportPart.FILE, GrowthPart.FILE);

  private final Path out;
  private final @Nullable Path data;
  private final CostPlan plan;

  /** What can be measured by itself. */
  public enum Part {
    /** Whole training runs. */
    RUNS,
    /** Memory of short runs, each in a process of its own. */
    MEMORY,
    /** One probe, taken apart. */
    REPORT,
    /** How the cost grows. */
    GROWTH
  }

  private CostBench(Path out, @Nullable Path data, CostPlan plan) {
    this.out = out;
    this.data = data;
    this.plan = plan;
  }

  /**
   * Chooses where to work.
   *
   * @param out folder of figures, tables and plots
   * @param data folder with {@code mnist} and {@code cifar-10-batches-bin}, or null for made-up
   *     images of the same shapes
   * @param plan how much is measured
   * @return the benchmark
   */
  public static CostBench in(Path out, @Nullable Path data, CostPlan plan) {
    return new CostBench(out, data, plan);
  }

  /** Deletes the figures that are there. */
  public void forget() {
    try {
      for (String file : FILES) {
        Files.deleteIfExists(out.resolve(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete figures in " + out, e);
    }
  }

  /**
   * Measures what is missing, and draws everything that is there.
   *
   * @param parts what to measure
   * @param progress hears of every step
   * @return all tables, in Markdown
   * @throws InputException if the folder holds figures of another machine or size
   */
  public List<String> run(Set<Part> parts, CostProgress progress) {
    if (data != null && !Files.isDirectory(data)) {
      throw new InputException(
          data + " is no folder; name the one that holds mnist and cifar-10-batches-bin");
    }
    keepFacts();
    BenchImages images = BenchImages.in(data);
    if (parts.contains(Part.RUNS)) {
      RunsPart.run(plan, images, out, progress);
    }
    if (parts.contains(Part.REPORT)) {
      ReportPart.run(plan, images, out, progress);
    }
    if (parts.contains(Part.GROWTH)) {
      GrowthPart.run(plan, images, out, progress);
    }
    if (parts.contains(Part.MEMORY)) {
      MemoryPart.run(plan, data, out, progress);
    }
    CostPlots.draw(out);
    return tables(out);
  }

  /**
   * Returns all tables of what a folder holds.
   *
   * @param out the folder of a benchmark
   * @return lines of Markdown
   * @throws InputException if there are no figures
   */
  public static List<String> tables(Path out) {
    facts(out);
    CostTables tables = CostTables.of(out);
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("machine", tables.machine());
    all.put("whole runs", tables.runs());
    all.put("one probe", tables.report());
    all.put("growth", tables.growth());
    return all.entrySet().stream()
        .filter(table -> table.getValue().size() > 2)
        .flatMap(
            table ->
                java.util.stream.Stream.of(List.of("", table.getKey(), ""), table.getValue())
                    .flatMap(List::stream))
        .toList();
  }

  private static CsvFile factsFile(Path out) {
    return CsvFile.open(out.resolve(FACTS), 1, "fact", "value");
  }

  static Map<String, String> facts(Path out) {
    Map<String, String> facts = new LinkedHashMap<>();
    factsFile(out).rows().forEach(row -> facts.put(row.get("fact"), row.get("value")));
    if (facts.isEmpty()) {
      throw new InputException(
          out + " holds no figures; measure some first: featurescope bench cost");
    }
    return facts;
  }

  private void keepFacts() {
    Map<String, String> now = new LinkedHashMap<>();
    now.put("size", plan.name());
    Machine.facts().forEach((fact, value) -> now.put(fact, value.replace(',', ';')));
    CsvFile file = factsFile(out);
    if (file.rows().isEmpty()) {
      now.forEach((fact, value) -> file.add(fact, value));
      return;
    }
    Map<String, String> before = facts(out);
    for (Map.Entry<String, String> fact : now.entrySet()) {
      String known = before.getOrDefault(fact.getKey(), fact.getValue());
      if (!known.equals(fact.getValue())) {
        throw new InputException(
            out
                + " holds figures with "
                + fact.getKey()
                + " "
                + known
                + ", not "
                + fact.getValue()
                + ": such figures do not go together; name another --out, or take --fresh");
      }
    }
  }
}
