package io.github.featurescope.adapters;

/** Says why a model cannot be watched: what was looked for, what was found and what helps. */
public final class UnsupportedModelException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param lookedFor what a watched model needs
   * @param found what the model has instead
   * @param help the one line that helps
   */
  public UnsupportedModelException(String lookedFor, String found, String help) {
    super("Cannot watch this model. Looked for " + lookedFor + "; found " + found + ". " + help);
  }
}
