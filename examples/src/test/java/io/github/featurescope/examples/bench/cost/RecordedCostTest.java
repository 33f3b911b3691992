package io.github.featurescope.examples.bench.cost;

import static io.github.featurescope.examples.docs.MarkedText.assertHolds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of docs/cost.md and the README are those of the recorded figures. */
class RecordedCostTest {

  private static final Path RECORDED = Path.of("bench/cost");
  private static final Path DOCUMENT = Path.of("../docs/cost.md");

  private final CostTables tables = CostTables.of(RECORDED);

  @Test
  void everyPartIsRecorded() {
    CostPlan plan = CostPlan.usual();
    assertThat(CostBench.facts(RECORDED)).containsEntry("size", plan.name());
    List<String> runs = new ArrayList<>();
    for (Subject subject : plan.subjects()) {
      for (Watcher watcher : plan.watchers(subject)) {
        runs.add(subject + " " + watcher);
      }
    }
    assertThat(RunsPart.file(RECORDED).rows())
        .extracting(row -> row.get("network") + " " + row.get("watcher"))
        .containsAll(runs);
    assertThat(MemoryPart.file(RECORDED).rows())
        .extracting(row -> row.get("network") + " " + row.get("watcher"))
        .containsExactlyInAnyOrderElementsOf(runs);
    assertThat(ReportPart.file(RECORDED).rows())
        .extracting(row -> row.get("group"))
        .contains(ReportPart.FLOOR, ReportPart.LOOK, ReportPart.WHOLE, ReportPart.APART);
    assertThat(GrowthPart.file(RECORDED).rows())
        .extracting(row -> row.get("at"))
        .contains("1000000", "8192", "1000");
  }

  @Test
  void theDocumentHoldsTheMachine() throws IOException {
    assertHolds(DOCUMENT, "machine", tables.machine());
  }

  @Test
  void theDocumentHoldsTheRuns() throws IOException {
    assertHolds(DOCUMENT, "runs", tables.runs());
  }

  @Test
  void theDocumentHoldsTheReport() throws IOException {
    assertHolds(DOCUMENT, "report", tables.report());
  }

  @Test
  void theDocumentHoldsTheGrowth() throws IOException {
    assertHolds(DOCUMENT, "growth", tables.growth());
  }

  @Test
  void theReadmeHoldsTheSummary() throws IOException {
    assertHolds(Path.of("../README.md"), "cost", tables.summary());
  }
}
