package io.github.featurescope.examples.data;

/** Given labels beside the true ones. */
public final class NoisyLabels {

  private final int[] given;
  private final int[] truth;

  NoisyLabels(int[] given, int[] truth) {
    this.given = given;
    this.truth = truth;
  }

  /**
   * Returns the labels that training sees.
   *
   * @return [n], a copy
   */
  public int[] given() {
    return given.clone();
  }

  /**
   * Returns the labels before the noise.
   *
   * @return [n], a copy
   */
  public int[] truth() {
    return truth.clone();
  }

  /**
   * Counts the samples whose given label is not the true one.
   *
   * @return 0..n
   */
  public int wrong() {
    int count = 0;
    for (int i = 0; i < given.length; i++) {
      count += given[i] == truth[i] ? 0 : 1;
    }
    return count;
  }
}
