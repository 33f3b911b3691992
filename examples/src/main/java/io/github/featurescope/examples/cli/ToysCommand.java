package io.github.featurescope.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Small systems for which theory says what feature learning must look like. */
@Command(
    name = "toys",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "Run small systems for which theory says what feature learning must look like.",
    subcommands = {
      ToysListCommand.class,
      ToysRunCommand.class,
      ToysCheckCommand.class,
      ToysPhaseCommand.class,
      ToysGalleryCommand.class,
      ToysCalibrateCommand.class
    })
final class ToysCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: " + String.join(", ", spec.subcommands().keySet()) + ".");
  }
}
