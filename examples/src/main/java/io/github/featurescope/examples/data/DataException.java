package io.github.featurescope.examples.data;

/** Says which data cannot be used: what is wrong, where, and what to do. */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what is wrong, where, and what to do
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * Creates the exception with what led to it.
   *
   * @param message what is wrong, where, and what to do
   * @param cause the failure below
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
