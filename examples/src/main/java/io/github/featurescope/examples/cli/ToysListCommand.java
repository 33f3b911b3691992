package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.toys.Parameter;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.suite.Suite;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the toys. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "List the toys: name, paper, claim.")
final class ToysListCommand implements Runnable {

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these.")
  private List<String> names = List.of();

  @Option(names = "--parameters", description = "With their parameters and order parameters.")
  private boolean parameters;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (Toy toy : Suite.named(names)) {
      out.printf("%s (%s)%n    %s%n", toy.card().name(), toy.card().paper(), toy.card().claim());
      if (parameters) {
        for (Parameter<?> parameter : toy.parameters()) {
          out.printf(
              "    --set %s=%s: %s, %s%n",
              parameter.name(), parameter.standard(), parameter.meaning(), parameter.allowed());
        }
        toy.columns()
            .forEach(column -> out.printf("    column %s: %s%n", column.name(), column.meaning()));
      }
    }
  }
}
