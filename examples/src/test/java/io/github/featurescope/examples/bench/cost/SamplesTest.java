package io.github.featurescope.examples.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.probes.Measurements;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.RunningMoments;
import io.github.featurescope.probes.SpectralAlignment;
import org.junit.jupiter.api.Test;

class SamplesTest {

  @Test
  void everyMeasurementHasAValueOnThem() {
    Report report = Report.of(Samples.of(600, 40, 10).snapshot(), Measurements.full());

    assertThat(report.undefined()).isEmpty();
    assertThat(report.results()).hasSameSizeAs(Measurements.full());
  }

  @Test
  void theStreamCountsWholeBlocks() {
    Report report = Stream.of(16, 4).pass(Stream.BLOCK + 1);

    assertThat(report.samples()).isEqualTo(2 * Stream.BLOCK);
    assertThat(report.results()).hasSameSizeAs(RunningMoments.measurable());
    assertThat(report.find(SpectralAlignment.CENTRED)).isPresent();
  }
}
