package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.bench.cost.CostBench;
import io.github.featurescope.examples.bench.cost.CostPlan;
import io.github.featurescope.examples.bench.cost.Subject;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark of what watching costs. */
@Command(
    name = "cost",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Measure what FeatureScope costs: whole training runs without and with it and with"
          + " StatsListener in turn, their memory, one probe taken apart beside the floor of its"
          + " arithmetic, and growth with samples, width, classes and layers.",
      "Figures are kept as they come: a benchmark that was cut off goes on. The whole takes under 30"
          + " minutes on two otherwise idle cores."
    })
final class BenchCostCommand implements Callable<Integer> {

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Folder with mnist and cifar-10-batches-bin; else made-up images of their shapes.")
  private @Nullable Path data;

  @Option(names = "--out", paramLabel = "DIR", description = "Folder of figures and plots.")
  private Path out = Path.of("bench-cost");

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Only some of ${COMPLETION-CANDIDATES}.")
  private Set<CostBench.Part> only = EnumSet.allOf(CostBench.Part.class);

  @Option(
      names = "--network",
      paramLabel = "NAME",
      split = ",",
      showDefaultValue = Visibility.NEVER,
      description = "Only runs of some of ${COMPLETION-CANDIDATES}.")
  private Set<Subject> networks = EnumSet.noneOf(Subject.class);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      showDefaultValue = Visibility.NEVER,
      description = "How often the watchers take turns; 7 unless --quick.")
  private @Nullable Integer rounds;

  @Option(names = "--quick", description = "See within a minute that everything works.")
  private boolean quick;

  @Option(names = "--tiny", hidden = true, description = "The least of everything, for tests.")
  private boolean tiny;

  @Option(names = "--fresh", description = "Delete the figures that --out holds first.")
  private boolean fresh;

  @Option(names = "--recorded", description = "Measure nothing: show what --out holds.")
  private boolean recorded;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<String> tables;
    if (recorded) {
      tables = CostBench.tables(out);
    } else {
      CostBench bench = CostBench.in(out, data, plan());
      if (fresh) {
        bench.forget();
      }
      try (BenchProgress progress = BenchProgress.on(spec.commandLine().getErr())) {
        tables = bench.run(only, progress);
      }
    }
    tables.forEach(spec.commandLine().getOut()::println);
    return 0;
  }

  private CostPlan plan() {
    CostPlan plan = tiny ? CostPlan.tiny() : quick ? CostPlan.quick() : CostPlan.usual();
    if (!networks.isEmpty()) {
      plan = plan.withSubjects(List.copyOf(networks));
    }
    if (rounds != null) {
      new Checks(spec).atLeast("--rounds", rounds, 1);
      plan = plan.withRounds(rounds);
    }
    return plan;
  }
}
