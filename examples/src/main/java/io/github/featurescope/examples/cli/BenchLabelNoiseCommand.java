package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.bench.LabelNoiseBench;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark of stopping rules under label noise. */
@Command(
    name = "label-noise",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Train networks on data with wrong labels, log each run once, and let every stopping rule choose"
          + " its epoch on the same logs.",
      "Runs that are logged already are not trained again: a benchmark that was cut off goes on. The"
          + " whole takes one to two hours on two cores."
    })
final class BenchLabelNoiseCommand implements Callable<Integer> {

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Folder with mnist and cifar-10-batches-bin.")
  private @Nullable Path data;

  @Option(names = "--out", paramLabel = "DIR", description = "Folder of logs, tables and plots.")
  private Path out = Path.of("bench-label-noise");

  @Option(names = "--recorded", description = "Train nothing: judge the logs that --out holds.")
  private boolean recorded;

  @Option(
      names = "--tuning",
      description = "The runs that constants were chosen on, instead of those to judge by.")
  private boolean tuning;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      showDefaultValue = Visibility.NEVER,
      description = "Train only runs whose name contains this, such as digits-mlp.")
  private String only = "";

  @Option(
      names = "--keep-tapes",
      description = "Keep what the networks said of every sample, some 60 MB a run.")
  private boolean keepTapes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    LabelNoiseBench bench = LabelNoiseBench.in(out, data, keepTapes);
    if (!recorded) {
      bench.record(
          tuning,
          name -> name.contains(only),
          line -> {
            err.println(line);
            err.flush();
          });
    }
    bench.judge(tuning).forEach(spec.commandLine().getOut()::println);
    return 0;
  }
}
