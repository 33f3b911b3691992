package io.github.featurescope.probes;

/**
 * Answers one question about a snapshot.
 *
 * <p>A measurement is a pure function: it keeps no state, reads no clock and touches no file, so
 * the same snapshot always gives the same result.
 *
 * @param <R> the record of named values that it returns; every value in it is finite
 */
public interface Measurement<R extends Record> {

  /**
   * Returns the name under which the result stands in a report, or an empty string where its values
   * stand at the top level of the report.
   *
   * @return a lower camel case name, unique among the measurements of one report
   */
  String key();

  /**
   * Measures the snapshot.
   *
   * @param snapshot what the model says about the probe set
   * @return finite values
   * @throws UndefinedMeasurementException if the quantity has no value on this snapshot, with the
   *     reason in words
   */
  R measure(Snapshot snapshot);
}
