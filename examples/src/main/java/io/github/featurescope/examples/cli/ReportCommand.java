package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.training.RunFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the report of a recorded run again, of a killed one too. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Write report.html of a recorded run, of one that was killed too.")
final class ReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "Folder of a run, such as runs/a.")
  private Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    RunFolder run = RunFolder.open(folder);
    run.writeReport();
    spec.commandLine().getOut().println(run.report());
    return 0;
  }
}
