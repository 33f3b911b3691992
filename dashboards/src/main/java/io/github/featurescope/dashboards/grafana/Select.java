package io.github.featurescope.dashboards.grafana;

import io.github.featurescope.listeners.Stage;
import io.github.featurescope.listeners.Verdict;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * PromQL under the variables of a dashboard.
 *
 * @param labels the matchers of every selector
 */
record Select(String labels) {

  private static final String SCRAPED = "job=~\"$job\",instance=~\"$instance\"";

  /** What a series of the run as a whole is told apart by. */
  static final String RUN = "job, instance, model, run";

  /** The legend of such a series: two machines may train runs of one name. */
  static final String BY_RUN = "{{model}} {{run}} ({{instance}})";

  /** Any number of models and runs. */
  static Select runs() {
    return new Select(SCRAPED + ",model=~\"$model\",run=~\"$run\"");
  }

  /** One run. */
  static Select oneRun() {
    return new Select(SCRAPED + ",model=~\"$model\",run=\"$run\"");
  }

  /** A gauge of the catalogue. */
  String metric(String name) {
    return metric(name, "");
  }

  /** A gauge of the catalogue, chosen further. */
  String metric(String name, String more) {
    return Words.name(name) + "{" + labels + (more.isEmpty() ? "" : "," + more) + "}";
  }

  /** A gauge of the catalogue for the chosen probe sets. */
  String ofSets(String name) {
    return metric(name, "set=~\"$set\"");
  }

  /** A gauge of the catalogue for the chosen layers. */
  String ofLayers(String name) {
    return metric(name, "layer=~\"$layer\"");
  }

  /** What is exported beside the metrics. */
  String helper(String name) {
    return helper(name, "", "");
  }

  /** What is exported beside the metrics; a timer's count, sum and maximum have suffixes. */
  String helper(String name, String suffix, String more) {
    String matchers = labels + (more.isEmpty() ? "" : "," + more);
    return Words.helper(name).prometheusName() + suffix + "{" + matchers + "}";
  }

  /** The last value that each run had in the shown time, ended runs included. */
  static String lastSeen(String selector) {
    return "last_over_time(" + selector + "[$__range])";
  }

  /** One series a run, whatever else its labels say. */
  static String perRun(String expr) {
    return "max by (" + RUN + ") (" + expr + ")";
  }

  /** 1 for the runs in a state, 0 for the others. */
  String verdict(Verdict.State state) {
    return helper("verdict", "", state(state));
  }

  private static String state(Enum<?> state) {
    return "state=\"" + state.name().toLowerCase(Locale.ROOT) + "\"";
  }

  /** One number a run: that of {@link Palette#code(Verdict.State)}. */
  String verdictCode(boolean lastSeen) {
    return "sum by ("
        + RUN
        + ") ("
        + Stream.of(Verdict.State.values())
            .map(s -> (lastSeen ? lastSeen(verdict(s)) : verdict(s)) + " * " + Palette.code(s))
            .collect(Collectors.joining(" or "))
        + ")";
  }

  /** One number a run: that of {@link Palette#code(Stage)}, and nothing where it has none. */
  String stageCode() {
    String all =
        Stream.of(Stage.values())
            .map(s -> helper("stage", "", state(s)) + " * " + Palette.code(s))
            .collect(Collectors.joining(" or "));
    return "sum by (" + RUN + ") (" + all + ") > 0";
  }
}
