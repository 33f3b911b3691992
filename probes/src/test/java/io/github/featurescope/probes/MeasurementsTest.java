package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasurementsTest {

  @Test
  void eachPresetHoldsTheOneBefore() {
    assertThat(Measurements.standard())
        .containsAll(Measurements.economy())
        .hasSizeGreaterThan(Measurements.economy().size());
    assertThat(Measurements.full())
        .containsAll(Measurements.standard())
        .hasSizeGreaterThan(Measurements.standard().size());
  }

  @Test
  void economySolvesNoEigenproblem() {
    Snapshot snapshot = Samples.clusters(1, 60, 8, 3);
    Report.of(snapshot, Measurements.economy());
    assertThat(snapshot.shared().hasSolved()).isFalse();
    Report.of(snapshot, Measurements.standard());
    assertThat(snapshot.shared().hasSolved()).isTrue();
  }

  @Test
  void aPresetSaysTheSameOfWhatItShares() {
    Report full = Report.of(Samples.clusters(2, 80, 6, 3), Measurements.full());
    Report economy = Report.of(Samples.clusters(2, 80, 6, 3), Measurements.economy());
    for (Measurement<?> measurement : Measurements.economy()) {
      assertThat(economy.results().get(measurement)).isEqualTo(full.results().get(measurement));
    }
  }
}
