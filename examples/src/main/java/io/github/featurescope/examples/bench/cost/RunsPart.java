package io.github.featurescope.examples.bench.cost;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whole training runs, the watchers in turn. */
final class RunsPart {

  static final String FILE = "runs.csv";

  private static final int WARM_UP = 5;

  private final CostPlan plan;
  private final BenchImages images;
  private final CsvFile csv;

  private record Turn(int round, Watcher watcher) {}

  private RunsPart(CostPlan plan, BenchImages images, CsvFile csv) {
    this.plan = plan;
    this.images = images;
    this.csv = csv;
  }

  static CsvFile file(Path out) {
    return CsvFile.open(
        out.resolve(FILE),
        3,
        "network",
        "round",
        "watcher",
        "data",
        "train",
        "probed",
        "start_seconds",
        "epoch_seconds",
        "rest_seconds",
        "seconds_per_epoch",
        "allocated_bytes",
        "probes");
  }

  static void run(CostPlan plan, BenchImages images, Path out, CostProgress progress) {
    new RunsPart(plan, images, file(out)).run(progress);
  }

  private void run(CostProgress progress) {
    progress.begin("runs", plan.subjects().stream().mapToInt(s -> missing(s).size()).sum());
    for (Subject subject : plan.subjects()) {
      List<Turn> missing = missing(subject);
      if (!missing.isEmpty()) {
        run(subject, missing, progress);
      }
    }
  }

  private List<Turn> missing(Subject subject) {
    List<Turn> missing = new ArrayList<>();
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Watcher watcher : plan.watchers(subject)) {
        if (!csv.has(subject.name(), String.valueOf(round), watcher.name())) {
          missing.add(new Turn(round, watcher));
        }
      }
    }
    return missing;
  }

  private void run(Subject subject, List<Turn> turns, CostProgress progress) {
    BenchImages.Loaded loaded = images.of(subject, plan.shareOf(subject.train()));
    int probed = plan.shareOf(subject.probed());
    TrainingRun run = TrainingRun.of(subject, loaded.images(), probed);
    for (Watcher watcher : plan.watchers(subject)) {
      run.time(watcher, 1, WARM_UP);
    }
    for (Turn turn : turns) {
      TrainingRun.Timing timing = run.time(turn.watcher(), subject.epochs());
      double each = timing.perEpoch();
      csv.add(
          subject.name(),
          turn.round(),
          turn.watcher().name(),
          loaded.name(),
          loaded.images().size(),
          probed,
          seconds(timing.start()),
          timing.epochs().stream().map(RunsPart::seconds).collect(Collectors.joining(" ")),
          seconds(timing.rest()),
          seconds(each),
          timing.allocated(),
          timing.probes());
      progress.step(
          String.format(
              Locale.ROOT,
              "%s, round %d, %s: %.3f s an epoch",
              subject.title(),
              turn.round(),
              turn.watcher().title(),
              each));
    }
  }

  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
