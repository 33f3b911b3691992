package io.github.featurescope.dashboards.grafana;

import io.github.featurescope.listeners.MetricCatalogue;
import io.github.featurescope.listeners.Stage;
import io.github.featurescope.listeners.Verdict;
import io.micrometer.core.instrument.Meter;
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

  /** A meter outside of the catalogue's list. */
  String meter(String name, Meter.Type type, String suffix) {
    return Words.name(name, type) + suffix + "{" + labels + "}";
  }

  /** The last value that each run had in the shown time, ended runs included. */
  static String lastSeen(String selector) {
    return "last_over_time(" + selector + "[$__range])";
  }

  /** One series a run, whatever else its labels say. */
  static String perRun(String expr) {
    return "max by (" + RUN + ") (" + expr + ")";
  }

  /** 1 for each run and its state, 0 for its other states, NaN left out. */
  String verdict(Verdict.State state) {
    return Words.name(MetricCatalogue.VERDICT, Meter.Type.GAUGE)
        + "{"
        + labels
        + ",state=\""
        + state.name().toLowerCase(Locale.ROOT)
        + "\"}";
  }

  private String stage(Stage stage) {
    return Words.name(MetricCatalogue.STAGE, Meter.Type.GAUGE)
        + "{"
        + labels
        + ",state=\""
        + stage.name().toLowerCase(Locale.ROOT)
        + "\"}";
  }

  /** One number a run: the place of its verdict in {@link Verdict.State}. */
  String verdictCode(boolean lastSeen) {
    return "sum by ("
        + RUN
        + ") ("
        + Stream.of(Verdict.State.values())
            .map(s -> (lastSeen ? lastSeen(verdict(s)) : verdict(s)) + " * " + s.ordinal())
            .collect(Collectors.joining(" or "))
        + ")";
  }

  /** One number a run: the place of its stage in {@link Stage}, and nothing where it has none. */
  String stageCode() {
    String all =
        Stream.of(Stage.values())
            .map(s -> stage(s) + " * " + (s.ordinal() + 1))
            .collect(Collectors.joining(" or "));
    return "sum by (" + RUN + ") (" + all + ") > 0";
  }
}
