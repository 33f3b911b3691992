package io.github.featurescope.examples.bench;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How well mislabelled samples are told and counted, at the epoch of the verdict and at the end.
 */
final class Detection {

  private static final String NOISE_RATE = "train.noiseRate";

  private Detection() {}

  /** The row after which the verdict was drawn, or the last. */
  private static BenchLog.Row decided(Judgement.Outcome outcome) {
    return outcome.log().rows().stream()
        .filter(row -> row.epoch() == outcome.choice().decided())
        .findFirst()
        .orElseThrow();
  }

  private static List<Judgement.Outcome> ours(Judgement judgement) {
    return judgement.outcomes().values().iterator().next();
  }

  private static String group(BenchLog log) {
    return log.settings().get("data")
        + (log.settings().containsKey("classes") ? ", two classes" : "")
        + ", "
        + log.settings().get("noise");
  }

  /** AUROC of each score: at the verdict, at its best epoch, at the end. */
  static List<List<String>> areas(Judgement judgement) {
    Map<String, List<Judgement.Outcome>> groups = new TreeMap<>();
    for (Judgement.Outcome outcome : ours(judgement)) {
      if (!outcome.log().rows().get(0).detection().isEmpty()) {
        groups.computeIfAbsent(group(outcome.log()), g -> new ArrayList<>()).add(outcome);
      }
    }
    List<String> scores =
        List.of("suspicion", "wrongEvents", "areaUnderMargin", "meanLoss", "loss");
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("data and noise", "runs"));
    scores.forEach(score -> head.add(score + ": verdict / best / end"));
    head.add("precision at the verdict");
    rows.add(head);
    groups.forEach(
        (group, runs) -> {
          List<String> row = new ArrayList<>(List.of(group, String.valueOf(runs.size())));
          for (String score : scores) {
            row.add(
                area(runs, run -> decided(run).detection().getOrDefault(score, Double.NaN))
                    + " / "
                    + area(
                        runs,
                        run ->
                            run.log().rows().stream()
                                .mapToDouble(r -> r.detection().getOrDefault(score, Double.NaN))
                                .max()
                                .orElse(Double.NaN))
                    + " / "
                    + area(
                        runs,
                        run ->
                            run.log()
                                .rows()
                                .get(run.log().rows().size() - 1)
                                .detection()
                                .getOrDefault(score, Double.NaN)));
          }
          row.add(
              area(runs, run -> decided(run).detection().getOrDefault("precision", Double.NaN)));
          rows.add(row);
        });
    return rows;
  }

  private static String area(
      List<Judgement.Outcome> runs, ToDoubleFunction<Judgement.Outcome> value) {
    return String.format(
        Locale.ROOT, "%.3f", runs.stream().mapToDouble(value).average().orElse(Double.NaN));
  }

  /** True and estimated share of wrong labels, where one was given. */
  static List<List<String>> noiseRates(Judgement judgement) {
    Map<String, List<Judgement.Outcome>> groups = new TreeMap<>();
    for (Judgement.Outcome outcome : ours(judgement)) {
      groups.computeIfAbsent(group(outcome.log()), g -> new ArrayList<>()).add(outcome);
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("data and noise", "runs", "judged", "estimates", "largest error in points"));
    groups.forEach(
        (group, runs) -> {
          double truth = truth(String.valueOf(runs.get(0).log().settings().get("noise")));
          DoubleSummaryStatistics estimates = new DoubleSummaryStatistics();
          DoubleSummaryStatistics errors = new DoubleSummaryStatistics();
          runs.forEach(
              run ->
                  estimate(run)
                      .ifPresent(
                          one -> {
                            estimates.accept(one);
                            errors.accept(Math.abs(one - truth));
                          }));
          boolean none = estimates.getCount() == 0;
          rows.add(
              List.of(
                  group,
                  String.valueOf(runs.size()),
                  String.valueOf(estimates.getCount()),
                  none
                      ? "–"
                      : String.format(
                          Locale.ROOT, "%.2f to %.2f", estimates.getMin(), estimates.getMax()),
                  none ? "–" : String.format(Locale.ROOT, "%.1f", 100 * errors.getMax())));
        });
    return rows;
  }

  /** The estimated share of wrong labels when the verdict was drawn, where it could be judged. */
  static Optional<Double> estimate(Judgement.Outcome outcome) {
    return Optional.ofNullable(decided(outcome).signs().values().get(NOISE_RATE));
  }

  /** The share of wrong labels that a kind of noise stands for. */
  static double truth(String noise) {
    int colon = noise.indexOf(':');
    return colon < 0 ? 0 : Double.parseDouble(noise.substring(colon + 1));
  }
}
