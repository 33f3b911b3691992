package io.github.featurescope.examples.bench.cost;

import io.github.featurescope.examples.training.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured, as the tables of the console and the documents. */
public final class CostTables {

  private final Path folder;
  private final RunTables runs;

  private CostTables(Path folder) {
    this.folder = folder;
    this.runs = new RunTables(RunsPart.file(folder).rows(), MemoryPart.file(folder).rows());
  }

  /**
   * Reads what the benchmark has left.
   *
   * @param folder its {@code --out}
   * @return the tables
   * @throws io.github.featurescope.examples.InputException if a file is not the benchmark's
   */
  public static CostTables of(Path folder) {
    return new CostTables(folder);
  }

  /**
   * Returns how much longer an epoch takes, by network, and on what machine.
   *
   * @return lines of Markdown
   */
  public List<String> summary() {
    List<String> lines = new ArrayList<>(runs.summary());
    lines.add("");
    lines.add(sentence());
    return lines;
  }

  private String sentence() {
    Map<String, String> facts = CostBench.facts(folder);
    long rounds =
        RunsPart.file(folder).rows().stream().map(row -> row.get("round")).distinct().count();
    return "Medians and quartiles of "
        + rounds
        + " alternations in one process; "
        + facts.get("processor")
        + ", "
        + facts.get("cores")
        + " cores, OpenMP threads: "
        + facts.get("OpenMP threads")
        + ".";
  }

  /**
   * Returns the facts that times depend on.
   *
   * @return lines of Markdown
   */
  public List<String> machine() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("fact", "value"));
    CostBench.facts(folder).forEach((fact, value) -> rows.add(List.of(fact, value)));
    return Table.markdown(rows);
  }

  /**
   * Returns all about whole runs.
   *
   * @return lines of Markdown
   */
  public List<String> runs() {
    return runs.details();
  }

  RunTables runTables() {
    return runs;
  }

  /**
   * Returns one probe taken apart.
   *
   * @return lines of Markdown
   */
  public List<String> report() {
    List<Map<String, String>> steps = ReportPart.file(folder).rows();
    double floor =
        steps.stream()
            .filter(row -> List.of(ReportPart.DSYRK, ReportPart.DSYEVD).contains(row.get("step")))
            .mapToDouble(row -> RunTables.number(row, "seconds"))
            .sum();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("part", "step", "ms", "quartiles, ms", "over dsyrk + dsyevd"));
    for (Map<String, String> row : steps) {
      double seconds = RunTables.number(row, "seconds");
      rows.add(
          List.of(
              row.get("group"),
              row.get("step"),
              milliseconds(seconds),
              milliseconds(RunTables.number(row, "low"))
                  + " to "
                  + milliseconds(RunTables.number(row, "high")),
              String.format(Locale.ROOT, "%.2f", seconds / floor)));
    }
    return Table.markdown(rows);
  }

  /**
   * Returns how the cost grows.
   *
   * @return lines of Markdown
   */
  public List<String> growth() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("grows", "to", "way", "n", "p", "C", "ms", "floor, ms", "over it", "extra MB"));
    for (Map<String, String> row : GrowthPart.file(folder).rows()) {
      double seconds = RunTables.number(row, "seconds");
      double floor = RunTables.number(row, "floor_seconds");
      rows.add(
          List.of(
              row.get("axis"),
              row.get("at"),
              row.get("way"),
              row.get("samples"),
              "0".equals(row.get("width")) ? "–" : row.get("width"),
              row.get("classes"),
              milliseconds(seconds),
              Double.isNaN(floor) ? "–" : milliseconds(floor),
              Double.isNaN(floor) ? "–" : String.format(Locale.ROOT, "%.2f", seconds / floor),
              row.getOrDefault("extra_megabytes", "").isEmpty()
                  ? "–"
                  : row.get("extra_megabytes")));
    }
    return Table.markdown(rows);
  }

  private static String milliseconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 0.1 ? "%.2f" : "%.0f", 1000 * seconds);
  }
}
