package io.github.featurescope.probes;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Compares what a model predicts for the same samples at one look with all looks before it, by
 * Cohen's κ = (a − c)/(1 − c): a is the share of samples with equal predictions and c the share
 * that would be equal by chance if each look kept its shares of classes.
 *
 * <p>Two networks that have learned the same signal agree wherever the signal decides; what each
 * has memorised by itself makes them differ on samples outside of training. So the looks of a run
 * that agree most with the others are those of the best test accuracy, and no label is needed to
 * find them. Label Wave (arXiv 2502.07551) is the special case of neighbouring looks, without the
 * correction for chance, which keeps a network that predicts few classes from looking sure; that
 * the disagreement of two networks estimates the test error is shown by Jiang et al., ICLR 2022,
 * arXiv 2106.13799; κ is of Cohen, Educational and Psychological Measurement 1960.
 *
 * <p>Bias: on training samples late looks agree in the wrong labels that all of them have
 * memorised; looks close in time agree more than their accuracy explains, all the more at a small
 * learning rate. Keeps the predictions of a limited number of looks: O(n + C) memory and time for
 * each. Not thread-safe.
 */
public final class PredictionAgreement {

  private final int looks;
  private final ArrayDeque<Look> remembered = new ArrayDeque<>();

  /** Predictions, and how often each class is among them. */
  private record Look(int[] predictions, Map<Integer, Integer> sizes) {}

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
   * @return κ, in [−1, 1], with each look remembered, the oldest first; 0 where both predict one
   *     and the same class for all; empty at the first look
   * @throws IllegalArgumentException if there are no samples or other ones than before
   */
  public double[] observe(int[] predictions) {
    if (predictions.length == 0) {
      throw new IllegalArgumentException("a look at no samples; at least one is needed");
    }
    Look now = new Look(predictions.clone(), counts(predictions));
    double[] agreement = new double[remembered.size()];
    Iterator<Look> before = remembered.iterator();
    for (int i = 0; i < agreement.length; i++) {
      agreement[i] = kappa(before.next(), now);
    }
    remembered.add(now);
    if (remembered.size() > looks) {
      remembered.remove();
    }
    return agreement;
  }

  private static double kappa(Look before, Look now) {
    double equal = 1 - PredictionChanges.between(before.predictions, now.predictions).share();
    double n = now.predictions.length;
    double chance = 0;
    for (Map.Entry<Integer, Integer> one : now.sizes.entrySet()) {
      chance += one.getValue() / n * before.sizes.getOrDefault(one.getKey(), 0) / n;
    }
    return chance == 1 ? 0 : (equal - chance) / (1 - chance);
  }

  private static Map<Integer, Integer> counts(int[] predictions) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int prediction : predictions) {
      counts.merge(prediction, 1, Integer::sum);
    }
    return counts;
  }
}
