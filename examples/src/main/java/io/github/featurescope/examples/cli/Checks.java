package io.github.featurescope.examples.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses values of options, naming the option. */
final class Checks {

  private final CommandSpec spec;

  Checks(CommandSpec spec) {
    this.spec = spec;
  }

  void atLeast(String option, int value, int least) {
    require(value >= least, option + " " + value + ": at least " + least);
  }

  void positive(String option, double value) {
    require(
        value > 0 && !Double.isInfinite(value),
        option + " " + value + ": choose a finite number above 0");
  }

  void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }
}
