package io.github.featurescope.listeners;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Verdicts made by hand, so that a test knows when training has to stop and where to go back. */
final class Script implements BiFunction<Verdict.Moment, Verdict, Verdict> {

  private final Predicate<Verdict.Moment> stop;
  private final Predicate<Verdict.Moment> best;
  private Verdict.@Nullable Moment found;

  private Script(Predicate<Verdict.Moment> stop, Predicate<Verdict.Moment> best) {
    this.stop = stop;
    this.best = best;
  }

  /** Memorising from one epoch on; the best moment is the present one up to another epoch. */
  static Script epochs(int stop, int best) {
    return new Script(at -> at.epoch() >= stop, at -> at.epoch() <= best);
  }

  /** The same by iterations. */
  static Script iterations(long stop, long best) {
    return new Script(at -> at.iteration() >= stop, at -> at.iteration() <= best);
  }

  /** Never memorising. */
  static Script never(int best) {
    return new Script(at -> false, at -> at.epoch() <= best);
  }

  @Override
  public Verdict apply(Verdict.Moment now, Verdict verdict) {
    boolean before = verdict.state() == Verdict.State.UNDECIDED && now.iteration() == 0;
    if (!before && best.test(now)) {
      found = now;
    }
    Verdict.Moment named = found;
    // The present moment may always become the best one later.
    List<Verdict.Moment> candidates =
        named == null ? List.of() : named.equals(now) ? List.of(now) : List.of(named, now);
    return new Verdict(
        !before && stop.test(now) ? Verdict.State.MEMORISING_NOISE : Verdict.State.LEARNING_SIGNAL,
        1,
        1.0,
        now,
        named,
        candidates,
        List.of());
  }
}
