package io.github.featurescope.dashboards.grafana;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A table with one row a run and the last value of each column in the shown time. */
final class RunTable {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Panel panel;
  private final List<String> titles = new ArrayList<>();

  private RunTable(Panel panel) {
    this.panel = panel;
  }

  static RunTable of(String title, String description, int height) {
    return new RunTable(Panels.table(title, description, 24, height));
  }

  /** A column of a gauge, under its title in the catalogue or a shorter one. */
  RunTable column(String title, String metric, String more, int decimals) {
    String selector = Select.runs().metric(metric, more);
    return add(title, Select.perRun(Select.lastSeen(selector)), Panels.unit(metric), decimals);
  }

  /** A column of whole numbers. */
  RunTable whole(String title, String metric) {
    String selector = Select.runs().metric(metric);
    return add(title, Select.perRun(Select.lastSeen(selector)), "none", 0);
  }

  /** A column of what is exported beside the metrics. */
  RunTable helper(String title, String helper, String unit) {
    String selector = Select.runs().helper(helper);
    return add(title, Select.perRun(Select.lastSeen(selector)), unit, 0);
  }

  /** How many probes failed in the shown time. */
  RunTable failures(String title) {
    String selector = Select.runs().helper("probe.failures");
    return add(title, Select.perRun("increase(" + selector + "[$__range])"), "none", 0);
  }

  private RunTable add(String title, String expr, String unit, int decimals) {
    panel.query(Query.rows(expr));
    panel.override(title, "unit", unit).override(title, "decimals", decimals);
    titles.add(title);
    return this;
  }

  /** The verdict in its colour. */
  RunTable verdict() {
    add("verdict", Select.runs().verdictCode(true), "none", 0);
    panel
        .override("verdict", "mappings", Panels.verdicts())
        .override(
            "verdict",
            "custom.cellOptions",
            NODES.objectNode().put("type", "color-background").put("mode", "basic"))
        .override("verdict", "custom.width", 150);
    return this;
  }

  /** The cells of a column in a colour from a bound on. */
  RunTable alarm(String title, double bound, String color) {
    panel
        .override(title, "thresholds", Panel.steps("text", bound, color))
        .override(title, "custom.cellOptions", NODES.objectNode().put("type", "color-text"));
    return this;
  }

  Panel panel() {
    ObjectNode organize = NODES.objectNode();
    ObjectNode renames = NODES.objectNode();
    ObjectNode order = NODES.objectNode();
    order.put("model", 0).put("run", 1);
    for (int i = 0; i < titles.size(); i++) {
      String column = "Value #" + (char) ('A' + i);
      renames.put(column, titles.get(i));
      order.put(column, i + 2);
    }
    order.put("job", titles.size() + 2).put("instance", titles.size() + 3);
    organize.putObject("excludeByName").put("Time", true);
    organize.set("indexByName", order);
    organize.set("renameByName", renames);
    ObjectNode link = NODES.objectNode();
    link.put("title", "This run in depth");
    link.put(
        "url",
        "/d/"
            + Dashboards.RUN
            + "?var-datasource=${datasource}&var-model=${__data.fields.model:percentencode}"
            + "&var-run=${__data.fields.run:percentencode}&${__url_time_range}");
    panel.options().putArray("sortBy").addObject().put("displayName", "run").put("desc", true);
    return panel
        .transform("merge", NODES.objectNode())
        .transform("organize", organize)
        .override("run", "links", NODES.arrayNode().add(link))
        .override("run", "custom.width", 190);
  }
}
