package io.github.featurescope.listeners;

/** Says why samples cannot serve as a probe set: which set, what is wrong and what to do. */
public final class ProbeSetException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param set name of the probe set
   * @param problem what is wrong and what to do
   */
  public ProbeSetException(String set, String problem) {
    super("probe set '" + set + "': " + problem);
  }
}
