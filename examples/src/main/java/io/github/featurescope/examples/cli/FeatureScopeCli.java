package io.github.featurescope.examples.cli;

import io.github.featurescope.adapters.UnsupportedModelException;
import io.github.featurescope.dashboards.PortInUseException;
import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.data.DataException;
import io.github.featurescope.listeners.ProbeSetException;
import io.github.featurescope.probes.InvalidSnapshotException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The command {@code featurescope}. */
@Command(
    name = "featurescope",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Watch a Deeplearning4j network learn features, and memorise wrong labels.",
    subcommands = {
      TrainCommand.class,
      AttachCheckCommand.class,
      ProbeCommand.class,
      ReportCommand.class,
      ReplayCommand.class,
      CompareCommand.class,
      BenchCommand.class,
      ToysCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 2 unusable arguments or input, 1 anything else.",
      "Results go to stdout, progress and logs to stderr."
    })
public final class FeatureScopeCli implements Runnable {

  /** Exit code for arguments or input that cannot be used. */
  static final int UNUSABLE = 2;

  private static final String TOO_LARGE =
      "there is not enough memory; make the network (--width, --depth), the batches or the probe"
          + " sets smaller, or give the JVM more, such as FEATURESCOPE_JAVA_OPTS=-Xmx8g";

  private static final List<Class<? extends Exception>> USERS_TO_MEND =
      List.of(
          InputException.class,
          DataException.class,
          PortInUseException.class,
          ProbeSetException.class,
          InvalidSnapshotException.class,
          UnsupportedModelException.class);

  private static final Logger logger = LoggerFactory.getLogger(FeatureScopeCli.class);

  @Spec private CommandSpec spec;

  /**
   * Runs a command and exits with its code.
   *
   * @param args the command and its options
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine featurescope = new CommandLine(new FeatureScopeCli());
    Objects.requireNonNull(featurescope.getSubcommands().get("train"))
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new OptionSections());
    return featurescope
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true)
        .setParameterExceptionHandler(FeatureScopeCli::misused)
        .setExecutionStrategy(FeatureScopeCli::withinMemory)
        .setExecutionExceptionHandler((e, line, parsed) -> explain(e, line.getErr()));
  }

  /** One line and a hint: the whole usage would hide what is wrong. */
  private static int misused(ParameterException e, String[] args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    PrintWriter err = e.getCommandLine().getErr();
    err.println("featurescope: " + e.getMessage());
    err.println("Try '" + command + " --help'.");
    return UNUSABLE;
  }

  /** Too large a network is the user's to mend, but picocli hands on no errors. */
  static int withinMemory(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      throw new ExecutionException(parsed.commandSpec().commandLine(), TOO_LARGE, tooLarge(e));
    }
  }

  private static InputException tooLarge(Throwable e) {
    return new InputException(TOO_LARGE + " (" + e.getMessage() + ")", e);
  }

  /** What ND4J says when it gets no memory outside of the heap. */
  private static boolean lacksMemory(Exception e) {
    return e.getMessage() != null && e.getMessage().contains("bad_alloc");
  }

  /** Input that the user can mend gets its message; anything else is ours and gets its trace. */
  static int explain(Exception thrown, PrintWriter err) {
    Exception e = lacksMemory(thrown) ? tooLarge(thrown) : thrown;
    boolean usersToMend = USERS_TO_MEND.stream().anyMatch(kind -> kind.isInstance(e));
    err.println("featurescope: " + (e.getMessage() == null ? e : e.getMessage()));
    if (usersToMend) {
      return UNUSABLE;
    }
    logger.error("this should not have happened", e);
    return 1;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: train, attach-check, probe, report, replay, compare, bench or toys.");
  }
}
