package io.github.featurescope.dashboards.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.featurescope.dashboards.Programs;
import io.github.featurescope.listeners.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules stand up to promtool, to their tests, to real runs, and to who is woken by them. */
class RulesTest {

  static final Path RULES = Path.of("prometheus", "featurescope.rules.yaml");
  private static final Path TESTS = Path.of("prometheus", "featurescope.test.yaml");
  private static final Path RUNBOOK = Path.of("..", "docs", "runbook.md");

  @TempDir private Path folder;

  private static JsonNode yaml(Path file) throws IOException {
    return new YAMLMapper().readTree(Files.readString(file));
  }

  private static List<JsonNode> rules(String kind) throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : yaml(RULES).path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        if (rule.has(kind)) {
          rules.add(rule);
        }
      }
    }
    return rules;
  }

  private static Programs.Outcome promtool(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.find("promtool", "prometheus")));
    command.addAll(List.of(words));
    return Programs.run(RULES, command.toArray(String[]::new));
  }

  @Test
  void promtoolAcceptsTheRules() throws Exception {
    Programs.Outcome outcome = promtool("check", "rules", RULES.toString());

    assertThat(outcome.code()).as(outcome.said()).isZero();
  }

  @Test
  void promtoolAcceptsTheConfiguration() throws Exception {
    Programs.Outcome outcome = promtool("check", "config", "prometheus/prometheus.yml");

    assertThat(outcome.code()).as(outcome.said()).isZero();
  }

  @Test
  void alertsFireStayQuietAndResolveAsTheirTestsSay() throws Exception {
    Programs.Outcome outcome = promtool("test", "rules", TESTS.toString());

    assertThat(outcome.code()).as(outcome.said()).isZero();
  }

  @Test
  void verdictsHaveTheNumbersThatPanelsGiveThem() throws IOException {
    String rules = Files.readString(RULES);
    for (Verdict.State state : Verdict.State.values()) {
      assertThat(rules)
          .contains(
              "featurescope_verdict{state=\"%s\"} * %d"
                  .formatted(state.name().toLowerCase(Locale.ROOT), Palette.code(state)));
    }
  }

  @Test
  void everyAlertIsTestedToFire() throws IOException {
    Set<String> fired = new TreeSet<>();
    for (JsonNode test : yaml(TESTS).path("tests")) {
      for (JsonNode alert : test.path("alert_rule_test")) {
        if (!alert.path("exp_alerts").isEmpty()) {
          fired.add(alert.path("alertname").asText());
        }
      }
    }
    assertThat(rules("alert"))
        .extracting(alert -> alert.path("alert").asText())
        .containsExactlyInAnyOrderElementsOf(fired);
  }

  @Test
  void everyAlertSaysWhatItIsAndHasItsSectionInTheRunbook() throws IOException {
    List<String> headings =
        Files.readString(RUNBOOK).lines().filter(line -> line.startsWith("## ")).toList();
    for (JsonNode alert : rules("alert")) {
      String name = alert.path("alert").asText();
      assertThat(alert.at("/labels/severity").asText()).isIn("warning", "critical");
      assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
      assertThat(alert.at("/annotations/description").asText()).isNotBlank();
      assertThat(alert.at("/annotations/runbook_url").asText())
          .endsWith("/docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(headings).contains("## " + name);
    }
    assertThat(headings).hasSameSizeAs(rules("alert"));
  }

  /** An alert's expression with what it takes from recording rules written out. */
  private static String written(JsonNode alert) throws IOException {
    String expr = alert.path("expr").asText();
    for (JsonNode record : rules("record")) {
      expr =
          expr.replace(
              record.path("record").asText(), "(" + record.path("expr").asText().strip() + ")");
    }
    return expr;
  }

  @Test
  void onRealRunsTheVerdictAlertsWhereLabelsAreWrongAndNothingWhereTheyAreRight() throws Exception {
    try (RecordedRuns runs = RecordedRuns.start(folder)) {
      List<String> firedOnNoise = new ArrayList<>();
      for (JsonNode alert : rules("alert")) {
        String expr = written(alert);
        for (String run : List.of(RecordedRuns.NOISE, RecordedRuns.CLEAN)) {
          JsonNode answer = runs.during("(" + expr + ") and on (run) " + of(run), run);
          assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("success");
          if (answer.at("/data/result").isEmpty()) {
            continue;
          }
          assertThat(run).as(alert.path("alert").asText()).isEqualTo(RecordedRuns.NOISE);
          firedOnNoise.add(alert.path("alert").asText());
        }
      }
      assertThat(firedOnNoise).containsExactly("FeatureScopeLabelNoiseMemorised");
    }
  }

  private static String of(String run) {
    return Words.name("epoch") + "{run=\"" + run + "\"}";
  }
}
