package io.github.featurescope.examples.toys;

/**
 * One order parameter of a toy.
 *
 * @param name in camel case: the column of the table, and part of the meter's name
 * @param meaning what it is, in a few words
 * @param optional whether NaN means "has no value here"; otherwise NaN means that the run diverged
 */
public record Column(String name, String meaning, boolean optional) {

  /**
   * Declares an order parameter that every moment has.
   *
   * @param name in camel case
   * @param meaning what it is
   * @return the column
   */
  public static Column of(String name, String meaning) {
    return new Column(name, meaning, false);
  }

  /**
   * Declares an order parameter that some settings lack, such as the accuracy on wrong labels.
   *
   * @param name in camel case
   * @param meaning what it is
   * @return the column
   */
  public static Column optional(String name, String meaning) {
    return new Column(name, meaning, true);
  }
}
