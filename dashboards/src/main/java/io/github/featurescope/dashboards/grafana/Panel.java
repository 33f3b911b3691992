package io.github.featurescope.dashboards.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A panel in the making; {@link Panels} knows the kinds. */
final class Panel {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  final int width;
  final int height;
  private final ObjectNode json = NODES.objectNode();
  private final ObjectNode defaults = NODES.objectNode();
  private final ArrayNode overrides = NODES.arrayNode();
  private final ObjectNode options = NODES.objectNode();
  private final ArrayNode targets = NODES.arrayNode();
  private final ArrayNode transformations = NODES.arrayNode();

  private Panel(int width, int height) {
    this.width = width;
    this.height = height;
  }

  static Panel of(String type, String title, String description, int width, int height) {
    Panel panel = new Panel(width, height);
    panel.json.put("type", type);
    panel.json.put("title", title);
    panel.json.put("description", description);
    panel.json.set("datasource", Dashboard.dataSource());
    return panel;
  }

  Panel query(Query... queries) {
    for (Query query : queries) {
      targets.add(query.json(targets.size()));
    }
    return this;
  }

  Panel unit(String unit) {
    defaults.put("unit", unit);
    return this;
  }

  Panel decimals(int decimals) {
    defaults.put("decimals", decimals);
    return this;
  }

  Panel min(double min) {
    defaults.put("min", min);
    return this;
  }

  Panel max(double max) {
    defaults.put("max", max);
    return this;
  }

  /** What stands where there is no number. */
  Panel none(String words) {
    defaults.put("noValue", words);
    return this;
  }

  /** A colour for the values from each bound on; the first colour is of all below the first. */
  Panel thresholds(String base, Object... boundsAndColors) {
    defaults.set("thresholds", steps(base, boundsAndColors));
    defaults.set("color", NODES.objectNode().put("mode", "thresholds"));
    return this;
  }

  /** A line at a bound, the area beyond it tinted. */
  Panel line(String color, double bound) {
    defaults.set("thresholds", steps("transparent", bound, color));
    custom().set("thresholdsStyle", NODES.objectNode().put("mode", "dashed"));
    return this;
  }

  static ObjectNode steps(String base, Object... boundsAndColors) {
    ObjectNode thresholds = NODES.objectNode().put("mode", "absolute");
    ArrayNode steps = thresholds.putArray("steps");
    steps.addObject().putNull("value").put("color", base);
    for (int i = 0; i < boundsAndColors.length; i += 2) {
      steps
          .addObject()
          .put("value", ((Number) boundsAndColors[i]).doubleValue())
          .put("color", (String) boundsAndColors[i + 1]);
    }
    return thresholds;
  }

  Panel mappings(JsonNode mappings) {
    defaults.set("mappings", mappings);
    return this;
  }

  Panel color(String color) {
    defaults.set("color", fixed(color));
    return this;
  }

  static ObjectNode fixed(String color) {
    return NODES.objectNode().put("mode", "fixed").put("fixedColor", color);
  }

  /** A property of the series or column with a name. */
  Panel override(String field, String property, Object value) {
    return override("byName", field, property, value);
  }

  Panel override(String matcher, String field, String property, Object value) {
    ObjectNode override = null;
    for (JsonNode present : overrides) {
      if (present.at("/matcher/options").asText().equals(field)) {
        override = (ObjectNode) present;
      }
    }
    if (override == null) {
      override = overrides.addObject();
      override.putObject("matcher").put("id", matcher).put("options", field);
      override.putArray("properties");
    }
    ((ArrayNode) override.get("properties"))
        .addObject()
        .put("id", property)
        .putPOJO("value", value);
    return this;
  }

  Panel transform(String id, JsonNode how) {
    transformations.addObject().put("id", id).set("options", how);
    return this;
  }

  /** A link of every value to another place. */
  Panel link(String title, String url) {
    defaults.withArray("links").addObject().put("title", title).put("url", url);
    return this;
  }

  ObjectNode custom() {
    return defaults.withObject("/custom");
  }

  ObjectNode options() {
    return options;
  }

  ObjectNode json(int id, int x, int y) {
    ObjectNode panel = NODES.objectNode().put("id", id);
    panel.setAll(json.deepCopy());
    panel.set(
        "gridPos", NODES.objectNode().put("h", height).put("w", width).put("x", x).put("y", y));
    ObjectNode config = panel.putObject("fieldConfig");
    config.set("defaults", defaults);
    config.set("overrides", overrides);
    panel.set("options", options);
    panel.set("targets", targets);
    if (!transformations.isEmpty()) {
      panel.set("transformations", transformations);
    }
    return panel;
  }

  /** A line of panels under a heading. */
  record Row(String title, boolean collapsed, List<Panel> panels) {

    static Row of(String title, Panel... panels) {
      return new Row(title, false, List.of(panels));
    }

    static Row collapsed(String title, Panel... panels) {
      return new Row(title, true, List.of(panels));
    }
  }
}
