package io.github.featurescope.probes;

/** Says why a quantity has no value on a snapshot, instead of a silent NaN. */
public final class UndefinedMeasurementException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param reason what is missing, in words that a user understands
   */
  public UndefinedMeasurementException(String reason) {
    super(reason);
  }
}
