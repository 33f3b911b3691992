package io.github.featurescope.probes;

import java.util.Arrays;

/**
 * Counts, for each sample, how often the model forgot it: predicted as given at one look and as
 * another class at the next.
 *
 * <p>A sample that was never predicted as given counts as forgotten at every look, the most there
 * can be. High for wrong labels and for hard samples alike. Cost O(n) a look. Source: Toneva et
 * al., ICLR 2019, arXiv 1812.05159, Section 3, where a look is a presentation during training.
 */
public final class ForgettingEvents {

  private final int[] given;
  private final int[] counts;
  private final boolean[] learned;
  private final boolean[] known;
  private int looks;

  private ForgettingEvents(int[] given) {
    this.given = given;
    this.counts = new int[given.length];
    this.learned = new boolean[given.length];
    this.known = new boolean[given.length];
  }

  /**
   * Starts counting.
   *
   * @param given the labels that training sees, [n]
   * @return no events yet
   */
  public static ForgettingEvents of(int[] given) {
    return new ForgettingEvents(given.clone());
  }

  /**
   * Takes one look.
   *
   * @param predictions predicted classes of the same samples in the same order, [n]
   */
  public void observe(int[] predictions) {
    SampleCounts.requireSize(given.length, predictions.length);
    looks++;
    for (int i = 0; i < given.length; i++) {
      boolean right = predictions[i] == given[i];
      counts[i] += known[i] && !right ? 1 : 0;
      known[i] = right;
      learned[i] |= right;
    }
  }

  /**
   * Returns the counts.
   *
   * @return [n], a copy; each from 0 to the number of looks, which never learned samples have
   */
  public int[] counts() {
    int[] all = counts.clone();
    Arrays.setAll(all, i -> learned[i] ? counts[i] : looks);
    return all;
  }
}
