package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.training.RunComparison;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets recorded runs side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Set recorded runs side by side in a Markdown table.",
      "Best is the probe of the best test accuracy; D_LR, effective dimension and the share of"
          + " wrong labels that are predicted as given are of the training probe set."
    })
final class CompareCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders of runs, such as runs/*.")
  private List<Path> folders;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    RunComparison.of(folders).markdown().forEach(spec.commandLine().getOut()::println);
    return 0;
  }
}
