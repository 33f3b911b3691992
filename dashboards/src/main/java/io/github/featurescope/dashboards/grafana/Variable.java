package io.github.featurescope.dashboards.grafana;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What people choose at the top of a dashboard.
 *
 * @param name of the variable
 * @param label what people read
 * @param query where its values come from
 * @param many whether several may be chosen; then all are at first
 */
record Variable(String name, String label, String query, boolean many) {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** The values are asked for anew when the shown time changes. */
  private static final int ON_TIME_RANGE = 2;

  /** By name, the last first: names of runs begin with their time. */
  private static final int DESCENDING = 2;

  /** The values of a label of a metric. */
  static Variable ofLabel(String name, String title, String selector, boolean many) {
    return new Variable(name, title, "label_values(" + selector + ", " + name + ")", many);
  }

  /** Which Prometheus is asked. */
  static ObjectNode chooseDataSource() {
    return NODES
        .objectNode()
        .put("name", "datasource")
        .put("label", "Data source")
        .put("description", "The Prometheus that scrapes the training jobs")
        .put("type", "datasource")
        .put("query", "prometheus")
        .put("refresh", 1)
        .put("hide", 0)
        .put("includeAll", false)
        .put("multi", false)
        .put("regex", "")
        .put("skipUrlSync", false);
  }

  ObjectNode json() {
    ObjectNode json = NODES.objectNode().put("name", name).put("label", label);
    json.put("type", "query");
    json.set("datasource", Dashboard.dataSource());
    json.put("query", query).put("refresh", ON_TIME_RANGE).put("sort", DESCENDING);
    json.put("multi", many).put("includeAll", many).put("hide", 0);
    json.put("regex", "").put("skipUrlSync", false);
    if (many) {
      json.put("allValue", ".+");
      ObjectNode all = json.putObject("current").put("selected", true);
      all.putArray("text").add("All");
      all.putArray("value").add("$__all");
    }
    return json;
  }
}
