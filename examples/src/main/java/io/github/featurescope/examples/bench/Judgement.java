package io.github.featurescope.examples.bench;

import io.github.featurescope.examples.training.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What every rule chose on every run. */
final class Judgement {

  /**
   * One rule's choice on one run.
   *
   * @param log of the run
   * @param rule which
   * @param choice what it chose
   */
  record Outcome(BenchLog log, Rule rule, Rule.Choice choice) {

    /** Points of test accuracy below the run's best epoch. */
    double regret() {
      return 100 * (log.best() - log.testAt(choice.epoch()));
    }
  }

  private final List<BenchLog> logs;
  private final Map<Rule, List<Outcome>> outcomes = new LinkedHashMap<>();

  private Judgement(List<BenchLog> logs) {
    this.logs = List.copyOf(logs);
  }

  static Judgement of(List<BenchLog> logs) {
    Judgement judgement = new Judgement(logs);
    for (Rule rule : Rule.all()) {
      judgement.outcomes.put(
          rule,
          logs.stream().map(log -> new Outcome(log, rule, rule.choice().apply(log))).toList());
    }
    return judgement;
  }

  List<BenchLog> logs() {
    return logs;
  }

  Map<Rule, List<Outcome>> outcomes() {
    return outcomes;
  }

  /** Kinds of noise, in the order of the first runs. */
  Set<String> noises() {
    Set<String> noises = new LinkedHashSet<>();
    for (String first : List.of("none", "symmetric:0.2", "symmetric:0.4", "symmetric:0.6")) {
      noises.add(first);
    }
    logs.forEach(log -> noises.add(noise(log)));
    return noises;
  }

  private static String noise(BenchLog log) {
    return String.valueOf(log.settings().get("noise"));
  }

  /** Mean regret of a rule over some runs, NaN without any. */
  double meanRegret(Rule rule, Predicate<BenchLog> which) {
    return of(rule).stream()
        .filter(outcome -> which.test(outcome.log()))
        .mapToDouble(Outcome::regret)
        .average()
        .orElse(Double.NaN);
  }

  private List<Outcome> of(Rule rule) {
    return outcomes.getOrDefault(rule, List.of());
  }

  double worstRegret(Rule rule) {
    return of(rule).stream().mapToDouble(Outcome::regret).max().orElse(Double.NaN);
  }

  /** One row a run and rule. */
  List<String> csv() {
    List<String> lines = new ArrayList<>();
    lines.add("run,data,model,noise,rule,needs,epoch,decided,stopped,test,best,regret");
    for (List<Outcome> each : outcomes.values()) {
      for (Outcome one : each) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s,%s,%s,%s,%s,%s,%d,%d,%b,%.4f,%.4f,%.2f",
                one.log().run(),
                one.log().settings().get("data"),
                one.log().settings().get("model"),
                noise(one.log()),
                one.rule().name(),
                one.rule().needs(),
                one.choice().epoch(),
                one.choice().decided(),
                one.choice().stopped(),
                one.log().testAt(one.choice().epoch()),
                one.log().best(),
                one.regret()));
      }
    }
    return lines;
  }

  /** Tables for people, in Markdown. */
  List<String> report() {
    List<String> lines = new ArrayList<>();
    lines.add("Mean regret in points of test accuracy over " + logs.size() + " runs:");
    lines.add("");
    lines.addAll(Table.markdown(regrets()));
    lines.add("");
    lines.add("Mislabelled training samples, mean AUROC over the noisy runs:");
    lines.add("");
    lines.addAll(Table.markdown(Detection.areas(this)));
    lines.add("");
    lines.add("Estimated share of wrong labels after the epoch of the verdict:");
    lines.add("");
    lines.addAll(Table.markdown(Detection.noiseRates(this)));
    return lines;
  }

  /** The regrets in few columns. */
  List<String> summary() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("rule", "needs", "wrong labels", "clean labels", "all", "worst", "clean stopped"));
    for (Rule rule : outcomes.keySet()) {
      rows.add(
          List.of(
              rule.name(),
              rule.needs(),
              points(meanRegret(rule, log -> !log.isClean())),
              points(meanRegret(rule, BenchLog::isClean)),
              points(meanRegret(rule, log -> true)),
              points(worstRegret(rule)),
              stopsOfCleanRuns(rule)));
    }
    return Table.markdown(rows);
  }

  private String stopsOfCleanRuns(Rule rule) {
    List<Outcome> clean = of(rule).stream().filter(one -> one.log().isClean()).toList();
    return clean.stream().filter(one -> one.choice().stopped()).count() + " of " + clean.size();
  }

  private List<List<String>> regrets() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("rule", "needs"));
    head.addAll(noises());
    head.addAll(List.of("all", "worst", "stops of clean runs"));
    rows.add(head);
    for (Rule rule : outcomes.keySet()) {
      List<String> row = new ArrayList<>(List.of(rule.name(), rule.needs()));
      for (String noise : noises()) {
        row.add(points(meanRegret(rule, log -> noise(log).equals(noise))));
      }
      row.add(points(meanRegret(rule, log -> true)));
      row.add(points(worstRegret(rule)));
      row.add(stopsOfCleanRuns(rule));
      rows.add(row);
    }
    return rows;
  }

  static String points(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f", value);
  }
}
