package io.github.featurescope.listeners;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the signals say together about a run; none of them uses a true label.
 *
 * @param state the verdict
 * @param strength mean strength of the signals, in [0, 2]; at 1 the verdict turns
 * @param since the moment at which this state began
 * @param best the moment to go back to, or null before the first epoch
 * @param candidates the moments up to now that a later verdict may still name as best, in order;
 *     whoever restores parameters keeps those of these moments
 * @param evidence every signal with its value
 */
public record Verdict(
    State state,
    double strength,
    Moment since,
    @Nullable Moment best,
    List<Moment> candidates,
    List<Evidence> evidence) {

  /** What the network is doing. */
  public enum State {
    /** There is too little to judge by. */
    UNDECIDED,
    /** Nothing speaks of memorisation. */
    LEARNING_SIGNAL,
    /** The signals have fallen behind their best together: wrong labels are being memorised. */
    MEMORISING_NOISE
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
   * @param best its best value so far
   * @param bestEpoch epochs done at the best value
   * @param change how far it has moved from its best, in the signal's own unit; negative is worse
   * @param threshold the change that is tolerated; negative
   * @param strength change over threshold, in [0, 2]
   * @param memorising whether the signal alone speaks of memorisation: strength above 1
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
      String reading) {}
}
