package io.github.featurescope.examples;

/**
 * Says what the user gave that cannot be used, and what to do; on the command line, exit code 2.
 */
public final class InputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what, what was wrong and what to do
   */
  public InputException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message what, what was wrong and what to do
   * @param cause what came of it
   */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
