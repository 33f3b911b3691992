package io.github.featurescope.dashboards.grafana;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One query of a panel.
 *
 * @param expr PromQL
 * @param legend how its series are called
 * @param instant whether it asks for one moment, the last
 * @param table whether labels become columns
 */
record Query(String expr, String legend, boolean instant, boolean table) {

  /** Series over time. */
  static Query range(String expr, String legend) {
    return new Query(expr, legend, false, false);
  }

  /** The last value of each series. */
  static Query last(String expr, String legend) {
    return new Query(expr, legend, true, false);
  }

  /** One row a series. */
  static Query rows(String expr) {
    return new Query(expr, "", true, true);
  }

  /** One row a series and moment. */
  static Query history(String expr) {
    return new Query(expr, "", false, true);
  }

  ObjectNode json(int index) {
    ObjectNode target = JsonNodeFactory.instance.objectNode();
    target.set("datasource", Dashboard.dataSource());
    target.put("refId", String.valueOf((char) ('A' + index)));
    target.put("expr", expr);
    target.put("legendFormat", legend);
    target.put("editorMode", "code");
    target.put("format", table ? "table" : "time_series");
    target.put("instant", instant);
    target.put("range", !instant);
    return target;
  }
}
