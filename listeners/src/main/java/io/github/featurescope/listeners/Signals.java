package io.github.featurescope.listeners;

import java.util.List;

/**
 * The drifts that illustrate a verdict; none of them uses a true label, and none decides: under
 * batch normalisation some of them go the other way.
 *
 * <p>Tolerances are a little above the drift that was seen in clean training of small networks: 1 %
 * of the best alignment, 5 % of the best utility, 0.01 in D_LR, a quarter of the effective
 * dimension.
 */
final class Signals {

  private static final double STANDARD_ERRORS = 2;

  private Signals() {}

  static List<Signal.Definition> standard() {
    return List.of(
        new Signal.Definition(
            "kernelTargetAlignment",
            ProbeSet.HELD_OUT,
            Signal.Direction.HIGHER_IS_BETTER,
            (best, n) -> 0.04 * best,
            "4 % of the best",
            "The features serve the labels of samples outside of training less than they did."),
        new Signal.Definition(
            "fit.given",
            ProbeSet.HELD_OUT,
            Signal.Direction.HIGHER_IS_BETTER,
            (best, n) -> STANDARD_ERRORS * standardError(best, n),
            "two standard errors",
            "Labels outside of training are predicted worse than they were, by more than chance."),
        new Signal.Definition(
            "centred.cumulativeUtility",
            ProbeSet.TRAIN,
            Signal.Direction.HIGHER_IS_BETTER,
            (best, n) -> 0.08 * best,
            "8 % of the best",
            "The head has turned from the C − 1 strongest features to weak ones."),
        new Signal.Definition(
            "dlr.doubleCentred",
            ProbeSet.TRAIN,
            Signal.Direction.LOWER_IS_BETTER,
            (best, n) -> 0.04,
            "0.04",
            "The features hold more that the outputs do not share than they did."),
        new Signal.Definition(
            "centred.effectiveDimension",
            ProbeSet.TRAIN,
            Signal.Direction.LOWER_IS_BETTER,
            (best, n) -> 0.25 * best,
            "a quarter of the best",
            "The features spread over more dimensions than they did."));
  }

  /** Of a share, by Agresti and Coull, so that it is not 0 where all samples agree. */
  private static double standardError(double share, int n) {
    double shrunk = (share * n + 2) / (n + 4);
    return Math.sqrt(shrunk * (1 - shrunk) / (n + 4));
  }
}
