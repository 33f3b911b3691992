package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.toys.twin.Calibration;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how well probes follow the truth. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Train the two-layer network with Deeplearning4j, FeatureScope attached, and print how each probe"
          + " that is said to see signal or noise correlates with the true ones.",
      "Spearman correlation along training, at several strengths of the signal, with and without"
          + " wrong labels; and how well samples are ranked."
    })
final class ToysCalibrateCommand implements Runnable {

  @Option(names = "--seeds", paramLabel = "N", description = "Seeds 1 to N.")
  private int seeds = 1;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    new Checks(spec).atLeast("--seeds", seeds, 1);
    PrintWriter err = spec.commandLine().getErr();
    Calibration.of(
            seeds,
            line -> {
              err.println(line);
              err.flush();
            })
        .lines()
        .forEach(spec.commandLine().getOut()::println);
  }
}
