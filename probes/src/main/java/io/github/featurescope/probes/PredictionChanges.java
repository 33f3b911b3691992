package io.github.featurescope.probes;

/**
 * Counts the samples whose predicted class changed between two looks at the same samples.
 *
 * <p>Falls while patterns are learned and rises when wrong labels begin to be memorised. Any
 * schedule of the learning rate makes it fall as well, and dropout or augmentation add churn. Cost
 * O(n). Source: Label Wave, Yuan, Feng and Liu, ICLR 2024, arXiv 2502.07551, Eq. 2.
 *
 * @param count number of samples whose prediction changed, in [0, n]
 * @param share count/n, in [0, 1]
 */
public record PredictionChanges(int count, double share) {

  /**
   * Compares two rounds of predictions.
   *
   * @param before predicted classes, [n], n at least 1
   * @param after predicted classes of the same samples in the same order, [n]
   * @return how many differ
   * @throws IllegalArgumentException if the lengths differ or are 0
   */
  public static PredictionChanges between(int[] before, int[] after) {
    if (before.length != after.length || before.length == 0) {
      throw new IllegalArgumentException(
          "predictions: "
              + before.length
              + " before and "
              + after.length
              + " after; compare the same samples, at least one");
    }
    int count = 0;
    for (int i = 0; i < before.length; i++) {
      count += before[i] != after[i] ? 1 : 0;
    }
    return new PredictionChanges(count, (double) count / before.length);
  }
}
