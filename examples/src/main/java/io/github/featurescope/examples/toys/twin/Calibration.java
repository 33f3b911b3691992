package io.github.featurescope.examples.toys.twin;

import io.github.featurescope.examples.toys.patch.SignalNoiseSystem;
import io.github.featurescope.listeners.SuspectList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/** How well each probe that is said to see signal or noise follows the true γ and ρ. */
public final class Calibration {

  private static final int MOMENTS = 24;

  private final List<TwinRun> runs;

  private Calibration(List<TwinRun> runs) {
    this.runs = runs;
  }

  /**
   * Trains the twin at several strengths of the signal, with and without wrong labels.
   *
   * @param seeds runs of each
   * @param progress takes a line a run
   * @return what came of it
   */
  public static Calibration of(int seeds, Consumer<String> progress) {
    List<TwinRun> runs = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      for (SignalNoiseSystem system : systems()) {
        TwinRun run = TwinRun.of(system, seed, MOMENTS);
        runs.add(run);
        progress.accept(
            String.format(
                Locale.ROOT,
                "n = %d, d = %d, strength %.1f, %.0f %% wrong, seed %d: DL4J and recursion differ by"
                    + " %.1e",
                system.samples(),
                system.dimension(),
                system.strength(),
                100 * system.wrong(),
                seed,
                run.difference()));
      }
    }
    return new Calibration(runs);
  }

  static Calibration of(List<TwinRun> runs) {
    return new Calibration(runs);
  }

  private static List<SignalNoiseSystem> systems() {
    return Stream.of(0.0, 0.2)
        .flatMap(
            wrong ->
                Stream.concat(
                    Stream.of(2.0, 3.0, 5.0)
                        .map(
                            strength ->
                                SignalNoiseSystem.twoStages()
                                    .withDimension(200)
                                    .withStrength(strength)
                                    .withWrong(wrong)),
                    Stream.of(0.7, 2.0, 5.0)
                        .map(strength -> SignalNoiseSystem.relu(strength).withWrong(wrong))))
        .toList();
  }

  /**
   * Writes the tables in Markdown: correlations along training, then the ranking of samples.
   *
   * @return lines
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        runs.size()
            + " runs, "
            + runs.stream().mapToInt(run -> run.moments().size()).sum()
            + " moments; DL4J and recursion differ by at most "
            + String.format(
                Locale.ROOT,
                "%.1e",
                runs.stream().mapToDouble(TwinRun::difference).max().orElse(Double.NaN)));
    lines.add("");
    lines.add(
        "| probe | set | should follow | clean, median (least) | noisy, median (least) | pooled |");
    lines.add("| --- | --- | --- | --- | --- | --- |");
    Reading.ALL.forEach(reading -> lines.add(line(reading)));
    lines.add("");
    lines.add("| ranking of samples | AUROC for wrong labels, median (least) |");
    lines.add("| --- | --- |");
    lines.add("| suspicion, probability | " + ranked(SuspectList.Entry::probability) + " |");
    lines.add("| suspicion, score | " + ranked(SuspectList.Entry::score) + " |");
    lines.add("| wrong events | " + ranked(SuspectList.Entry::wrongEvents) + " |");
    return lines;
  }

  private String line(Reading reading) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s%s | %s | %s | %s |",
        reading.title(),
        reading.set().isEmpty() ? "both" : reading.set(),
        reading.rises() ? "" : "−",
        reading.truth().symbol,
        summary(within(reading, false)),
        summary(within(reading, true)),
        number(pooled(reading)));
  }

  /** Correlations along each run. */
  private double[] within(Reading reading, boolean noisy) {
    return runs.stream()
        .filter(run -> run.system().wrong() > 0 == noisy)
        .mapToDouble(run -> correlation(reading, run.moments()))
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  /** The correlation over all moments of all runs. */
  double pooled(Reading reading) {
    return correlation(reading, runs.stream().flatMap(run -> run.moments().stream()).toList());
  }

  private static double correlation(Reading reading, List<TwinRun.Moment> moments) {
    List<TwinRun.Moment> both =
        moments.stream()
            .filter(
                moment ->
                    !Double.isNaN(reading.of(moment)) && !Double.isNaN(reading.truth().of(moment)))
            .toList();
    if (both.size() < 3) {
      return Double.NaN;
    }
    double sign = reading.rises() ? 1 : -1;
    return sign
        * new SpearmansCorrelation()
            .correlation(
                both.stream().mapToDouble(reading::of).toArray(),
                both.stream().mapToDouble(reading.truth()::of).toArray());
  }

  private String ranked(ToDoubleFunction<SuspectList.Entry> score) {
    return summary(
        runs.stream()
            .filter(run -> run.system().wrong() > 0 && run.suspects().isPresent())
            .mapToDouble(run -> auroc(run, score))
            .toArray());
  }

  /** The probability that a wrong sample has a higher score than a right one, ties half. */
  private static double auroc(TwinRun run, ToDoubleFunction<SuspectList.Entry> score) {
    List<SuspectList.Entry> entries = run.suspects().orElseThrow().entries();
    double sum = 0;
    long pairs = 0;
    for (SuspectList.Entry wrong : entries) {
      if (run.data().isWrong((int) wrong.id())) {
        for (SuspectList.Entry right : entries) {
          if (!run.data().isWrong((int) right.id())) {
            double gap = score.applyAsDouble(wrong) - score.applyAsDouble(right);
            sum += (1 + Math.signum(gap)) / 2;
            pairs++;
          }
        }
      }
    }
    return sum / pairs;
  }

  private static String summary(double[] values) {
    if (values.length == 0) {
      return "no value";
    }
    double[] sorted = Arrays.stream(values).sorted().toArray();
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return number(median) + " (" + number(sorted[0]) + ")";
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "no value" : String.format(Locale.ROOT, "%.2f", value);
  }
}
