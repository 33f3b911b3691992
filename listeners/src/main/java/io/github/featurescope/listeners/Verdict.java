package io.github.featurescope.listeners;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the signals say together about a run; none of them uses a true label.
 *
 * @param state the verdict
 * @param strength of the weakest sign that decides, in [0, 2]; from 1 on all of them speak of
 *     memorisation; 0 where one is missing
 * @param confidence in the state, in [0, 1], as far as the choice of the probed samples goes: of
 *     memorisation and its onset, the probability that the index has really fallen (normal,
 *     variance (1 − κ)/n); of learning and of clean labels, 1 less that, weighed by the strength; 0
 *     while undecided; that of the day of the verdict once it is final; null where fewer than ten
 *     samples decide, whose choice is chance
 * @param since the moment at which this state began
 * @param best the moment to go back to, or null before the first epoch
 * @param candidates the moments up to now that a later verdict may still name as best, in order;
 *     whoever restores parameters keeps those of these moments
 * @param evidence every signal with its value, the deciding ones first
 */
public record Verdict(
    State state,
    double strength,
    @Nullable Double confidence,
    Moment since,
    @Nullable Moment best,
    List<Moment> candidates,
    List<Evidence> evidence) {

  /** What the network is doing. */
  public enum State {
    /** There is too little to judge by. */
    UNDECIDED,
    /** Not all signs speak of memorisation. */
    LEARNING_SIGNAL,
    /**
     * All signs speak of memorisation, but the best moment is so close that it may still move, or
     * labels do not look wrong clearly enough for a final word.
     */
    ONSET,
    /** All signs have spoken of memorisation for long: wrong labels are being memorised. */
    MEMORISING_NOISE,
    /** The training labels are fitted, and they do not look wrong. */
    CLEAN
  }

  /**
   * A moment of the run.
   *
   * @param epoch epochs done
   * @param iteration iterations done
   */
  public record Moment(int epoch, long iteration) {}

  /**
   * One signal's word.
   *
   * @param signal what is watched, as set and path of the report
   * @param value its value now
   * @param best its best value so far, or 0 for what is compared with nothing earlier
   * @param bestEpoch epochs done at the best value, or 0
   * @param change how far it has moved from its best, in the signal's own unit; negative is worse
   * @param threshold the change that is tolerated; negative
   * @param strength change over threshold, in [0, 2]
   * @param memorising whether the signal alone speaks of memorisation: strength of 1 or more
   * @param decides whether memorisation is not called against it; other evidence only illustrates
   * @param reading what that means, in one sentence
   */
  public record Evidence(
      String signal,
      double value,
      double best,
      int bestEpoch,
      double change,
      double threshold,
      double strength,
      boolean memorising,
      boolean decides,
      String reading) {}
}
