package io.github.featurescope.examples.training;

import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Measurements;
import java.util.List;
import java.util.Locale;

/** How much is measured of each look. */
public enum Preset {
  /** Richness, alignments, margins, fit: no eigenproblem. */
  ECONOMY(Measurements.economy()),
  /** Spectra, quality, utility, dimensions and neural collapse beside. */
  STANDARD(Measurements.standard()),
  /** Everything. */
  FULL(Measurements.full());

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of stateless measurements
  private final List<Measurement<?>> measurements;

  Preset(List<Measurement<?>> measurements) {
    this.measurements = measurements;
  }

  /**
   * Returns what is measured.
   *
   * @return an unmodifiable list
   */
  public List<Measurement<?>> measurements() {
    return measurements;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
