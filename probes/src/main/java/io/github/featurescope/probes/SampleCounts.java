package io.github.featurescope.probes;

/** What the scores of single samples ask of every look. */
final class SampleCounts {

  private SampleCounts() {}

  static void requireSize(int expected, int actual) {
    if (expected != actual) {
      throw new IllegalArgumentException(
          "a look at "
              + actual
              + " samples, but the history is of "
              + expected
              + "; show the same samples in the same order every time");
    }
  }
}
