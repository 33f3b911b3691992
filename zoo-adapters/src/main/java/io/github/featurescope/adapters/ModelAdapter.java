package io.github.featurescope.adapters;

/**
 * Knows one family of models.
 *
 * <p>Other families join through {@link java.util.ServiceLoader}.
 */
public interface ModelAdapter {

  /**
   * Tells whether this adapter knows the model's family.
   *
   * @param model any object
   * @return true if {@link #open} can be asked
   */
  boolean supports(Object model);

  /**
   * Finds the head of a model.
   *
   * @param model a model of this family, initialised
   * @param choice what the user has said about output, features and time
   * @return a reader of that model
   * @throws UnsupportedModelException if it has no head that can be watched
   */
  ModelReader open(Object model, HeadChoice choice);
}
