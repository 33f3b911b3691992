package io.github.featurescope.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ToysCommandTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int toys(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "toys";
    System.arraycopy(args, 0, all, 1, args.length);
    CommandLine line = FeatureScopeCli.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(all);
  }

  @Test
  void theListNamesToysPapersAndClaims() {
    assertThat(toys("list")).isZero();
    assertThat(out.toString())
        .contains("relu-power (Cao, Chen, Belkin, Gu, NeurIPS 2022, arXiv 2202.06526)")
        .contains("label-noise (Han et al., ICML 2025, arXiv 2505.18909)");
  }

  @Test
  void theListTellsParametersWhereAskedTo() {
    assertThat(toys("list", "growth", "--parameters")).isZero();
    assertThat(out.toString())
        .contains("--set samples=50: n, training samples, a whole number of at least 2")
        .contains("column along: largest inner product")
        .doesNotContain("label-noise");
  }

  @Test
  void aRunIsPrintedAndIsTheSameEachTime() {
    assertThat(toys("run", "growth", "--seed", "3", "--set", "dimension=60")).isZero();
    String first = out.toString();
    assertThat(first).startsWith("step,along,gamma,maxRho,loss\n0,");
    out.getBuffer().setLength(0);
    toys("run", "growth", "--seed", "3", "--set", "dimension=60");
    assertThat(out).hasToString(first);
  }

  @Test
  void aRunIsWrittenAndDrawn() throws Exception {
    assertThat(
            toys(
                "run",
                "growth",
                "--format",
                "jsonl",
                "--plot",
                "--out",
                folder.toString(),
                "--set",
                "dimension=60"))
        .isZero();
    assertThat(Files.readAllLines(folder.resolve("growth.jsonl")).get(0))
        .startsWith("{\"step\":0,\"along\":");
    assertThat(folder.resolve("growth.svg")).content().startsWith("<?xml").contains("along</text>");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aPlotGoesToTheFileNamed() {
    Path png = folder.resolve("a.png");
    Path svg = folder.resolve("b.svg");
    assertThat(toys("run", "--plot", png.toString(), "growth", "--set", "dimension=60")).isZero();
    assertThat(toys("run", "growth", "--set", "dimension=60", "--plot=" + svg)).isZero();
    assertThat(png).isNotEmptyFile();
    assertThat(svg).content().startsWith("<?xml");
  }

  @Test
  void aPlotWithoutFileLeavesTheNameThatFollowsToTheToy() {
    String into = folder.toString();
    assertThat(toys("run", "--out", into, "--plot", "growth", "--set", "dimension=60")).isZero();
    assertThat(folder.resolve("growth.svg")).isNotEmptyFile();
  }

  @Test
  void aPlotOfAnotherFormatIsRefusedBeforeTheRun() {
    assertThat(toys("run", "growth", "--plot", "a.pdf")).isEqualTo(2);
    assertThat(err.toString()).contains("a.pdf: pictures are .svg or .png");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws Exception {
    String file = Files.createFile(folder.resolve("file")).toString();
    for (String[] args :
        new String[][] {
          {"run", "growth", "--out", file},
          {"phase", "relu", "--out", file},
          {"gallery", "growth", "--out", file}
        }) {
      err.getBuffer().setLength(0);
      assertThat(toys(args)).isEqualTo(2);
      assertThat(err.toString()).contains("cannot make the folder " + file);
    }
  }

  @Test
  void aDimensionTooSmallIsRefused() {
    assertThat(toys("run", "relu", "--set", "dimension=20")).isEqualTo(2);
    assertThat(err.toString())
        .contains("dimension = 20 with samples = 20")
        .contains("at least samples + 1");
  }

  @Test
  void aNegativeRateIsRefused() {
    assertThat(toys("run", "relu", "--set", "rate=-1")).isEqualTo(2);
    assertThat(err.toString()).contains("rate = -1: give a number above 0");
  }

  @Test
  void aPortThatIsNoneIsRefused() {
    assertThat(toys("run", "growth", "--metrics-port", "99999")).isEqualTo(2);
    assertThat(err.toString()).contains("--metrics-port 99999: 1 to 65535");
  }

  @Test
  void aRunThatDivergesEndsWithItsStepAndTheRowsBefore() {
    assertThat(toys("run", "relu-power", "--set", "rate=1e200", "--set", "dimension=50"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("relu-power diverged at step", "rate=1.0E200", "ratio = none");
    assertThat(out.toString()).contains("\n0,0.0,").doesNotContain("NaN");
  }

  @Test
  void claimsThatHoldGiveExitCodeZero() {
    assertThat(toys("check", "growth", "--seeds", "1")).isZero();
    assertThat(out.toString())
        .contains("holds              q = 2: R² of log a linear in t: 1.000, must be >= 0.99")
        .contains("8 claims: 8 hold, 0 fail, 0 do not reproduce");
  }

  @Test
  void aToyWithoutPhaseDiagramSaysWhichHaveOne() {
    assertThat(toys("phase", "growth", "--out", folder.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("growth has no phase diagram; these have: relu-power, relu");
  }

  @Test
  void aPhaseDiagramIsDrawn() {
    assertThat(
            toys(
                "phase",
                "relu-power",
                "--resolution",
                "3",
                "--seeds",
                "1",
                "--out",
                folder.toString()))
        .isZero();
    assertThat(folder.resolve("toys-relu-power-phase.svg")).isNotEmptyFile();
    assertThat(folder.resolve("toys-relu-power-phase-d-3.csv")).isNotEmptyFile();
  }
}
