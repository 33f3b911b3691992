package io.github.featurescope.dashboards.grafana;

import static io.github.featurescope.dashboards.grafana.Query.last;
import static io.github.featurescope.dashboards.grafana.Query.range;
import static io.github.featurescope.dashboards.grafana.Select.lastSeen;
import static io.github.featurescope.dashboards.grafana.Select.perRun;

import io.github.featurescope.listeners.MetricCatalogue;
import io.github.featurescope.listeners.Verdict;
import io.micrometer.core.instrument.Meter;
import java.util.List;

/** All runs: which of them need somebody. */
final class Overview {

  private static final Select RUNS = Select.runs();
  private static final String BY_RUN = "{{model}} {{run}}";

  private Overview() {}

  static Dashboard dashboard() {
    return new Dashboard(
        Dashboards.OVERVIEW,
        "FeatureScope / All runs",
        "Every training run that is watched: its verdict, the epoch to go back to, and whether its"
            + " probes work.",
        "30s",
        Dashboards.variables(true, false),
        List.of(
            Panel.Row.of("In the shown time", verdicts(), runs(), failures()),
            Panel.Row.of("Runs", table(), timeline()),
            Panel.Row.of("Signs", sinceBest(), strength(), fit(), alignment())));
  }

  private static Panel verdicts() {
    Panel panel =
        Panels.stat(
            "Runs by last verdict",
            "How many runs each verdict has, by the last word of each run in the shown time, ended"
                + " runs included. None of the verdict's signs uses a true label.",
            16,
            5);
    panel.options().put("colorMode", "background").put("textMode", "value_and_name");
    for (Verdict.State state : Verdict.State.values()) {
      String words = Palette.words(state);
      panel
          .query(last("sum(" + lastSeen(RUNS.verdict(state)) + " == bool 1)", words))
          .override(words, "color", Panel.fixed(Palette.of(state)));
    }
    return panel;
  }

  private static Panel runs() {
    return Panels.stat("Runs", "Runs that were watched in the shown time.", 4, 5)
        .query(last("count(" + perRun(lastSeen(RUNS.metric("epoch"))) + ")", "runs"));
  }

  private static Panel failures() {
    String failed = RUNS.meter(MetricCatalogue.FAILURES, Meter.Type.COUNTER, "");
    return Panels.stat(
            "Failed probes",
            "Probes that failed in the shown time. Training goes on without them; the job's log"
                + " says why.",
            4,
            5)
        .query(last("sum(increase(" + failed + "[$__range]))", "failed probes"))
        .decimals(0)
        .thresholds("text", 1, Palette.NOISE);
  }

  private static Panel table() {
    return RunTable.of(
            "Runs",
            "The last values of every run in the shown time. A run's name leads to its own page.",
            9)
        .verdict()
        .whole("epoch", "epoch")
        .whole("best epoch", "best.epoch")
        .column("strength", "verdict.strength", "")
        .alarm("strength", 1, Palette.NOISE)
        .column("fit, train", "label.fit", "set=\"train\"")
        .column("fit, held out", "label.fit", "set=\"heldout\"")
        .column("D_eff", "effective.dimension", "set=\"train\"")
        .column("D_LR", "kernel.richness.distance", "set=\"train\"")
        .column("wrong labels", "noise.rate", "")
        .column("cost", "probe.cost", "")
        .panel();
  }

  private static Panel timeline() {
    return Panels.states(
            "Verdicts",
            "The verdict of every run over time: what the signals say together, none of them from"
                + " a true label.",
            24,
            7)
        .query(range(RUNS.verdictCode(false), BY_RUN))
        .mappings(Panels.verdicts());
  }

  private static Panel sinceBest() {
    return Panels.lines("Epochs since the best", Words.of("best.epoch"), 12, 8)
        .query(
            range(perRun(RUNS.metric("epoch")) + " - " + perRun(RUNS.metric("best.epoch")), BY_RUN))
        .min(0);
  }

  private static Panel strength() {
    return Panels.lines("Strength of the verdict", 12, 8, "verdict.strength")
        .query(range(perRun(RUNS.metric("verdict.strength")), BY_RUN))
        .line(Palette.NOISE, 1)
        .min(0)
        .max(2);
  }

  private static Panel fit() {
    return Panels.lines("Fit of given labels, held out", 12, 8, "label.fit")
        .query(range(perRun(RUNS.metric("label.fit", "set=\"heldout\"")), BY_RUN));
  }

  private static Panel alignment() {
    return Panels.lines("Kernel-target alignment, held out", 12, 8, "kernel.target.alignment")
        .query(range(perRun(RUNS.metric("kernel.target.alignment", "set=\"heldout\"")), BY_RUN));
  }
}
