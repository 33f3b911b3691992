package io.github.featurescope.dashboards.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of Grafana's dashboard-linter, by their names there; all of them hold, so there are no
 * exclusions. Its target-promql-rule and template-label-promql-rule are {@link PromQlTest}.
 */
class LinterTest {

  /** Selectors, range or not: a name and its matchers. */
  private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z0-9_:]+)\\{([^}]*)}");

  private static final Pattern WITHOUT_MATCHERS = Pattern.compile("featurescope_\\w+(?![\\w{])");

  private static final Pattern RANGE = Pattern.compile("(\\w+)\\(\\w+\\{[^}]*}\\[([^]]+)]");

  /** Grafana's names of the units in use, of those that the linter lists. */
  private static final Set<String> UNITS = Set.of("none", "percentunit", "s", "dateTimeFromNow");

  static List<ShippedDashboard> dashboards() {
    return ShippedDashboard.all();
  }

  private static List<MatchResult> found(Pattern pattern, String expr) {
    return pattern.matcher(expr).results().toList();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void templateDatasourceRule(ShippedDashboard dashboard) {
    assertThat(dashboard.variables("datasource"))
        .singleElement()
        .satisfies(
            variable -> {
              assertThat(variable.path("name").asText()).isEqualTo("datasource");
              assertThat(variable.path("label").asText()).isEqualTo("Data source");
              assertThat(variable.path("query").asText()).isEqualTo("prometheus");
            });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void templateJobAndInstanceRules(ShippedDashboard dashboard) {
    List<JsonNode> variables = dashboard.variables("query");
    assertThat(variables)
        .extracting(variable -> variable.path("name").asText())
        .startsWith("job", "instance", "model", "run");
    for (JsonNode variable : variables.subList(0, 2)) {
      String name = variable.path("name").asText();
      assertThat(variable.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      assertThat(variable.path("label").asText())
          .isEqualTo(Character.toUpperCase(name.charAt(0)) + name.substring(1));
      assertThat(variable.path("multi").asBoolean()).isTrue();
      assertThat(variable.path("allValue").asText()).isEqualTo(".+");
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void templateOnTimeChangeReloadRule(ShippedDashboard dashboard) {
    assertThat(dashboard.variables("query"))
        .allSatisfy(variable -> assertThat(variable.path("refresh").asInt()).isEqualTo(2));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelDatasourceRule(ShippedDashboard dashboard) {
    for (JsonNode panel : dashboard.panels()) {
      assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      assertThat(panel.path("targets"))
          .allSatisfy(t -> assertThat(t.at("/datasource/uid").asText()).isEqualTo("${datasource}"));
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelTitleDescriptionRule(ShippedDashboard dashboard) {
    assertThat(dashboard.panels())
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.path("title").asText()).isNotBlank();
              assertThat(panel.path("description").asText()).isNotBlank();
            });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelUnitsRule(ShippedDashboard dashboard) {
    for (JsonNode panel : dashboard.panels()) {
      assertThat(panel.at("/fieldConfig/defaults/unit").asText())
          .as(panel.path("title").asText())
          .isIn(UNITS);
      for (JsonNode override : panel.at("/fieldConfig/overrides")) {
        for (JsonNode property : override.path("properties")) {
          if (property.path("id").asText().equals("unit")) {
            assertThat(property.path("value").asText()).isIn(UNITS);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelNoTargetsRule(ShippedDashboard dashboard) {
    assertThat(dashboard.panels())
        .allSatisfy(panel -> assertThat(panel.path("targets")).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void targetJobAndInstanceRules(ShippedDashboard dashboard) {
    for (ShippedDashboard.Target target : dashboard.targets()) {
      List<MatchResult> selectors = found(SELECTOR, target.expr());
      assertThat(selectors).as(target.expr()).isNotEmpty();
      assertThat(target.expr()).doesNotContainPattern(WITHOUT_MATCHERS);
      assertThat(selectors)
          .allSatisfy(
              selector ->
                  assertThat(selector.group(2))
                      .contains("job=~\"$job\"", "instance=~\"$instance\""));
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void targetRateIntervalRule(ShippedDashboard dashboard) {
    for (ShippedDashboard.Target target : dashboard.targets()) {
      for (MatchResult range : found(RANGE, target.expr())) {
        if (Set.of("rate", "irate").contains(range.group(1))) {
          assertThat(range.group(2)).as(target.expr()).isEqualTo("$__rate_interval");
        } else {
          assertThat(range.group(2)).as(target.expr()).startsWith("$__");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void targetCounterAggRule(ShippedDashboard dashboard) {
    for (ShippedDashboard.Target target : dashboard.targets()) {
      for (MatchResult selector : found(SELECTOR, target.expr())) {
        if (selector.group(1).endsWith("_total")) {
          assertThat(target.expr())
              .containsPattern(
                  "(rate|irate|increase)\\(" + Pattern.quote(selector.group()) + "\\[");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void uneditableRule(ShippedDashboard dashboard) {
    assertThat(dashboard.json().path("editable").asBoolean(true)).isFalse();
  }
}
