package io.github.featurescope.adapters;

import java.util.List;

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

  /**
   * Says that a model has no layer of a name.
   *
   * @param layer the name asked for
   * @param known the layers there are
   * @return the exception
   */
  public static UnsupportedModelException unknownLayer(String layer, List<String> known) {
    return new UnsupportedModelException(
        "a layer named '" + layer + "'", "the layers " + known, "Name one of them.");
  }
}
