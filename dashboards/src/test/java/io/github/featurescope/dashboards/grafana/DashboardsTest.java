package io.github.featurescope.dashboards.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files are what the code writes; {@code -Ddashboards.update=true} writes them anew. */
class DashboardsTest {

  private static final int COLUMNS = 24;

  static List<ShippedDashboard> dashboards() {
    return ShippedDashboard.all();
  }

  @Test
  void filesAreWhatTheCodeWrites() throws IOException {
    for (Map.Entry<String, String> file : Dashboards.files().entrySet()) {
      Path path = ShippedDashboard.FOLDER.resolve(file.getKey());
      if (Boolean.getBoolean("dashboards.update")) {
        Files.createDirectories(ShippedDashboard.FOLDER);
        Files.writeString(path, file.getValue());
      }
      assertThat(path).hasContent(file.getValue());
    }
    assertThat(dashboards()).hasSameSizeAs(Dashboards.files().keySet());
  }

  private static void requireOrderly(Iterable<JsonNode> panels) {
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : panels) {
      JsonNode at = panel.path("gridPos");
      int right = at.get("x").asInt() + at.get("w").asInt();
      assertThat(right).as(panel.path("title").asText()).isLessThanOrEqualTo(COLUMNS);
      for (int x = at.get("x").asInt(); x < right; x++) {
        for (int y = at.get("y").asInt(); y < at.get("y").asInt() + at.get("h").asInt(); y++) {
          assertThat(taken.add(x + " " + y)).as(panel.path("title").asText()).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsFitIntoTheGridWithoutCoveringEachOther(ShippedDashboard dashboard) {
    requireOrderly(dashboard.json().path("panels"));
    for (JsonNode panel : dashboard.json().path("panels")) {
      requireOrderly(panel.path("panels"));
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void idsAndTitlesOccurOnce(ShippedDashboard dashboard) {
    assertThat(dashboard.panels())
        .extracting(panel -> panel.path("id").asInt())
        .doesNotHaveDuplicates();
    assertThat(dashboard.panels())
        .extracting(panel -> panel.path("title").asText())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void legendsTellRunsOfOneNameOnTwoMachinesApart(ShippedDashboard dashboard) {
    assertThat(dashboard.panels())
        .flatExtracting(panel -> panel.findValuesAsText("legendFormat"))
        .filteredOn(legend -> legend.contains("{{run}}"))
        .allMatch(legend -> legend.contains("{{instance}}"));
  }

  @Test
  void uidsAreFixedAndNamedAsTheFiles() {
    assertThat(dashboards())
        .allSatisfy(d -> assertThat(d.json().path("uid").asText() + ".json").isEqualTo(d.file()));
  }
}
