package io.github.featurescope.examples.toys;

import java.util.function.ToDoubleFunction;

/**
 * Something that theory says of a toy: what is measured, between which bounds it must lie for every
 * seed, and what the prototypes saw.
 *
 * @param text what is measured, such as "test error at strength 25"
 * @param bound where it must lie
 * @param seen what the NumPy prototypes gave, such as "0.000 of 5 seeds"
 * @param failing why it does not reproduce, with what was seen instead; empty if it does
 * @param measure measures it on the runs of one seed; NaN fails
 */
public record Claim(
    String text, Bound bound, String seen, String failing, ToDoubleFunction<Evidence> measure) {

  /**
   * Claims that a value is at most a bound.
   *
   * @param text what is measured
   * @param most upper bound, included
   * @param seen what the prototypes gave
   * @param measure measures it
   * @return the claim
   */
  public static Claim atMost(
      String text, double most, String seen, ToDoubleFunction<Evidence> measure) {
    return new Claim(text, new Bound(Double.NEGATIVE_INFINITY, most), seen, "", measure);
  }

  /**
   * Claims that a value is at least a bound.
   *
   * @param text what is measured
   * @param least lower bound, included
   * @param seen what the prototypes gave
   * @param measure measures it
   * @return the claim
   */
  public static Claim atLeast(
      String text, double least, String seen, ToDoubleFunction<Evidence> measure) {
    return new Claim(text, new Bound(least, Double.POSITIVE_INFINITY), seen, "", measure);
  }

  /**
   * Claims that a value lies between two bounds.
   *
   * @param text what is measured
   * @param least lower bound, included
   * @param most upper bound, included
   * @param seen what the prototypes gave
   * @param measure measures it
   * @return the claim
   */
  public static Claim between(
      String text, double least, double most, String seen, ToDoubleFunction<Evidence> measure) {
    return new Claim(text, new Bound(least, most), seen, "", measure);
  }

  /**
   * Declares that the claim does not hold here, so that it is reported with its numbers rather than
   * bent.
   *
   * @param why what was seen instead
   * @return the claim, marked
   */
  public Claim doesNotReproduce(String why) {
    return new Claim(text, bound, seen, why, measure);
  }

  /**
   * Tells whether the claim should hold.
   *
   * @return false if it is known not to reproduce
   */
  public boolean reproduces() {
    return failing.isEmpty();
  }
}
