package io.github.featurescope.dashboards.grafana;

import static io.github.featurescope.dashboards.grafana.Query.last;
import static io.github.featurescope.dashboards.grafana.Query.range;
import static io.github.featurescope.dashboards.grafana.Select.lastSeen;
import static io.github.featurescope.dashboards.grafana.Select.perRun;

import java.util.List;

/** What watching costs, and whether it works. */
final class Cost {

  private static final Select RUNS = Select.runs();

  private Cost() {}

  static Dashboard dashboard() {
    return new Dashboard(
        Dashboards.COST,
        "FeatureScope / Cost of probing",
        "How long probes take, what share of the training time that is, and which fail.",
        "30s",
        Dashboards.variables(true, false),
        List.of(
            Panel.Row.of("In the shown time", highest(), slowest(), probes(), failed()),
            Panel.Row.of("Over time", share(), duration(), rate(), failures(), dropped()),
            Panel.Row.of(
                "Is it alive?",
                age("last.iteration.timestamp"),
                age("last.probe.timestamp"),
                progress("epoch"),
                progress("iteration"))));
  }

  private static String timer(String suffix) {
    return RUNS.helper("probe.duration", suffix, "");
  }

  private static String failedProbes() {
    return RUNS.helper("probe.failures");
  }

  private static Panel highest() {
    return Panels.stat("Highest cost of a run", 6, 5, "probe.cost")
        .query(last("max(" + lastSeen(RUNS.metric("probe.cost")) + ")", "cost"));
  }

  private static Panel slowest() {
    return Panels.stat("Slowest probe", Words.ofHelper("probe.duration"), 6, 5)
        .unit("s")
        .query(last("max(max_over_time(" + timer("_max") + "[$__range]))", "slowest"));
  }

  private static Panel probes() {
    return Panels.stat("Probes", "Probes in the shown time that gave a result.", 6, 5)
        .decimals(0)
        .query(last("sum(increase(" + timer("_count") + "[$__range]))", "probes"));
  }

  private static Panel failed() {
    return Panels.stat("Failed probes", Words.ofHelper("probe.failures"), 6, 5)
        .decimals(0)
        .thresholds("text", 1, Palette.NOISE)
        .query(last("sum(increase(" + failedProbes() + "[$__range]))", "failed"));
  }

  private static Panel share() {
    String budget = Words.helper("probe.budget").description();
    return Panels.lines(
            "Cost and budget",
            Words.of("probe.cost", "probe.wait") + "\n\nBudget: " + budget,
            12,
            9)
        .unit("percentunit")
        .min(0)
        .query(
            range(perRun(RUNS.metric("probe.cost")), Select.BY_RUN),
            range(perRun(RUNS.metric("probe.wait")), "waited, " + Select.BY_RUN),
            range(perRun(RUNS.helper("probe.budget")), "budget, " + Select.BY_RUN))
        .override("byRegexp", "/^waited/", "custom.lineStyle", OneRun.dash(2, 4))
        .override("byRegexp", "/^budget/", "custom.lineStyle", OneRun.dash(10, 6))
        .override("byRegexp", "/^budget/", "color", Panel.fixed(Palette.NOISE));
  }

  private static Panel age(String helper) {
    return Panels.lines(
            Words.helper(helper).title().replace("Time of the", "Since the"),
            Words.ofHelper(helper),
            12,
            8)
        .unit("s")
        .min(0)
        .query(range("time() - " + perRun(RUNS.helper(helper)), Select.BY_RUN));
  }

  private static Panel duration() {
    String sum = "rate(" + timer("_sum") + "[$__rate_interval])";
    String count = "rate(" + timer("_count") + "[$__rate_interval])";
    return Panels.lines("Duration of a probe", 12, 9, "probe.last.duration")
        .min(0)
        .query(
            range(perRun(RUNS.metric("probe.last.duration")), "last, " + Select.BY_RUN),
            range(
                "sum by ("
                    + Select.RUN
                    + ") ("
                    + sum
                    + ") / sum by ("
                    + Select.RUN
                    + ") ("
                    + count
                    + ")",
                "mean, " + Select.BY_RUN))
        .override("byRegexp", "/^mean/", "custom.lineStyle", OneRun.dash(10, 6));
  }

  private static Panel dropped() {
    return Panels.lines("Probes dropped", 24, 6, "probe.dropped")
        .decimals(0)
        .min(0)
        .query(range(perRun(RUNS.metric("probe.dropped")), Select.BY_RUN));
  }

  private static Panel rate() {
    return Panels.lines(
            "Share of wall time spent on probes",
            "Seconds of probing in every second, over the last scrapes. Unlike the cost it tells"
                + " a burst from an even load.",
            12,
            9)
        .unit("percentunit")
        .min(0)
        .query(
            range(
                "sum by (" + Select.RUN + ") (rate(" + timer("_sum") + "[$__rate_interval]))",
                Select.BY_RUN));
  }

  private static Panel failures() {
    return Panels.lines(
            "Failures over time",
            "New failures at each moment. " + Words.ofHelper("probe.failures"),
            12,
            9)
        .decimals(0)
        .min(0)
        .query(
            range(
                "sum by (" + Select.RUN + ") (increase(" + failedProbes() + "[$__rate_interval]))",
                Select.BY_RUN));
  }

  private static Panel progress(String metric) {
    return Panels.lines(Words.metric(metric).title(), 12, 7, metric)
        .min(0)
        .query(range(perRun(RUNS.metric(metric)), Select.BY_RUN));
  }
}
