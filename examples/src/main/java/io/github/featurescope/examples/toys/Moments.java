package io.github.featurescope.examples.toys;

import java.util.BitSet;

/** At which steps to look: the start, and then steps spread geometrically up to the last. */
public final class Moments {

  private final BitSet steps;

  private Moments(BitSet steps) {
    this.steps = steps;
  }

  /**
   * Spreads moments geometrically.
   *
   * @param last step, at least 1
   * @param count how many after the start, at most; early ones may fall together
   * @return 0, 1, ..., last
   */
  public static Moments geometric(int last, int count) {
    BitSet steps = new BitSet();
    steps.set(0);
    for (int k = 0; k < count; k++) {
      steps.set((int) Math.round(StrictMath.pow(last, k / (count - 1.0))));
    }
    return new Moments(steps);
  }

  /**
   * Takes every so many steps.
   *
   * @param last step, included
   * @param stride at least 1
   * @return 0, stride, 2 stride, ..., last
   */
  public static Moments every(int last, int stride) {
    BitSet steps = new BitSet();
    for (int step = 0; step < last; step += stride) {
      steps.set(step);
    }
    steps.set(last);
    return new Moments(steps);
  }

  boolean contains(int step) {
    return steps.get(step);
  }
}
