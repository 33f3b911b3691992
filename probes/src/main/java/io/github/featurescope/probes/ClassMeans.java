package io.github.featurescope.probes;

/** Means of the centred features over the samples of each class that occurs. */
final class ClassMeans {

  private final int[] present;
  private final double[] counts;
  private final int[] positions;
  private final Matrix means;

  private ClassMeans(int[] present, double[] counts, int[] positions, Matrix means) {
    this.present = present;
    this.counts = counts;
    this.positions = positions;
    this.means = means;
  }

  /** Takes means of a sample; positions are each sample's place among the present classes. */
  static ClassMeans of(int[] present, double[] counts, int[] positions, Matrix means) {
    return new ClassMeans(present, counts, positions, means);
  }

  /**
   * Takes means that are known of a stream, whose samples are gone.
   *
   * @param present which classes occur, ascending, [C']
   * @param weights what the samples of each weigh together, [C']
   * @param means their means less the mean of all, [C', p]
   */
  static ClassMeans known(int[] present, double[] weights, Matrix means) {
    return new ClassMeans(present, weights, new int[0], means);
  }

  /** Returns the number C' of classes that have a sample. */
  int size() {
    return present.length;
  }

  /** Returns which classes have a sample, ascending, [C']. */
  int[] present() {
    return present;
  }

  /** Returns the number of samples of each present class, or what they weigh together, [C']. */
  double[] counts() {
    return counts;
  }

  /** Returns for each sample the place of its class among the present ones, [n]. */
  int[] positions() {
    return positions;
  }

  /** Returns the means less the mean of all samples, [C', p]. */
  Matrix means() {
    return means;
  }

  /** Returns the sums of the centred features over each class, [C', p]. */
  Matrix sums() {
    return means.scaledRows(counts);
  }

  /** Says what is missing where there is nothing to tell apart. */
  void requireTwoClasses() {
    if (size() < 2) {
      throw new UndefinedMeasurementException(
          "all samples have label "
              + present[0]
              + "; at least two classes must occur: use a stratified probe set");
    }
  }
}
