package io.github.featurescope.probes;

import org.jspecify.annotations.Nullable;

/**
 * Measures how the model treats wrong labels: the two stages of learning under label noise.
 *
 * <p>In Stage I wrongly labelled samples are predicted as their true class; in Stage II as the
 * wrong one that they were given: memorisation. Undefined where the true labels are not known; they
 * are where the noise was injected. Cost O(nC). Source: Han et al., ICML 2025, arXiv 2505.18909,
 * Theorems 4.1 and 4.2, and what its code logs on real data.
 */
public final class WrongLabelFit implements Measurement<WrongLabelFit.Result> {

  /** Over all samples. */
  public static final WrongLabelFit WRONG_LABELS = new WrongLabelFit();

  private WrongLabelFit() {}

  @Override
  public String key() {
    return "wrongLabels";
  }

  @Override
  public Result measure(Snapshot snapshot) {
    int[] truth =
        snapshot
            .trueLabels()
            .orElseThrow(
                () ->
                    new UndefinedMeasurementException(
                        "the true labels are not known; they are where noise was injected"));
    int[] given = snapshot.labels();
    int[] predictions = snapshot.predictions();
    int n = given.length;
    int wrong = 0;
    int hits = 0;
    int cleanHits = 0;
    int asGiven = 0;
    for (int i = 0; i < n; i++) {
      boolean isWrong = given[i] != truth[i];
      boolean hit = predictions[i] == truth[i];
      wrong += isWrong ? 1 : 0;
      hits += hit ? 1 : 0;
      cleanHits += !isWrong && hit ? 1 : 0;
      asGiven += isWrong && predictions[i] == given[i] ? 1 : 0;
    }
    return new Result(
        wrong,
        (double) hits / n,
        share(cleanHits, n - wrong),
        share(asGiven, wrong),
        share(hits - cleanHits, wrong));
  }

  private static @Nullable Double share(int count, int of) {
    return of == 0 ? null : (double) count / of;
  }

  /**
   * Holds the fit of clean and wrong labels of one snapshot.
   *
   * @param wrong number of samples whose given label is not the true one, in [0, n]
   * @param accuracy share of all samples predicted as their true label, in [0, 1]
   * @param cleanFit of the rightly labelled, the share predicted as their label; null if none
   * @param wrongAsGiven of the wrongly labelled, the share predicted as the given label; null if
   *     none
   * @param wrongAsTrue of the wrongly labelled, the share predicted as the true label; null if none
   */
  public record Result(
      int wrong,
      double accuracy,
      @Nullable Double cleanFit,
      @Nullable Double wrongAsGiven,
      @Nullable Double wrongAsTrue) {}
}
