package io.github.featurescope.examples.toys.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.PhaseDiagram;
import io.github.featurescope.examples.toys.PhaseDiagram.Axis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhaseScanTest {

  @TempDir private Path folder;

  private final AtomicInteger measured = new AtomicInteger();

  /** Falls along x and is 0.5 where x = 3 √y, whatever the seed. */
  private PhaseDiagram diagram() {
    return new PhaseDiagram(
        "y",
        "made up",
        new Axis("x", 1, 100, false),
        new Axis("y", 1, 64, true),
        "height",
        0.5,
        0.5,
        "y^(1/2)",
        (x, y, seed) -> {
          measured.incrementAndGet();
          return 0.5 - Math.log(x / (3 * Math.sqrt(y)));
        });
  }

  private PhaseMap scan(Path file) {
    return PhaseScan.of(diagram(), file).run(12, 2, 2, (done, all) -> {});
  }

  @Test
  void theBoundaryAndItsExponentAreFound() {
    PhaseMap map = scan(folder.resolve("cells.csv"));
    assertThat(map.exponent()).isCloseTo(0.5, within(1e-9));
    assertThat(map.boundary()[0]).isCloseTo(3, within(1e-9));
    assertThat(map.theory()[0]).isCloseTo(3, within(1e-9));
    assertThat(measured).hasValue(2 * 12 * 12);
  }

  @Test
  void whatIsMeasuredIsNotMeasuredAgain() throws IOException {
    Path file = folder.resolve("cells.csv");
    double exponent = scan(file).exponent();
    List<String> lines = Files.readAllLines(file);
    // Cut off within a line, as a kill would.
    String kept = String.join("\n", lines.subList(0, 101)) + "\n1.0,2";
    Files.writeString(file, kept);
    measured.set(0);
    assertThat(scan(file).exponent()).isEqualTo(exponent);
    assertThat(measured).hasValue(2 * 12 * 12 - 100);
    measured.set(0);
    assertThat(scan(file).exponent()).isEqualTo(exponent);
    assertThat(measured).hasValue(0);
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("cells.csv"), "a,b\n1,2\n");
    assertThatThrownBy(() -> scan(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("does not start with x,y,seed,value");
  }

  @Test
  void aDiagramIsDrawn() {
    Path file = folder.resolve("phase.png");
    Pictures.phases(List.of(scan(folder.resolve("cells.csv"))), file);
    assertThat(file).isNotEmptyFile();
  }
}
