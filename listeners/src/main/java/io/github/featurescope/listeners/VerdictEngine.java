package io.github.featurescope.listeners;

import io.github.featurescope.probes.Report;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Draws the verdict from several signals, since none of them is good everywhere.
 *
 * <p>Memorisation is called when more than half of the signals have fallen behind their best by
 * more than their tolerance. The epoch to go back to is the median of the best epochs of the
 * signals that locate one, the later of two.
 */
final class VerdictEngine {

  private static final double CALLS = 1;
  private static final double CALLS_OFF = 0.5;

  private final List<Signal> signals;
  private Verdict.State state = Verdict.State.UNDECIDED;
  private Verdict.@Nullable Moment since;

  VerdictEngine(List<Signal.Definition> definitions) {
    this.signals = definitions.stream().map(Signal::new).toList();
  }

  /**
   * Judges a probe taken after training began.
   *
   * @param now when
   * @param reports by probe set
   * @return the verdict
   */
  Verdict judge(Verdict.Moment now, Map<String, Report> reports) {
    List<Verdict.Evidence> evidence =
        signals.stream()
            .map(signal -> signal.observe(now, reports))
            .filter(Objects::nonNull)
            .toList();
    return conclude(now, evidence);
  }

  /** Judges the probe before training, when there is nothing to judge by. */
  Verdict beforeTraining(Verdict.Moment now) {
    return conclude(now, List.of());
  }

  private Verdict conclude(Verdict.Moment now, List<Verdict.Evidence> evidence) {
    double strength = evidence.stream().mapToDouble(Verdict.Evidence::strength).average().orElse(0);
    Verdict.State next = state(evidence, strength);
    Verdict.Moment begun = since;
    if (begun == null || next != state) {
      state = next;
      begun = now;
      since = now;
    }
    List<Verdict.Moment> candidates = candidates();
    return new Verdict(next, strength, begun, best(candidates), candidates, evidence);
  }

  private Verdict.State state(List<Verdict.Evidence> evidence, double strength) {
    if (evidence.isEmpty()) {
      return Verdict.State.UNDECIDED;
    }
    double least = state == Verdict.State.MEMORISING_NOISE ? CALLS_OFF : CALLS;
    return strength >= least ? Verdict.State.MEMORISING_NOISE : Verdict.State.LEARNING_SIGNAL;
  }

  private List<Verdict.Moment> candidates() {
    return signals.stream()
        .map(Signal::locates)
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingLong(Verdict.Moment::iteration))
        .toList();
  }

  private static Verdict.@Nullable Moment best(List<Verdict.Moment> candidates) {
    return candidates.isEmpty() ? null : candidates.get(candidates.size() / 2);
  }
}
