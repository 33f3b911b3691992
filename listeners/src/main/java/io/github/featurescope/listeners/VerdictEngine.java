package io.github.featurescope.listeners;

import io.github.featurescope.probes.KernelTargetAlignment;
import io.github.featurescope.probes.LabelFit;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Richness;
import io.github.featurescope.probes.SpectralAlignment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Draws the verdict from several signals, since none of them is good everywhere.
 *
 * <p>Memorisation is called when more than half of the signals have fallen behind their best by
 * more than chance and clean training explain. Nothing here uses a true label. The epoch to go back
 * to is the median of the signals' best epochs.
 */
final class VerdictEngine {

  private static final double STANDARD_ERRORS = 2;

  private final List<Signal> signals = new ArrayList<>();
  private Verdict.State state = Verdict.State.UNDECIDED;
  private Verdict.Moment since = new Verdict.Moment(0, 0);

  VerdictEngine() {
    for (Signal.Definition definition : definitions()) {
      signals.add(new Signal(definition));
    }
  }

  private static List<Signal.Definition> definitions() {
    return List.of(
        new Signal.Definition(
            "kernelTargetAlignment",
            ProbeSet.HELD_OUT,
            true,
            report ->
                report
                    .find(KernelTargetAlignment.CENTRED)
                    .map(KernelTargetAlignment.Result::kernelTargetAlignment),
            (best, n) -> 0.1 * best,
            "The features serve the labels of samples outside of training less than they did."),
        new Signal.Definition(
            "fit.given",
            ProbeSet.HELD_OUT,
            true,
            report -> report.find(LabelFit.FIT).map(LabelFit.Result::given),
            (best, n) -> STANDARD_ERRORS * Math.sqrt(2 * best * (1 - best) / n),
            "Labels outside of training are predicted worse than they were, by more than chance."),
        new Signal.Definition(
            "centred.cumulativeUtility",
            ProbeSet.TRAIN,
            true,
            VerdictEngine::utility,
            (best, n) -> 0.1 * best,
            "The head has turned from the strong features to weak ones."),
        new Signal.Definition(
            "dlr.doubleCentred",
            ProbeSet.TRAIN,
            false,
            report -> report.find(Richness.DLR).map(Richness.Result::doubleCentred),
            (best, n) -> 0.1,
            "The features hold more that the outputs do not share than they did."),
        new Signal.Definition(
            "centred.effectiveDimension",
            ProbeSet.TRAIN,
            false,
            report ->
                report
                    .find(SpectralAlignment.CENTRED)
                    .map(SpectralAlignment.Result::effectiveDimension),
            (best, n) -> 0.3 * best,
            "The features spread over more dimensions than they did."));
  }

  /** Π̂(C − 1): how much of the learned functions the C − 1 strongest centred features express. */
  private static java.util.Optional<Double> utility(Report report) {
    return report
        .find(SpectralAlignment.CENTRED)
        .map(SpectralAlignment.Result::cumulativeUtility)
        .filter(cumulative -> cumulative.length > 0)
        .map(cumulative -> cumulative[Math.min(report.classes() - 1, cumulative.length) - 1]);
  }

  Verdict judge(
      Verdict.Moment now, Map<String, Report> reports, Observation.@Nullable Changes changes) {
    List<Verdict.Evidence> evidence = new ArrayList<>();
    if (changes != null) {
      for (Signal signal : signals) {
        Verdict.Evidence word = signal.observe(now, reports);
        if (word != null) {
          evidence.add(word);
        }
      }
    }
    long turned = evidence.stream().filter(Verdict.Evidence::memorising).count();
    Verdict.State next =
        evidence.isEmpty()
            ? Verdict.State.UNDECIDED
            : 2 * turned > evidence.size()
                ? Verdict.State.MEMORISING_NOISE
                : Verdict.State.LEARNING_SIGNAL;
    if (next != state) {
      state = next;
      since = now;
    }
    return new Verdict(state, since, median(), evidence);
  }

  private Verdict.@Nullable Moment median() {
    List<Verdict.Moment> moments = new ArrayList<>();
    for (Signal signal : signals) {
      Verdict.Moment moment = signal.bestMoment();
      if (moment != null) {
        moments.add(moment);
      }
    }
    moments.sort(Comparator.comparingLong(Verdict.Moment::iteration));
    return moments.isEmpty() ? null : moments.get((moments.size() - 1) / 2);
  }
}
