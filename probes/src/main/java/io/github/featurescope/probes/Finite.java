package io.github.featurescope.probes;

/** The last guard against a silent NaN in a result. */
final class Finite {

  private Finite() {}

  static double require(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new UndefinedMeasurementException(
          name
              + " came out as "
              + value
              + ": the values of the snapshot are too large or too small for double precision");
    }
    return value;
  }

  /** Checks and copies. */
  static double[] require(String name, double[] values) {
    for (double value : values) {
      require(name, value);
    }
    return values.clone();
  }
}
