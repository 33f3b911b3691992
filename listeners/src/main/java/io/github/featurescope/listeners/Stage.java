package io.github.featurescope.listeners;

import io.github.featurescope.probes.WrongLabelFit;
import org.jspecify.annotations.Nullable;

/**
 * The stages of training with wrong labels (Han et al., ICML 2025, arXiv 2505.18909, Theorems 4.1
 * and 4.2), read off the mislabelled samples of a probe set, whose true labels must be known.
 */
public enum Stage {
  /** The mislabelled samples are neither clearly predicted as true nor as given. */
  INITIAL,
  /** The signal is learned: mislabelled samples are predicted as their true class. */
  STAGE_ONE,
  /** Noise is memorised: mislabelled samples are predicted as their wrong given label. */
  STAGE_TWO;

  /** Two standard errors: a share that leads by less could lead by chance. */
  private static final double CERTAINTY = 2;

  /**
   * Reads the stage.
   *
   * @param fit how the mislabelled samples are predicted
   * @param before the stage at the probe before, kept while neither label leads
   * @return the stage, or null where no sample is mislabelled
   */
  static @Nullable Stage read(WrongLabelFit.Result fit, @Nullable Stage before) {
    Double asTrue = fit.wrongAsTrue();
    Double asGiven = fit.wrongAsGiven();
    if (asTrue == null || asGiven == null) {
      return null;
    }
    double lead = asTrue - asGiven;
    double variance = (asTrue + asGiven - lead * lead) / fit.wrong();
    if (Math.abs(lead) > CERTAINTY * Math.sqrt(variance)) {
      return lead > 0 ? STAGE_ONE : STAGE_TWO;
    }
    return before == null ? INITIAL : before;
  }
}
