package io.github.featurescope.examples.bench;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.training.TrainingData;
import io.github.featurescope.examples.training.TrainingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trains each run once, logs it once, and lets every rule choose on the same logs.
 *
 * <p>Whatever is there already is not done again, so a benchmark that was cut off goes on.
 */
public final class LabelNoiseBench {

  private static final String SUFFIX = ".jsonl.gz";

  private final Path out;
  private final @Nullable Path data;
  private final boolean keepTapes;

  private LabelNoiseBench(Path out, @Nullable Path data, boolean keepTapes) {
    this.out = out;
    this.data = data;
    this.keepTapes = keepTapes;
  }

  /**
   * Chooses where to work.
   *
   * @param out folder of tapes, logs, tables and plots
   * @param data folder with {@code mnist} and {@code cifar-10-batches-bin}, or null for embedded
   *     data alone
   * @param keepTapes whether what the networks said (some 60 MB a run) is kept beside the logs
   * @return the benchmark
   */
  public static LabelNoiseBench in(Path out, @Nullable Path data, boolean keepTapes) {
    return new LabelNoiseBench(out, data, keepTapes);
  }

  /**
   * Trains and logs runs.
   *
   * @param tuning whether the tuning runs are meant, not the judged ones
   * @param chosen which of them, by name
   * @param progress receives a line a run
   * @throws InputException if no run is chosen or data is missing
   */
  public void record(boolean tuning, Predicate<String> chosen, Consumer<String> progress) {
    BenchGrid grid = tuning ? BenchGrid.TUNING : BenchGrid.JUDGED;
    List<BenchRun> runs = grid.runs().stream().filter(run -> chosen.test(run.id())).toList();
    if (runs.isEmpty()) {
      throw new InputException(
          "--only: no run of that name; names are such as " + grid.runs().get(0).id());
    }
    if (data == null && runs.stream().anyMatch(run -> run.task() != BenchRun.Task.DIGITS)) {
      throw new InputException(
          "the runs are of MNIST and CIFAR-10 too: name the folder that holds mnist and"
              + " cifar-10-batches-bin with --data-dir, or choose --only digits");
    }
    int done = 0;
    for (BenchRun run : runs) {
      done++;
      Path log = logs(tuning).resolve(run.id() + SUFFIX);
      if (Files.exists(log)) {
        continue;
      }
      long begun = System.nanoTime();
      Path tape = out.resolve("tapes").resolve(run.id());
      if (!Tape.isComplete(tape)) {
        TrainingSettings settings = run.settings(data);
        Recorder.record(run, settings, TrainingData.prepare(settings), tape);
      }
      Measuring.measure(run.id(), Tape.open(tape)).write(log);
      if (!keepTapes) {
        delete(tape);
      }
      progress.accept(
          String.format(
              "%3d/%d %-40s %5.0f s",
              done, runs.size(), run.id(), (System.nanoTime() - begun) * 1e-9));
    }
  }

  private Path logs(boolean tuning) {
    return out.resolve(tuning ? "tuning" : "judged");
  }

  /**
   * Judges the rules on the logs that are there and writes {@code rules.csv}, {@code report.md} and
   * plots beside them.
   *
   * @param tuning whether on the tuning runs
   * @return the report, in Markdown
   * @throws InputException if there are no logs
   */
  public List<String> judge(boolean tuning) {
    Path folder = logs(tuning);
    List<BenchLog> logs = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(file -> file.toString().endsWith(SUFFIX))
            .sorted()
            .forEach(file -> logs.add(BenchLog.read(file)));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot list " + folder, e);
      }
    }
    if (logs.isEmpty()) {
      throw new InputException(folder + " holds no logs; record some first, without --recorded");
    }
    Judgement judgement = Judgement.of(logs);
    List<String> report = judgement.report();
    try {
      Files.write(folder.resolve("rules.csv"), judgement.csv());
      Files.write(folder.resolve("report.md"), report);
      BenchPlots.draw(judgement, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
    return report;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
