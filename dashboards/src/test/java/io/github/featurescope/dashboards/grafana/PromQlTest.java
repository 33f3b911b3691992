package io.github.featurescope.dashboards.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.featurescope.dashboards.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** promtool parses every query, wrapped as recording rules, since Java has no parser of PromQL. */
class PromQlTest {

  /** What a variable asks for, and the label whose values it wants. */
  static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

  private static final Map<String, String> ALL =
      Stream.of("job", "instance", "model", "run", "set", "layer", "spectrum")
          .collect(Collectors.toMap(name -> name, name -> ".+"));

  @TempDir private Path folder;

  private Programs.Outcome check(List<String> expressions)
      throws IOException, InterruptedException {
    StringBuilder rules = new StringBuilder("groups:\n- name: queries\n  rules:\n");
    for (int i = 0; i < expressions.size(); i++) {
      rules.append("  - record: query:number%d\n    expr: '%s'\n".formatted(i, expressions.get(i)));
    }
    Path file = Files.writeString(folder.resolve("rules.yaml"), rules);
    return Programs.run(
        file,
        Programs.find("promtool", "prometheus"),
        "check",
        "rules",
        "--lint=none",
        file.toString());
  }

  @Test
  void everyQueryOfPanelsAndVariablesIsPromQl() throws IOException, InterruptedException {
    List<String> expressions = new ArrayList<>();
    for (ShippedDashboard dashboard : ShippedDashboard.all()) {
      dashboard.targets().forEach(t -> expressions.add(GrafanaVariables.in(t.expr(), ALL)));
      for (JsonNode variable : dashboard.variables("query")) {
        Matcher query = LABEL_VALUES.matcher(variable.path("query").asText());
        assertThat(query.matches()).as(variable.toString()).isTrue();
        expressions.add(GrafanaVariables.in(query.group(1), ALL));
      }
    }

    Programs.Outcome answer = check(expressions);

    assertThat(answer.said()).contains("SUCCESS: " + expressions.size() + " rules found");
    assertThat(answer.code()).isZero();
  }

  @Test
  void brokenPromQlIsRefused() throws IOException, InterruptedException {
    assertThat(check(List.of("sum(up{")).code()).isNotZero();
  }
}
