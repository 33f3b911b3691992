package io.github.featurescope.probes;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Compares what a model predicts for the same samples at one look with all looks before it.
 *
 * <p>Two networks that have learned the same signal agree wherever the signal decides; what each
 * has memorised by itself makes them differ on samples outside of training. So the looks of a run
 * that agree most with the others are those of the best test accuracy, and no label is needed to
 * find them. Label Wave (arXiv 2502.07551) is the special case of neighbouring looks; that
 * disagreement of two networks estimates the test error is shown by Jiang et al., ICLR 2022, arXiv
 * 2106.13799.
 *
 * <p>Bias: on training samples late looks agree in the wrong labels that all of them have
 * memorised; looks close in time agree more than their accuracy explains, all the more at a small
 * learning rate. Keeps the predictions of a limited number of looks: O(n) memory and time for each.
 * Not thread-safe.
 */
public final class PredictionAgreement {

  private final int looks;
  private final ArrayDeque<int[]> remembered = new ArrayDeque<>();

  private PredictionAgreement(int looks) {
    this.looks = looks;
  }

  /**
   * Starts without looks.
   *
   * @param looks how many to remember, at least 1; the oldest is forgotten first
   * @return an empty memory
   * @throws IllegalArgumentException if it is to remember none
   */
  public static PredictionAgreement remembering(int looks) {
    if (looks < 1) {
      throw new IllegalArgumentException(looks + " looks to remember: at least 1 is needed");
    }
    return new PredictionAgreement(looks);
  }

  /**
   * Compares a look with those remembered, and remembers it.
   *
   * @param predictions predicted classes, [n], of the same samples in the same order every time
   * @return the share of samples with the same prediction, in [0, 1], for each look remembered, the
   *     oldest first; empty at the first look
   * @throws IllegalArgumentException if there are no samples or other ones than before
   */
  public double[] observe(int[] predictions) {
    double[] agreement = new double[remembered.size()];
    Iterator<int[]> before = remembered.iterator();
    for (int i = 0; i < agreement.length; i++) {
      agreement[i] = 1 - PredictionChanges.between(before.next(), predictions).share();
    }
    if (predictions.length == 0) {
      throw new IllegalArgumentException("a look at no samples; at least one is needed");
    }
    remembered.add(predictions.clone());
    if (remembered.size() > looks) {
      remembered.remove();
    }
    return agreement;
  }
}
