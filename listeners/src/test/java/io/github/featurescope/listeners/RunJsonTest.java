package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.SpectralAlignment;
import io.github.featurescope.probes.SpectrumMethod;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunJsonTest {

  private static ObjectNode report(SpectrumMethod method) {
    Random random = new Random(1);
    double[] features = random.doubles(40 * 5).toArray();
    double[] logits = random.doubles(40 * 3).toArray();
    int[] labels = random.ints(40, 0, 3).toArray();
    Snapshot snapshot =
        Snapshot.ofInnerLayer(
                Matrix.ofRowMajor(40, 5, features), Matrix.ofRowMajor(40, 3, logits), labels)
            .spectrum(method)
            .build();
    return RunJson.report(Report.of(snapshot, List.of(SpectralAlignment.CENTRED)));
  }

  @Test
  void aReportOfLeadingPairsSaysSoAndLeavesOutWhatNeedsAll() {
    ObjectNode report = report(SpectrumMethod.LEADING);
    assertThat(report.at("/spectrumAccuracy/method").asText()).isEqualTo("lanczos");
    assertThat(report.at("/spectrumAccuracy/pairs").asInt()).isEqualTo(5);
    assertThat(report.at("/centred/targetDimension").isNull()).isTrue();
  }

  @Test
  void aReportOfAllPairsSaysNothingOfAccuracy() {
    ObjectNode report = report(SpectrumMethod.EXACT);
    assertThat(report.has("spectrumAccuracy")).isFalse();
    assertThat(report.at("/centred/targetDimension").asDouble()).isGreaterThanOrEqualTo(1);
  }
}
