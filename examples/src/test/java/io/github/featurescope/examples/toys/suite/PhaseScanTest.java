package io.github.featurescope.examples.toys.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.toys.PhaseDiagram;
import io.github.featurescope.examples.toys.PhaseDiagram.Axis;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    return with(
        (x, y, seed) -> {
          measured.incrementAndGet();
          return 0.5 - Math.log(x / (3 * Math.sqrt(y)));
        });
  }

  private static PhaseDiagram with(PhaseDiagram.Cell cell) {
    return new PhaseDiagram(
        "y",
        "made up",
        new Axis("x", 1, 100, false),
        new Axis("y", 1, 64, true),
        "height",
        0.5,
        0.5,
        "y^(1/2)",
        cell);
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
  void aNumberThatWasCutOffIsMeasuredAgain() throws IOException {
    Path file = folder.resolve("cells.csv");
    double exponent = scan(file).exponent();
    String all = Files.readString(file);
    Files.writeString(file, all.substring(0, all.length() - 6));
    measured.set(0);
    assertThat(scan(file).exponent()).isEqualTo(exponent);
    assertThat(measured).hasValue(1);
  }

  @Test
  void aScanThatWasCutOffBeforeItsFirstCellGoesOn() throws IOException {
    Path file = Files.createFile(folder.resolve("cells.csv"));
    scan(file);
    assertThat(Files.readAllLines(file).get(0)).isEqualTo("x,y,seed,value");
  }

  @Test
  void theHeaderIsThereBeforeTheFirstCell() {
    Path file = folder.resolve("cells.csv");
    PhaseDiagram slow = with((x, y, seed) -> lines(file));
    assertThat(PhaseScan.of(slow, file).run(2, 1, 1, (done, all) -> {}).value(0, 0)).isEqualTo(1);
  }

  private static double lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void twoScansDoNotWriteOneFile() {
    Path file = folder.resolve("cells.csv");
    PhaseDiagram inner = with((x, y, seed) -> scan(file).value(0, 0));
    assertThatThrownBy(() -> PhaseScan.of(inner, file).run(2, 1, 1, (done, all) -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("another scan is writing")
        .hasMessageContaining("cells.csv");
  }

  @Test
  void aBoundaryThatCrossesTooFewRowsHasNoExponent() {
    PhaseMap map =
        PhaseScan.of(with((x, y, seed) -> 1), folder.resolve("cells.csv"))
            .run(3, 1, 1, (done, all) -> {});
    assertThat(map.exponent()).isNaN();
    assertThat(map.line()).contains("too few rows to fit an exponent").doesNotContain("NaN");
  }

  @Test
  void aCellThatDivergedLeavesTheOthersTheirShades() throws IOException {
    Path file = folder.resolve("phase.svg");
    PhaseDiagram one = with((x, y, seed) -> x == 1 && y == 1 ? Double.NaN : 1);
    Pictures.phases(
        List.of(PhaseScan.of(one, folder.resolve("c.csv")).run(3, 1, 1, (done, all) -> {})), file);
    assertThat(Files.readString(file)).contains("rgb(42,67,101)"); // the darkest
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
