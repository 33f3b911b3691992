package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Measurements;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignalsTest {

  private static final Path README = Path.of("../README.md");
  private static final String BEGIN = "<!-- signals -->\n";
  private static final String END = "<!-- /signals -->";

  /** Three strong features tell the class; the head reads three features from the given one on. */
  private static Report report(double noise, int read) {
    int n = 120;
    int c = 3;
    Random random = new Random(4);
    double[] features = new double[n * 8];
    double[] logits = new double[n * c];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = (i / 2) % c;
      for (int j = 0; j < 8; j++) {
        features[i * 8 + j] = (j == labels[i] ? 3 : 0) + noise * random.nextGaussian();
      }
      System.arraycopy(features, i * 8 + read, logits, i * c, c);
    }
    double[] weights = new double[c * 8];
    for (int k = 0; k < c; k++) {
      weights[k * 8 + read + k] = 1;
    }
    Snapshot snapshot =
        Snapshot.builder(
                Matrix.ofRowMajor(n, 8, features),
                Matrix.ofRowMajor(n, c, logits),
                labels,
                Matrix.ofRowMajor(c, 8, weights))
            .build();
    return Report.of(snapshot, Measurements.standard());
  }

  @Test
  void everySignalFindsItsNumberInAReport() {
    Report report = report(1, 0);
    for (Signal.Definition signal : Signals.standard()) {
      assertThat(signal.value().apply(report)).as(signal.path()).isPresent();
    }
  }

  @Test
  void featuresThatDissolveInNoiseAreCalledMemorising() {
    VerdictEngine engine = new VerdictEngine(Signals.standard());
    Report good = report(0.5, 0);
    Report bad = report(2.5, 5);
    engine.judge(new Verdict.Moment(1, 1), Map.of(ProbeSet.TRAIN, good, ProbeSet.HELD_OUT, good));

    Verdict verdict =
        engine.judge(new Verdict.Moment(2, 2), Map.of(ProbeSet.TRAIN, bad, ProbeSet.HELD_OUT, bad));

    assertThat(verdict.evidence()).hasSize(5).allMatch(Verdict.Evidence::memorising);
    assertThat(verdict.state()).isEqualTo(Verdict.State.MEMORISING_NOISE);
    assertThat(verdict.best()).isEqualTo(new Verdict.Moment(1, 1));
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
  void theReadmeListsThem() throws IOException {
    String readme = Files.readString(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    int end = readme.indexOf(END);
    assertThat(end).as("markers in the README").isGreaterThanOrEqualTo(begin);
    if (Boolean.getBoolean("readme.update")) {
      Files.writeString(README, readme.substring(0, begin) + table() + readme.substring(end));
      return;
    }

    assertThat(readme.substring(begin, end)).isEqualTo(table());
  }
}
