package io.github.featurescope.dashboards.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A dashboard that Grafana provisions from a file.
 *
 * @param name the file's name without ending, and the fixed uid
 * @param title what people call it
 * @param description what it answers
 * @param refresh how often it asks again
 * @param variables what people choose, after the data source
 * @param rows from top to bottom
 */
record Dashboard(
    String name,
    String title,
    String description,
    String refresh,
    List<Variable> variables,
    List<Panel.Row> rows) {

  /** Tag of all of them, by which they link to each other. */
  static final String TAG = "featurescope";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int COLUMNS = 24;

  /** The data source that the viewer chooses. */
  static ObjectNode dataSource() {
    return NODES.objectNode().put("type", "prometheus").put("uid", "${datasource}");
  }

  ObjectNode json() {
    ObjectNode json = NODES.objectNode();
    json.put("uid", name).put("title", title).put("description", description);
    json.putArray("tags").add(TAG).add("deeplearning4j");
    json.put("schemaVersion", 39).put("version", 1).put("editable", false);
    json.put("graphTooltip", 1).put("refresh", refresh).put("timezone", "browser");
    json.putObject("time").put("from", "now-6h").put("to", "now");
    json.putObject("annotations").putArray("list");
    json.set("links", links());
    ArrayNode templating = json.putObject("templating").putArray("list");
    templating.add(Variable.chooseDataSource());
    variables.forEach(variable -> templating.add(variable.json()));
    json.set("panels", grid());
    return json;
  }

  private static ArrayNode links() {
    ArrayNode links = NODES.arrayNode();
    ObjectNode link = links.addObject().put("title", "FeatureScope").put("type", "dashboards");
    link.putArray("tags").add(TAG);
    link.put("asDropdown", false).put("includeVars", true).put("keepTime", true);
    link.put("targetBlank", false).put("icon", "external link");
    link.put("tooltip", "Another view of the same runs").put("url", "");
    return links;
  }

  /** Panels from left to right, the next line where no room is left; closed rows take one line. */
  private ArrayNode grid() {
    ArrayNode panels = NODES.arrayNode();
    int id = 1;
    int y = 0;
    for (Panel.Row row : rows) {
      ObjectNode heading = panels.addObject().put("id", id++).put("type", "row");
      heading.put("title", row.title()).put("collapsed", row.collapsed());
      heading.set(
          "gridPos", NODES.objectNode().put("h", 1).put("w", COLUMNS).put("x", 0).put("y", y++));
      ArrayNode inside = heading.putArray("panels");
      int x = 0;
      int high = 0;
      int down = 0;
      for (Panel panel : row.panels()) {
        if (x + panel.width > COLUMNS) {
          x = 0;
          down += high;
          high = 0;
        }
        (row.collapsed() ? inside : panels).add(panel.json(id++, x, y + down));
        x += panel.width;
        high = Math.max(high, panel.height);
      }
      y += row.collapsed() ? 0 : down + high;
    }
    return panels;
  }
}
