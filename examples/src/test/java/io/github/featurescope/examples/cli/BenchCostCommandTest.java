package io.github.featurescope.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCostCommandTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int bench(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of("bench", "cost", "--out", folder.toString()));
    all.addAll(List.of(args));
    CommandLine line = FeatureScopeCli.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all.toArray(String[]::new));
  }

  private List<String> rows(String file) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(file));
    return lines.subList(1, lines.size());
  }

  @Test
  void measuresOnceShowsAndDraws() throws IOException {
    assertThat(bench("--tiny", "--only", "RUNS,REPORT,GROWTH")).as(err.toString()).isZero();
    assertThat(rows("runs.csv")).hasSize(3).allMatch(row -> row.startsWith("MLP,1,"));
    assertThat(rows("report.csv")).anyMatch(row -> row.startsWith("whole report,standard,120,64,"));
    assertThat(rows("growth.csv"))
        .extracting(row -> row.substring(0, row.indexOf(',')))
        .contains("samples", "width", "classes", "layers");
    assertThat(folder.resolve("runs.png")).isNotEmptyFile();
    assertThat(folder.resolve("growth.png")).isNotEmptyFile();
    assertThat(folder.resolve("memory.csv")).doesNotExist();
    String tables = out.toString();
    assertThat(tables).contains("StatsListener", "dsyevd", "streamed", "OpenMP threads");

    assertThat(bench("--tiny", "--only", "runs,report,growth", "--rounds", "2")).isZero();
    assertThat(rows("runs.csv")).hasSize(6);
    assertThat(err.toString().lines()).hasSize(3).allMatch(line -> line.contains("round 2"));

    assertThat(bench("--recorded")).isZero();
    assertThat(out.toString()).contains("StatsListener", "dsyevd");

    assertThat(bench("--quick")).isEqualTo(2);
    assertThat(err.toString()).contains("size tiny, not quick").contains("--fresh");
  }

  @Test
  void memoryIsMeasuredInProcessesOfTheirOwn() throws IOException {
    assertThat(bench("--tiny", "--only", "memory")).as(err.toString()).isZero();

    assertThat(rows("memory.csv"))
        .hasSize(3)
        .allSatisfy(
            row -> {
              String[] cells = row.split(",");
              assertThat(Double.parseDouble(cells[2])).as("heap, MB").isBetween(1.0, 1_000.0);
              assertThat(Double.parseDouble(cells[3])).as("off heap, MB").isBetween(1.0, 3_000.0);
            });
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(bench("--recorded")).isEqualTo(2);
    assertThat(err.toString()).contains("holds no figures").contains("bench cost");

    assertThat(bench("--tiny", "--data-dir", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("none is no folder");

    assertThat(bench("--tiny", "--rounds", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--rounds 0");
  }
}
