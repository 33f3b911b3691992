package io.github.featurescope.probes;

/**
 * Counts, for each sample, the looks at which the model predicted another class than the given one.
 *
 * <p>Networks learn what samples share before they learn single samples by heart, so wrong labels
 * collect wrong events while right ones do not; and unlike the loss, the count does not forget when
 * wrong labels are fitted at last. Hard samples collect them too. Cost O(n) a look, one int a
 * sample. Source: IDO, Zhang et al., arXiv 2505.00812, where the predictions are those made in
 * training mode; here they are those of a probe, in inference mode.
 */
public final class WrongEvents {

  private final int[] given;
  private final int[] counts;

  private WrongEvents(int[] given) {
    this.given = given;
    this.counts = new int[given.length];
  }

  /**
   * Starts counting.
   *
   * @param given the labels that training sees, [n]
   * @return no events yet
   */
  public static WrongEvents of(int[] given) {
    return new WrongEvents(given.clone());
  }

  /**
   * Takes one look.
   *
   * @param predictions predicted classes of the same samples in the same order, [n]
   */
  public void observe(int[] predictions) {
    SampleCounts.requireSize(given.length, predictions.length);
    for (int i = 0; i < given.length; i++) {
      counts[i] += predictions[i] == given[i] ? 0 : 1;
    }
  }

  /**
   * Returns the counts.
   *
   * @return [n], a copy; each from 0 to the number of looks
   */
  public int[] counts() {
    return counts.clone();
  }
}
