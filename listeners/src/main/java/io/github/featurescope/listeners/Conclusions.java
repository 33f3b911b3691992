package io.github.featurescope.listeners;

import io.github.featurescope.probes.NoiseRate;
import io.github.featurescope.probes.PredictionChanges;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.SampleHistory;
import io.github.featurescope.probes.SignalNoiseShare;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.UndefinedMeasurementException;
import io.github.featurescope.probes.WrongLabelFit;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What follows from one look after the other; the only place that remembers former ones. */
final class Conclusions {

  private static final int CHANGES_WINDOW = 3;

  private final VerdictEngine verdicts = VerdictEngine.create();
  private final SignReader signReader = SignReader.create();
  private final @Nullable SampleHistory followed;
  private final ArrayDeque<Double> changeShares = new ArrayDeque<>();
  private int @Nullable [] lastPredictions;
  private @Nullable Stage stage;
  private BiFunction<Verdict.Moment, Verdict, Verdict> script = (now, verdict) -> verdict;

  Conclusions(@Nullable SampleHistory followed) {
    this.followed = followed;
  }

  /** Replaces verdicts, for tests of what follows from them. */
  void script(BiFunction<Verdict.Moment, Verdict, Verdict> replaced) {
    script = replaced;
  }

  /** What one look says in the light of those before it. */
  record Conclusion(
      Observation.@Nullable Changes changes,
      @Nullable Stage stage,
      SignalNoiseShare.@Nullable Result signalNoise,
      @Nullable NoiseRate noiseRate,
      @Nullable Signs signs,
      Verdict verdict) {}

  synchronized Conclusion draw(Prober.Sight sight, Verdict.Moment now, boolean beforeTraining) {
    Map<String, Report> reports = sight.reports();
    Snapshot trained = sight.snapshots().get(ProbeSet.TRAIN);
    Observation.Changes changes = changes(trained == null ? null : trained.predictions());
    readStage(reports.get(ProbeSet.TRAIN), beforeTraining);
    Signs signs = beforeTraining ? null : signReader.read(sight.snapshots(), reports);
    if (!beforeTraining && followed != null && sight.followed() != null) {
      followed.observe(sight.followed());
    }
    Verdict verdict =
        script.apply(
            now, signs == null ? verdicts.beforeTraining(now) : verdicts.judge(now, signs));
    return new Conclusion(
        changes,
        stage,
        signalNoise(trained, sight.snapshots().get(ProbeSet.HELD_OUT)),
        trainingHistory().map(SampleHistory::noiseRate).orElse(null),
        signs,
        verdict);
  }

  private void readStage(@Nullable Report train, boolean beforeTraining) {
    Optional<WrongLabelFit.Result> wrong =
        train == null ? Optional.empty() : train.find(WrongLabelFit.WRONG_LABELS);
    if (wrong.isPresent()) {
      Stage read = Stage.read(wrong.get(), stage);
      // A random network that leans to one side by chance has learned nothing.
      stage = read != null && beforeTraining ? Stage.INITIAL : read;
    }
  }

  private static SignalNoiseShare.@Nullable Result signalNoise(
      @Nullable Snapshot training, @Nullable Snapshot heldOut) {
    if (training == null || heldOut == null) {
      return null;
    }
    try {
      return SignalNoiseShare.measure(training, heldOut);
    } catch (UndefinedMeasurementException e) {
      return null;
    }
  }

  private Observation.@Nullable Changes changes(int @Nullable [] predictions) {
    int[] before = lastPredictions;
    lastPredictions = predictions;
    if (before == null || predictions == null) {
      return null;
    }
    PredictionChanges moved = PredictionChanges.between(before, predictions);
    double share = moved.share();
    changeShares.add(share);
    if (changeShares.size() > CHANGES_WINDOW) {
      changeShares.remove();
    }
    double average = changeShares.stream().mapToDouble(Double::doubleValue).average().orElse(share);
    return new Observation.Changes(moved.count(), share, average);
  }

  /** What the looks say of each training sample; there is none before the first epoch. */
  private Optional<SampleHistory> trainingHistory() {
    return Optional.ofNullable(signReader.history(ProbeSet.TRAIN));
  }

  /**
   * Reads the same of the samples that are followed, or else of the training samples that are
   * probed, while no look changes it.
   */
  synchronized <T> Optional<T> readSuspects(Function<SampleHistory, T> reading) {
    SampleHistory history = followed == null ? trainingHistory().orElse(null) : followed;
    return history == null || history.looks() == 0
        ? Optional.empty()
        : Optional.of(reading.apply(history));
  }
}
