package io.github.featurescope.dashboards.grafana;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.Stage;
import io.github.featurescope.listeners.Verdict;
import java.util.Set;

/** The kinds of panel, each with the look that is the same everywhere. */
final class Panels {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** How many ranks of a spectrum are exported. */
  static final int RANKS = 16;

  /** From this width on a legend has room for extreme values too. */
  private static final int WIDE = 9;

  /** Of the ratios of the catalogue those that are read as shares; the rest are plain numbers. */
  private static final Set<String> SHARES =
      Set.of(
          "label.fit",
          "margin.noise.share",
          "neural.collapse.nc4",
          "noise.rate",
          "prediction.changes",
          "prediction.changes.average",
          "probe.cost",
          "true.label.accuracy",
          "verdict.confidence",
          "wrong.label.as.given",
          "wrong.label.as.true");

  private Panels() {}

  /** Lines over time, with a table of their last and extreme values below. */
  static Panel lines(String title, String description, int width, int height) {
    Panel panel = Panel.of("timeseries", title, description, width, height);
    ObjectNode custom = panel.custom();
    custom.put("drawStyle", "line").put("lineInterpolation", "linear").put("lineWidth", 2);
    custom.put("fillOpacity", 0).put("showPoints", "auto").put("pointSize", 4);
    custom.put("spanNulls", false).put("axisBorderShow", false);
    panel.options().set("tooltip", NODES.objectNode().put("mode", "multi").put("sort", "desc"));
    ObjectNode legend = panel.options().putObject("legend");
    legend.put("displayMode", "table").put("placement", "bottom").put("showLegend", true);
    legend.putArray("calcs").add("lastNotNull");
    if (width >= WIDE) {
      legend.withArray("calcs").add("min").add("max");
    }
    setColors(panel);
    return panel.unit("none");
  }

  /** Lines of metrics of the catalogue that share a unit, in the catalogue's words. */
  static Panel lines(String title, int width, int height, String... metrics) {
    return lines(title, Words.of(metrics), width, height).unit(unit(metrics[0]));
  }

  /** One big number. */
  static Panel stat(String title, String description, int width, int height) {
    Panel panel = Panel.of("stat", title, description, width, height);
    panel
        .options()
        .put("colorMode", "value")
        .put("graphMode", "none")
        .put("justifyMode", "center")
        .put("orientation", "auto")
        .put("textMode", "value")
        .put("wideLayout", true)
        .put("showPercentChange", false)
        .put("percentChangeColorMode", "standard")
        .set("reduceOptions", reduce());
    return panel.unit("none").thresholds("text").none("–");
  }

  /** One big number of the catalogue, with its course behind it. */
  static Panel stat(String title, int width, int height, String metric) {
    Panel panel = stat(title, Words.of(metric), width, height).unit(unit(metric));
    panel.options().put("graphMode", "area");
    return panel;
  }

  /** States over time, one bar a series. */
  static Panel states(String title, String description, int width, int height) {
    Panel panel = Panel.of("state-timeline", title, description, width, height);
    panel.custom().put("lineWidth", 0).put("fillOpacity", 85);
    ObjectNode options = panel.options();
    options.put("mergeValues", true).put("showValue", "auto").put("alignValue", "left");
    options.put("rowHeight", 0.8);
    options.set("tooltip", NODES.objectNode().put("mode", "single").put("sort", "none"));
    options
        .putObject("legend")
        .put("displayMode", "list")
        .put("placement", "bottom")
        .put("showLegend", true)
        .putArray("calcs");
    return panel.unit("none").thresholds(Palette.CALM);
  }

  /** A table; the columns are made by transformations. */
  static Panel table(String title, String description, int width, int height) {
    Panel panel = Panel.of("table", title, description, width, height);
    panel.custom().put("align", "auto").put("inspect", false);
    panel.custom().set("cellOptions", NODES.objectNode().put("type", "auto"));
    panel.options().put("showHeader", true).put("cellHeight", "sm").put("frameIndex", 0);
    return panel.unit("none").none("–");
  }

  /** Bars of the values now, one a rank or layer. */
  static Panel bars(String title, String description, String x, int width, int height) {
    Panel panel = Panel.of("barchart", title, description, width, height);
    panel.custom().put("fillOpacity", 85).put("lineWidth", 0);
    ObjectNode options = panel.options();
    options.put("orientation", "auto").put("xField", x).put("showValue", "never");
    options.put("stacking", "none").put("groupWidth", 0.75).put("barWidth", 0.9);
    options.put("fullHighlight", false).put("xTickLabelRotation", 0).put("xTickLabelMaxLength", 16);
    options.set("tooltip", NODES.objectNode().put("mode", "multi").put("sort", "none"));
    options
        .putObject("legend")
        .put("displayMode", "list")
        .put("placement", "bottom")
        .put("showLegend", true)
        .putArray("calcs");
    return panel.unit("none");
  }

