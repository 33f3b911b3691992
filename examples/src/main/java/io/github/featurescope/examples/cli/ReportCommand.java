package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.training.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the report of a recorded run again, of a killed one too, or sets several side by side. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Write report.html of a recorded run, of one that was killed too.",
      "Of several runs, write one page on which they stand side by side."
    })
final class ReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders of runs, such as runs/a.")
  private List<Path> folders = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Page of several runs; by default comparison.html here.")
  private @Nullable Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<RunFolder> runs = folders.stream().map(RunFolder::open).toList();
    Path page;
    if (runs.size() == 1 && out == null) {
      runs.get(0).writeReport();
      page = runs.get(0).report();
    } else {
      page = out == null ? Path.of("comparison.html") : out;
      RunFolder.writeComparison(runs, page);
    }
    spec.commandLine().getOut().println(page);
    return 0;
  }
}
