package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.toys.suite.Outcome;
import io.github.featurescope.examples.toys.suite.Suite;
import io.github.featurescope.examples.toys.suite.SuiteCheck;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks the claims of toys. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Measure every claim of the toys for several seeds; exit code 1 when one does not hold.",
      "A claim that is known not to reproduce is reported as such, with its numbers."
    })
final class ToysCheckCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these; all by default.")
  private List<String> names = List.of();

  @Option(names = "--seeds", paramLabel = "N", description = "Seeds 1 to N.")
  private int seeds = 3;

  @Option(names = "--threads", paramLabel = "N", description = "How many at once.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Checks checks = new Checks(spec);
    checks.atLeast("--seeds", seeds, 1);
    checks.atLeast("--threads", threads, 1);
    PrintWriter out = spec.commandLine().getOut();
    long from = System.nanoTime();
    List<Outcome> outcomes =
        SuiteCheck.run(
            Suite.named(names),
            seeds,
            threads,
            line -> {
              out.println(line);
              out.flush();
            });
    long failing = count(outcomes, Outcome.Verdict.FAILS);
    out.printf(
        "%d claims: %d hold, %d fail, %d do not reproduce; %.0f s%n",
        outcomes.size(),
        count(outcomes, Outcome.Verdict.HOLDS),
        failing,
        count(outcomes, Outcome.Verdict.DOES_NOT_REPRODUCE),
        (System.nanoTime() - from) / 1e9);
    return failing == 0 ? 0 : 1;
  }

  private static long count(List<Outcome> outcomes, Outcome.Verdict verdict) {
    return outcomes.stream().filter(outcome -> outcome.verdict() == verdict).count();
  }
}
