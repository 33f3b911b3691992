package io.github.featurescope.dashboards.grafana;

import static io.github.featurescope.dashboards.grafana.Query.last;
import static io.github.featurescope.dashboards.grafana.Query.range;
import static io.github.featurescope.dashboards.grafana.Select.lastSeen;
import static io.github.featurescope.dashboards.grafana.Select.perRun;

import io.github.featurescope.listeners.Verdict;
import java.util.List;

/** All runs: which of them need somebody. */
final class Overview {

  private static final Select RUNS = Select.runs();

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
            "How many runs have each verdict, ended runs included: the last word of each in the"
                + " shown time. None of the verdict's signs uses a true label.",
            16,
            4);
    panel.options().put("colorMode", "background").put("textMode", "value_and_name");
    for (Verdict.State state : Verdict.State.values()) {
      String words = Palette.words(state);
      panel
          .query(last("sum(" + lastSeen(RUNS.verdict(state)) + " == bool 1)", words))
          .override(words, "thresholds", Panel.steps(Palette.QUIET, 1, Palette.of(state)));
    }
    return panel;
  }

  private static Panel runs() {
    return Panels.stat("Number of runs", "Runs that were watched in the shown time.", 4, 4)
        .query(last("count(" + perRun(lastSeen(RUNS.metric("epoch"))) + ")", "runs"));
  }

  private static Panel failures() {
    String failed = RUNS.helper("probe.failures");
    return Panels.stat("Failed probes", Words.ofHelper("probe.failures"), 4, 4)
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
        .helper("since best", "epochs.since.best.epoch", "none")
        .column("strength", "verdict.strength", "", 2)
        .alarm("strength", 1, Palette.NOISE)
        .column("fit, train", "label.fit", "set=\"train\"", 1)
        .column("fit, held out", "label.fit", "set=\"heldout\"", 1)
        .column("D_eff", "effective.dimension", "set=\"train\"", 1)
        .column("D_LR", "kernel.richness.distance", "set=\"train\"", 3)
        .column("wrong labels, est.", "noise.rate", "", 1)
        .column("cost", "probe.cost", "", 1)
        .failures("failed probes")
        .alarm("failed probes", 1, Palette.NOISE)
        .panel();
  }

  private static Panel timeline() {
    return Panels.states(
            "Verdicts",
            "The verdict of every run over time: what the signals say together, none of them from"
                + " a true label.",
            24,
            7)
        .query(range(RUNS.verdictCode(false), Select.BY_RUN))
        .mappings(Panels.verdicts());
  }

  private static Panel sinceBest() {
    String helper = "epochs.since.best.epoch";
    return Panels.lines(Words.helper(helper).title(), Words.ofHelper(helper), 12, 8)
        .query(range(perRun(RUNS.helper(helper)), Select.BY_RUN))
        .min(0);
  }

  private static Panel strength() {
    return Panels.lines("Strength of the verdict", 12, 8, "verdict.strength")
        .query(range(perRun(RUNS.metric("verdict.strength")), Select.BY_RUN))
        .line(Palette.NOISE, 1)
        .min(0)
        .max(2);
  }

  private static Panel fit() {
    return Panels.lines("Fit of given labels, held out", 12, 8, "label.fit")
        .query(range(perRun(RUNS.metric("label.fit", "set=\"heldout\"")), Select.BY_RUN));
  }

  private static Panel alignment() {
    return Panels.lines("Kernel-target alignment, held out", 12, 8, "kernel.target.alignment")
        .query(
            range(
                perRun(RUNS.metric("kernel.target.alignment", "set=\"heldout\"")), Select.BY_RUN));
  }
}
