package io.github.featurescope.dashboards.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards have the shape that Grafana publishes, down to the options of each panel. */
class GrafanaSchemaTest {

  static List<ShippedDashboard> dashboards() {
    return ShippedDashboard.all();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void dashboardsFollowTheSchema(ShippedDashboard dashboard) {
    assertThat(GrafanaSchema.faults(dashboard)).isEmpty();
  }

  private static List<String> faultsAfter(Consumer<ObjectNode> change) {
    ObjectNode dashboard = dashboards().get(0).json().deepCopy();
    change.accept(dashboard);
    return GrafanaSchema.faults(new ShippedDashboard("changed", dashboard));
  }

  @Test
  void mistypedKeyIsRefused() {
    assertThat(faultsAfter(d -> d.put("titel", "x"))).anyMatch(f -> f.contains("titel"));
  }

  @Test
  void mistypedKeyOfPanelIsRefused() {
    assertThat(faultsAfter(d -> ((ObjectNode) d.at("/panels/1")).put("descripton", "x")))
        .isNotEmpty();
  }

  @Test
  void mistypedOptionOfPanelIsRefused() {
    assertThat(faultsAfter(d -> ((ObjectNode) d.at("/panels/1/options")).put("colourMode", "x")))
        .anyMatch(f -> f.contains("colourMode"));
  }

  @Test
  void mistypedPropertyOfOverrideIsRefused() {
    assertThat(
            faultsAfter(
                d ->
                    ((ObjectNode) d.at("/panels/1/fieldConfig/overrides/0"))
                        .withArray("properties")
                        .addObject()
                        .put("id", "noVallue")
                        .put("value", "x")))
        .anyMatch(f -> f.contains("noVallue"));
  }

  @Test
  void wordInPlaceOfNumberIsRefused() {
    assertThat(faultsAfter(d -> ((ObjectNode) d.at("/panels/1/gridPos")).put("w", "12")))
        .isNotEmpty();
  }
}
