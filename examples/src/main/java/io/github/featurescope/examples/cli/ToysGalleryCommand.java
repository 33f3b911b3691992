package io.github.featurescope.examples.cli;

import io.github.featurescope.examples.toys.Evidence;
import io.github.featurescope.examples.toys.Toy;
import io.github.featurescope.examples.toys.suite.PictureFormat;
import io.github.featurescope.examples.toys.suite.Pictures;
import io.github.featurescope.examples.toys.suite.Suite;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws one picture a toy. */
@Command(
    name = "gallery",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description = "Draw one picture a toy, toys-NAME.svg: those of docs/toys.md.")
final class ToysGalleryCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these; all by default.")
  private List<String> names = List.of();

  @Option(names = "--seed", paramLabel = "N", description = "Of all runs.")
  private long seed = 1;

  @Option(names = "--out", paramLabel = "DIR", description = "Folder of the pictures.")
  private Path out = Path.of("toys");

  @Option(names = "--pictures", paramLabel = "FORMAT", description = "svg or png.")
  private PictureFormat format = PictureFormat.SVG;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Folders.make(out);
    PrintWriter err = spec.commandLine().getErr();
    for (Toy toy : Suite.named(names)) {
      Path file = out.resolve("toys-" + toy.card().name() + "." + format.extension());
      Pictures.write(toy.picture(Evidence.of(toy, seed)), file);
      err.println("drawn: " + file);
      err.flush();
    }
    return 0;
  }
}
