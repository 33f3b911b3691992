package io.github.featurescope.examples.bench;

import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.listeners.Signs;
import io.github.featurescope.listeners.Verdict;
import io.github.featurescope.listeners.VerdictEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A way to choose the epoch of a run whose parameters are taken. All but the oracle are causal:
 * what they decide after an epoch, they decide from the epochs up to it.
 *
 * @param name how tables call it
 * @param needs the data beside training labels that it needs
 * @param choice of a run
 */
record Rule(String name, String needs, Function<BenchLog, Choice> choice) {

  /**
   * What a rule decides on a run.
   *
   * @param epoch whose parameters are taken
   * @param decided after which epoch
   * @param stopped whether training was stopped before its end
   */
  record Choice(int epoch, int decided, boolean stopped) {}

  private static final int LABEL_WAVE_WINDOW = 3;

  private static final String NOTHING = "nothing";
  private static final String HELD_OUT = "held-out samples";

  /** All rules, ours first. */
  static List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    rules.add(new Rule("FeatureScope with held-out", HELD_OUT, log -> verdict(log, true)));
    rules.add(new Rule("FeatureScope without", NOTHING, log -> verdict(log, false)));
    // Patience in epochs: for each rule the best of 2, 3, 5 and 8 on the tuning runs.
    rules.add(
        patience(
            "noisy validation accuracy", HELD_OUT, row -> value(row, "heldout.fit.given"), 1, 5));
    rules.add(
        new Rule(
            "noisy validation accuracy, never stopping",
            HELD_OUT,
            log -> argmax(log, row -> value(row, "heldout.fit.given"), 0)));
    rules.add(
        patience("noisy validation loss", HELD_OUT, row -> lower(row, "heldout.fit.loss"), 1, 8));
    rules.add(
        patience(
            "held-out alignment",
            HELD_OUT,
            row -> value(row, "heldout.kernelTargetAlignment"),
            1,
            8));
    rules.add(
        patience("Label Wave", NOTHING, row -> lower(row, "train.changes"), LABEL_WAVE_WINDOW, 8));
    rules.add(
        new Rule(
            "GWA",
            NOTHING,
            log -> argmax(log, Rule::gradientWeightAlignment, log.rows().size() / 10)));
    rules.add(
        patience("D_LR minimum", NOTHING, row -> lower(row, "train.dlr.doubleCentred"), 1, 5));
    rules.add(
        patience(
            "utility maximum",
            NOTHING,
            row -> value(row, "train.centred.cumulativeUtility"),
            1,
            8));
    rules.add(new Rule("train to the end", NOTHING, Rule::last));
    rules.add(new Rule("oracle", "clean test labels", log -> argmax(log, BenchLog.Row::test, 0)));
    return rules;
  }

  private static double value(BenchLog.Row row, String sign) {
    return row.signs().values().getOrDefault(sign, Double.NEGATIVE_INFINITY);
  }

  /** For signs of which less is better; a missing one is no candidate. */
  private static double lower(BenchLog.Row row, String sign) {
    Double value = row.signs().values().get(sign);
    return value == null ? Double.NEGATIVE_INFINITY : -value;
  }

  private static double gradientWeightAlignment(BenchLog.Row row) {
    return value(row, "train.gradientWeightAlignment.mean")
        / (value(row, "train.gradientWeightAlignment.excessKurtosis") + 1.2);
  }

  private static Choice last(BenchLog log) {
    int last = log.rows().get(log.rows().size() - 1).epoch();
    return new Choice(last, last, false);
  }

  /** The verdict as a run that acts on it would draw it, parameters kept included. */
  private static Choice verdict(BenchLog log, boolean withHeldOut) {
    VerdictEngine engine = VerdictEngine.create();
    Verdict.@Nullable Moment best = null;
    for (BenchLog.Row row : log.rows()) {
      Signs signs = withHeldOut ? row.signs() : withoutHeldOut(row.signs());
      Verdict verdict = engine.judge(new Verdict.Moment(row.epoch(), row.epoch()), signs);
      best = verdict.best();
      if (verdict.state() == Verdict.State.MEMORISING_NOISE) {
        return new Choice(Objects.requireNonNull(best).epoch(), row.epoch(), true);
      }
    }
    int last = last(log).epoch();
    return new Choice(best == null ? last : best.epoch(), last, false);
  }

  private static Signs withoutHeldOut(Signs signs) {
    Map<String, Double> values = new LinkedHashMap<>(signs.values());
    values.keySet().removeIf(name -> name.startsWith(ProbeSet.HELD_OUT));
    Map<String, List<Double>> agreement = new LinkedHashMap<>(signs.agreement());
    agreement.remove(ProbeSet.HELD_OUT);
    return new Signs(values, agreement);
  }

  /** Stops when the best value, averaged over the last epochs, is some epochs old. */
  private static Rule patience(
      String name, String needs, ToDoubleFunction<BenchLog.Row> sign, int window, int patience) {
    return new Rule(name, needs, log -> patience(log, sign, window, patience));
  }

  static Choice patience(
      BenchLog log, ToDoubleFunction<BenchLog.Row> sign, int window, int patience) {
    List<BenchLog.Row> rows = log.rows();
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < rows.size(); i++) {
      double average =
          rows.subList(Math.max(0, i - window + 1), i + 1).stream()
              .mapToDouble(sign)
              .average()
              .orElseThrow();
      if (average > highest) {
        highest = average;
        best = i;
      } else if (i - best >= patience) {
        return new Choice(rows.get(best).epoch(), rows.get(i).epoch(), true);
      }
    }
    return new Choice(rows.get(best).epoch(), rows.get(rows.size() - 1).epoch(), false);
  }

  /** The best epoch of the whole run, seen from its end, early ones left out. */
  private static Choice argmax(BenchLog log, ToDoubleFunction<BenchLog.Row> sign, int skipped) {
    List<BenchLog.Row> rows = log.rows();
    int best = skipped;
    for (int i = skipped; i < rows.size(); i++) {
      best = sign.applyAsDouble(rows.get(i)) > sign.applyAsDouble(rows.get(best)) ? i : best;
    }
    return new Choice(rows.get(best).epoch(), rows.get(rows.size() - 1).epoch(), false);
  }
}
