package io.github.featurescope.dashboards.grafana;

import static io.github.featurescope.dashboards.grafana.Query.range;

import java.util.List;

/** Several runs side by side, against the epochs they have done. */
final class Comparison {

  private static final Select RUNS = Select.runs();
  private static final String TRAIN = "set=\"train\"";
  private static final String HELD_OUT = "set=\"heldout\"";

  private Comparison() {}

  static Dashboard dashboard() {
    return new Dashboard(
        Dashboards.COMPARISON,
        "FeatureScope / Comparison of runs",
        "Runs side by side. Curves run against epochs done, so runs of different days meet.",
        "1m",
        Dashboards.variables(true, false),
        List.of(
            Panel.Row.of("Runs", table(), timeline()),
            Panel.Row.of(
                "Learning or memorising?, held-out set",
                curve("label.fit", HELD_OUT),
                curve("kernel.target.alignment", HELD_OUT),
                curve("label.loss", HELD_OUT),
                curve("verdict.strength", "")),
            Panel.Row.of(
                "Features, training set",
                curve("effective.dimension", TRAIN),
                curve("kernel.richness.distance", TRAIN),
                curve("feature.quality.total", TRAIN),
                curve("learned.dimension", TRAIN),
                curve("prediction.changes.average", ""),
                curve("margin.noise.share", "")),
            Panel.Row.of("Where true labels are known", truth("test"), truth("train"))));
  }

  private static Panel table() {
    return RunTable.of(
            "Where each run stands", "The last values of every chosen run in the shown time.", 8)
        .verdict()
        .whole("epoch", "epoch")
        .whole("best epoch", "best.epoch")
        .column("fit, train", "label.fit", TRAIN, 1)
        .column("fit, held out", "label.fit", HELD_OUT, 1)
        .column("alignment, held out", "kernel.target.alignment", HELD_OUT, 3)
        .column("D_eff", "effective.dimension", TRAIN, 1)
        .column("D_LR", "kernel.richness.distance", TRAIN, 3)
        .column("noise in margins", "margin.noise.share", "", 1)
        .column("wrong labels, est.", "noise.rate", "", 1)
        .panel();
  }

  private static Panel timeline() {
    return Panels.states(
            "Verdicts",
            "The verdict of every chosen run over time; none of its signs uses a true label.",
            24,
            6)
        .query(range(RUNS.verdictCode(false), Select.BY_RUN))
        .mappings(Panels.verdicts());
  }

  private static Panel curve(String metric, String more) {
    return Panels.againstEpochs(Words.metric(metric).title(), metric, more, 12, 9);
  }

  private static Panel truth(String set) {
    String metric = "true.label.accuracy";
    String title = Words.metric(metric).title() + ", " + set;
    return Panels.againstEpochs(title, metric, "set=\"" + set + "\"", 12, 9);
  }
}
