package io.github.featurescope.dashboards.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query of every panel and variable finds numbers of real runs in a real Prometheus. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PanelHealthTest {

  private RecordedRuns runs;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    runs = RecordedRuns.start(folder);
  }

  @AfterAll
  void stop() {
    if (runs != null) {
      runs.close();
    }
  }

  static List<ShippedDashboard> dashboards() {
    return ShippedDashboard.all();
  }

  /** What Grafana chooses at first: all where that is offered, otherwise the first. */
  private Map<String, String> chosen(ShippedDashboard dashboard) throws Exception {
    Map<String, String> chosen = new LinkedHashMap<>();
    for (JsonNode variable : dashboard.variables("query")) {
      boolean all = variable.path("includeAll").asBoolean();
      chosen.put(
          variable.path("name").asText(),
          all
              ? variable.path("allValue").asText()
              : Collections.max(offered(variable, chosen))); // sorted, the last first
    }
    return chosen;
  }

  /** The values that a variable offers, given those before it. */
  private List<String> offered(JsonNode variable, Map<String, String> chosen) throws Exception {
    Matcher query = PromQlTest.LABEL_VALUES.matcher(variable.path("query").asText());
    assertThat(query.matches()).isTrue();
    JsonNode answer = runs.labelValues(query.group(2), GrafanaVariables.in(query.group(1), chosen));
    List<String> values = new ArrayList<>();
    answer.path("data").forEach(value -> values.add(value.asText()));
    return values;
  }

  private static boolean hasNumber(JsonNode series) {
    List<JsonNode> values = new ArrayList<>();
    if (series.has("value")) {
      values.add(series.path("value"));
    }
    series.path("values").forEach(values::add);
    return values.stream().anyMatch(value -> !value.get(1).asText().equals("NaN"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyQueryOfAPanelFindsNumbers(ShippedDashboard dashboard) throws Exception {
    List<String> blind = new ArrayList<>();
    for (ShippedDashboard.Target target : dashboard.targets()) {
      String expr = GrafanaVariables.in(target.expr(), chosen(dashboard));
      JsonNode answer =
          target.instant()
              ? runs.at(expr, runs.end(RecordedRuns.NOISE))
              : runs.during(expr, RecordedRuns.NOISE);
      boolean found = false;
      for (JsonNode series : answer.at("/data/result")) {
        found |= hasNumber(series);
      }
      if (!found) {
        blind.add(target.panel() + ": " + expr + " " + answer.path("error").asText());
      }
    }
    assertThat(blind).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyVariableOffersSomething(ShippedDashboard dashboard) throws Exception {
    for (JsonNode variable : dashboard.variables("query")) {
      assertThat(offered(variable, chosen(dashboard)))
          .as(variable.path("name").asText())
          .isNotEmpty();
    }
  }

  @Test
  void variablesOfferWhatWasRecorded() throws Exception {
    ShippedDashboard run =
        dashboards().stream().filter(d -> d.file().contains("-run")).findFirst().orElseThrow();
    Map<String, List<String>> offered = new LinkedHashMap<>();
    for (JsonNode variable : run.variables("query")) {
      offered.put(variable.path("name").asText(), offered(variable, chosen(run)));
    }

    assertThat(offered)
        .containsEntry("job", List.of(RecordedRuns.JOB))
        .containsEntry("instance", List.of(RecordedRuns.INSTANCE))
        .containsEntry("run", List.of(RecordedRuns.CLEAN, RecordedRuns.NOISE))
        .containsEntry("set", List.of("heldout", "test", "train"))
        .containsEntry("spectrum", List.of("heldout", "test", "train"));
    assertThat(chosen(run))
        .containsEntry("run", RecordedRuns.NOISE)
        .containsEntry("spectrum", "train");
  }

  @Test
  void tableOfAllRunsHoldsARunThatHasEnded() throws Exception {
    String expr = Select.runs().verdictCode(true);
    Map<String, String> all = Map.of("job", ".+", "instance", ".+", "model", ".+", "run", ".+");

    JsonNode rows = runs.at(GrafanaVariables.in(expr, all), runs.end() + 3600).at("/data/result");

    assertThat(rows)
        .extracting(row -> row.at("/metric/run").asText())
        .containsExactlyInAnyOrder(RecordedRuns.CLEAN, RecordedRuns.NOISE);
    assertThat(rows)
        .extracting(row -> row.at("/value/1").asText())
        .containsExactlyInAnyOrder("4", "3");
  }

  @Test
  void misspeltMetricWouldBeNoticed() throws Exception {
    assertThat(runs.at("featurescope_efective_dimension", runs.end()).at("/data/result")).isEmpty();
  }
}
