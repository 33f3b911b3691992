package io.github.featurescope.probes;

/** Says what is wrong with the arrays of a snapshot: their shapes, labels or values. */
public final class InvalidSnapshotException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what is wrong, where, and what to do
   */
  public InvalidSnapshotException(String message) {
    super(message);
  }
}
