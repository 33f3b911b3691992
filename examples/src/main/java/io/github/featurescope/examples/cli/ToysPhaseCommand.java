package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.PhaseDiagram;
import io.github.featurescope.examples.toys.suite.PhaseMap;
import io.github.featurescope.examples.toys.suite.PhaseScan;
import io.github.featurescope.examples.toys.suite.PictureFormat;
import io.github.featurescope.examples.toys.suite.Pictures;
import io.github.featurescope.examples.toys.suite.Suite;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the phase diagrams of a toy. */
@Command(
    name = "phase",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Draw the phase diagrams of a toy: heat maps over two parameters, with theory's boundary.",
      "Finished cells are kept in DIR/toys-NAME-phase-*.csv: a scan that was cut off goes on."
    })
final class ToysPhaseCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "Which toy.")
  private String name;

  @Option(names = "--resolution", paramLabel = "N", description = "Cells an axis.")
  private int resolution = 16;

  @Option(names = "--seeds", paramLabel = "N", description = "Runs a cell.")
  private int seeds = 5;

  @Option(names = "--threads", paramLabel = "N", description = "How many at once.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--out", paramLabel = "DIR", description = "Folder of pictures and cells.")
  private Path out = Path.of("toys");

  @Option(names = "--pictures", paramLabel = "FORMAT", description = "svg or png.")
  private PictureFormat format = PictureFormat.SVG;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Checks checks = new Checks(spec);
    checks.atLeast("--resolution", resolution, 3);
    checks.atLeast("--seeds", seeds, 1);
    checks.atLeast("--threads", threads, 1);
    List<PhaseDiagram> diagrams = Suite.named(name).phases();
    if (diagrams.isEmpty()) {
      throw new InputException(
          name
              + " has no phase diagram; these have: "
              + String.join(
                  ", ",
                  Suite.toys().stream()
                      .filter(toy -> !toy.phases().isEmpty())
                      .map(toy -> toy.card().name())
                      .toList()));
    }
    Folders.make(out);
    PrintWriter err = spec.commandLine().getErr();
    List<PhaseMap> maps = new ArrayList<>();
    for (PhaseDiagram diagram : diagrams) {
      Path cells =
          out.resolve("toys-" + name + "-phase-" + diagram.name() + "-" + resolution + ".csv");
      PhaseMap map =
          PhaseScan.of(diagram, cells)
              .run(resolution, seeds, threads, (done, all) -> progress(err, diagram, done, all));
      spec.commandLine().getOut().println(map.line());
      maps.add(map);
    }
    Path picture = out.resolve("toys-" + name + "-phase." + format.extension());
    Pictures.phases(maps, picture);
    err.println("drawn: " + picture);
    return 0;
  }

  private static void progress(PrintWriter err, PhaseDiagram diagram, int done, int all) {
    if (done == all || done % Math.max(1, all / 20) == 0) {
      err.println(diagram.title() + " over " + diagram.name() + ": " + done + " of " + all);
      err.flush();
    }
  }
}