  /** One metric against the epochs done, one line a run. */
  static Panel againstEpochs(String title, String metric, String more, int width, int height) {
    Select runs = Select.runs();
    Panel panel =
        Panel.of("xychart", title, Words.of(metric), width, height)
            .query(
                Query.history(Select.perRun(runs.metric("epoch"))),
                Query.history(Select.perRun(runs.metric(metric, more))))
            .transform("merge", NODES.objectNode())
            .transform("partitionByValues", partition())
            .unit(unit(metric))
            .override("Value #A", "unit", "none")
            .override("Value #A", "custom.axisLabel", "epochs done");
    panel.custom().put("show", "lines").put("lineWidth", 2).put("fillOpacity", 0);
    panel.custom().putObject("pointSize").put("fixed", 4);
    ObjectNode options = panel.options().put("mapping", "auto");
    ObjectNode x = options.putArray("series").addObject().putObject("x").putObject("matcher");
    x.put("id", "byName").put("options", "Value #A");
    options.set("tooltip", NODES.objectNode().put("mode", "single").put("sort", "none"));
    options
        .putObject("legend")
        .put("displayMode", "list")
        .put("placement", "bottom")
        .put("showLegend", true)
        .putArray("calcs");
    return panel;
  }

  /** One frame a run, whose name Grafana shortens to what tells it apart from the others. */
  private static ObjectNode partition() {
    ObjectNode how = NODES.objectNode();
    how.putArray("fields").add("model").add("run").add("instance");
    how.putObject("naming").put("asLabels", false).put("separator2", " ");
    return how.put("keepFields", false);
  }

  static ObjectNode reduce() {
    ObjectNode reduce = NODES.objectNode().put("values", false).put("fields", "");
    reduce.putArray("calcs").add("lastNotNull");
    return reduce;
  }

  static String unit(String metric) {
    if (SHARES.contains(metric)) {
      return "percentunit";
    }
    return "seconds".equals(Words.metric(metric).baseUnit()) ? "s" : "none";
  }

  private static void setColors(Panel panel) {
    Palette.SETS.keySet().stream()
        .sorted()
        .forEach(
            set ->
                panel.override(
                    "byRegexp",
                    "/^" + set + "\\b/",
                    "color",
                    Panel.fixed(Palette.SETS.getOrDefault(set, Palette.CALM))));
  }

  /** A legend beside the lines, where it is long. */
  static Panel legendRight(Panel panel) {
    panel.options().withObject("/legend").put("placement", "right");
    return panel;
  }

  /** One line a rank, from dark for the strongest to pale. */
  static Panel rankColors(Panel panel) {
    for (int k = 1; k <= RANKS; k++) {
      panel.override(String.format("%02d", k), "color", Panel.fixed(Palette.rank(k, RANKS)));
    }
    return panel;
  }

  static ArrayNode verdicts() {
    ArrayNode mappings = NODES.arrayNode();
    ObjectNode options = mappings.addObject().put("type", "value").putObject("options");
    for (Verdict.State state : Verdict.State.values()) {
      options
          .putObject(String.valueOf(Palette.code(state)))
          .put("text", Palette.words(state))
          .put("color", Palette.of(state))
          .put("index", Palette.code(state));
    }
    return mappings;
  }

  static ArrayNode validity() {
    ArrayNode mappings = NODES.arrayNode();
    ObjectNode options = mappings.addObject().put("type", "value").putObject("options");
    options.putObject("0").put("text", "not finite").put("color", Palette.NOISE).put("index", 0);
    options.putObject("1").put("text", "finite").put("color", Palette.CLEAN).put("index", 1);
    return mappings;
  }

  static ArrayNode stages() {
    ArrayNode mappings = NODES.arrayNode();
    ObjectNode options = mappings.addObject().put("type", "value").putObject("options");
    for (Stage stage : Stage.values()) {
      options
          .putObject(String.valueOf(Palette.code(stage)))
          .put("text", Palette.words(stage))
          .put("color", Palette.of(stage))
          .put("index", Palette.code(stage));
    }
    return mappings;
  }
}
