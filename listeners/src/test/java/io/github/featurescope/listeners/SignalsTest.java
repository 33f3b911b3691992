package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.Measurements;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignalsTest {

  private static final Path DOCUMENT = Path.of("../docs/label-noise.md");
  private static final String BEGIN = "<!-- signals -->\n";
  private static final String END = "<!-- /signals -->";

  private static Signs signs(String set, String path, double value, int samples) {
    return new Signs(Map.of(set + "." + path, value, set + ".samples", (double) samples), Map.of());
  }

  private static Verdict.Evidence second(String path, double first, double second, int samples) {
    Signal.Definition definition =
        Signals.standard().stream()
            .filter(one -> one.path().equals(path))
            .findFirst()
            .orElseThrow();
    Signal signal = new Signal(definition);
    signal.observe(new Verdict.Moment(1, 10), signs(definition.set(), path, first, samples));
    Verdict.Evidence evidence =
        signal.observe(new Verdict.Moment(2, 20), signs(definition.set(), path, second, samples));
    assertThat(evidence).isNotNull();
    return evidence;
  }

  @Test
  void everySignalReadsANumberThatTheReaderGives() {
    Snapshot snapshot = Clusters.snapshot(120, 3, 0.5, 1);
    Report report = Report.of(snapshot, Measurements.full());
    Signs signs =
        SignReader.create()
            .read(
                Map.of("train", snapshot, "heldout", snapshot),
                Map.of("train", report, "heldout", report));

    assertThat(Signals.standard())
        .allSatisfy(
            signal ->
                assertThat(signs.value(signal.set(), signal.path())).as(signal.path()).isNotNull());
  }

  @Test
  void aFallIsMeasuredFromTheBestInUnitsOfWhatIsTolerated() {
    Verdict.Evidence evidence = second("kernelTargetAlignment", 0.5, 0.47, 100);

    assertThat(evidence.signal()).isEqualTo("heldout.kernelTargetAlignment");
    assertThat(evidence.value()).isEqualTo(0.47);
    assertThat(evidence.best()).isEqualTo(0.5);
    assertThat(evidence.bestEpoch()).isEqualTo(1);
    assertThat(evidence.change()).isCloseTo(-0.03, within(1e-12));
    assertThat(evidence.threshold()).isCloseTo(-0.02, within(1e-12));
    assertThat(evidence.strength()).isCloseTo(1.5, within(1e-9));
    assertThat(evidence.memorising()).isTrue();
  }

  @Test
  void noDriftDecides() {
    assertThat(second("centred.cumulativeUtility", 0.9, 0.1, 100).decides()).isFalse();
  }

  @Test
  void aRiseIsWorseWhereLowerIsBetter() {
    assertThat(second("dlr.doubleCentred", 0.2, 0.26, 100).strength()).isCloseTo(1.5, within(1e-9));
    assertThat(second("centred.effectiveDimension", 8, 11, 100).strength())
        .isCloseTo(1.5, within(1e-9));
    assertThat(second("centred.effectiveDimension", 8, 7, 100).change()).isZero();
  }

  @Test
  void fewSamplesAreAllowedMoreChance() {
    // Two standard errors by Agresti and Coull: 2 sqrt(0.5 · 0.5/(n + 4)) = 0.1 at 96, 0.05 at 396.
    assertThat(second("fit.given", 0.5, 0.4, 96).strength()).isCloseTo(1, within(1e-9));
    assertThat(second("fit.given", 0.5, 0.4, 396).strength()).isCloseTo(2, within(1e-9));
  }

  @Test
  void noSignalIsStrongerThanTwo() {
    assertThat(second("dlr.doubleCentred", 0, 1, 100).strength()).isEqualTo(2);
  }

  @Test
  void aNumberThatIsNotThereSaysNothing() {
    Signal signal = new Signal(Signals.standard().get(0));
    Verdict.Moment now = new Verdict.Moment(1, 10);

    assertThat(signal.observe(now, new Signs(Map.of(), Map.of()))).isNull();
    assertThat(signal.observe(now, signs("heldout", "kernelTargetAlignment", Double.NaN, 9)))
        .isNull();
    Verdict.Evidence evidence =
        signal.observe(now, signs("heldout", "kernelTargetAlignment", 0.4, 9));
    assertThat(evidence).isNotNull();
    assertThat(evidence.best()).isEqualTo(0.4);
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder(
            """
            | probe set | signal | better | tolerated | beyond that |
            | --- | --- | --- | --- | --- |
            """);
    for (Signal.Definition signal : Signals.standard()) {
      table.append(
          "| %s | `%s` | %s | %s | %s |\n"
              .formatted(
                  signal.set(),
                  signal.path(),
                  signal.direction().name().toLowerCase(Locale.ROOT).split("_")[0],
                  signal.toleranceInWords(),
                  signal.reading()));
    }
    return table.toString();
  }

  @Test
  void theDocumentListsThem() throws IOException {
    String text = Files.readString(DOCUMENT);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("markers in the document").isGreaterThanOrEqualTo(begin);
    if (Boolean.getBoolean("readme.update")) {
      Files.writeString(DOCUMENT, text.substring(0, begin) + table() + text.substring(end));
      return;
    }

    assertThat(text.substring(begin, end)).isEqualTo(table());
  }
}
