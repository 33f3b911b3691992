package io.github.featurescope.examples.toys;

import java.util.List;

/**
 * A small system for which theory says what feature learning must look like: data, model, training
 * rule, order parameters over time, and claims.
 *
 * <p>Implementations hold no state: runs of one toy may take place at once.
 */
public interface Toy {

  /**
   * Says what it is.
   *
   * @return name, claim and source
   */
  ToyCard card();

  /**
   * Declares the parameters.
   *
   * @return in the order to show them in
   */
  List<Parameter<?>> parameters();

  /**
   * Refuses values that do not go together; each is allowed for itself.
   *
   * @param settings all values; {@link Settings#require} refuses
   */
  default void check(Settings settings) {}

  /**
   * Declares the order parameters, without the step.
   *
   * @return the columns of a row, in order
   */
  List<Column> columns();

  /**
   * Draws data and weights, trains, and records order parameters on the way.
   *
   * @param run gives settings and random numbers, and takes the rows
   * @throws DivergedException if a number ceases to be finite
   */
  void train(ToyRun run);

  /**
   * States what must hold of every seed.
   *
   * @return at least one
   */
  List<Claim> claims();

  /**
   * Draws what the toy shows.
   *
   * @param evidence runs of the seed to draw
   * @return panels of one picture, from left to right
   */
  List<Panel> picture(Evidence evidence);

  /**
   * Says what {@code toys phase} draws.
   *
   * @return none by default
   */
  default List<PhaseDiagram> phases() {
    return List.of();
  }
}
