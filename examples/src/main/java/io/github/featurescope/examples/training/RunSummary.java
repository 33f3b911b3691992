package io.github.featurescope.examples.training;

import io.github.featurescope.listeners.Observation;
import io.github.featurescope.listeners.ProbeFailure;
import io.github.featurescope.listeners.RunEnd;
import io.github.featurescope.listeners.RunInfo;
import io.github.featurescope.listeners.RunSink;
import io.github.featurescope.listeners.Stage;
import io.github.featurescope.listeners.Verdict;
import io.github.featurescope.probes.WrongLabelFit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the few numbers that say how a run went. */
public final class RunSummary implements RunSink {

  /** Name of the probe set of test samples. */
  static final String TEST = "test";

  private final TreeMap<Integer, Double> testAccuracy = new TreeMap<>();
  private final Map<String, Integer> firstEpochs = new LinkedHashMap<>();
  private @Nullable RunInfo info;
  private @Nullable Observation last;
  private @Nullable RunEnd end;
  private @Nullable Integer turned;
  private int failed;
  private @Nullable String lastFailure;

  @Override
  public void started(RunInfo run) {
    info = run;
  }

  @Override
  public void observed(Observation observation) {
    last = observation;
    accuracy(observation).ifPresent(value -> testAccuracy.put(observation.epoch(), value));
    Stage stage = observation.stage();
    if (stage != null) {
      firstEpochs.putIfAbsent(stage.name(), observation.epoch());
    }
    if (turned == null && observation.verdict().state() == Verdict.State.MEMORISING_NOISE) {
      turned = observation.epoch();
    }
  }

  static Optional<Double> accuracy(Observation observation) {
    return Optional.ofNullable(observation.reports().get(TEST))
        .flatMap(report -> report.find(WrongLabelFit.WRONG_LABELS))
        .map(WrongLabelFit.Result::accuracy);
  }

  @Override
  public void failed(ProbeFailure failure) {
    failed++;
    lastFailure = failure.cause().getMessage();
  }

  /** Failures in words; nothing where none failed. */
  String failures() {
    return failed == 0
        ? ""
        : failed + (failed == 1 ? " probe" : " probes") + " failed, the last since " + lastFailure;
  }

  /** Failures and skipped probes in words. */
  String whyNothingWasSeen() {
    if (failed > 0) {
      return failures();
    }
    RunEnd ending = end;
    return ending != null && ending.skipped() > 0
        ? ending.skipped() + " probes were skipped to keep the budget"
        : "none was due";
  }

  @Override
  public void ended(RunEnd ending) {
    end = ending;
  }

  /**
   * Returns the best test accuracy after training began.
   *
   * @return its epoch and value, or null before the first epoch
   */
  public Map.@Nullable Entry<Integer, Double> bestTest() {
    Map.Entry<Integer, Double> best = null;
    for (Map.Entry<Integer, Double> entry : testAccuracy.entrySet()) {
      if (entry.getKey() > 0 && (best == null || entry.getValue() > best.getValue())) {
        best = Map.entry(entry.getKey(), entry.getValue());
      }
    }
    return best;
  }

  /**
   * Returns the epoch at which the verdict first spoke of memorisation.
   *
   * @return epochs done, or null if it never did
   */
  public @Nullable Integer turnedAt() {
    return turned;
  }

  /**
   * Says what was stopped and restored.
   *
   * @return such as {@code stopped at epoch 9, restored epoch 5, test accuracy there 92.6 %}, or
   *     {@code trained to the end, restored epoch 28}; empty if nothing was
   */
  public String stopping() {
    RunEnd ending = end;
    if (ending == null || (ending.stopped() == null && ending.restored() == null)) {
      return "";
    }
    String stopped =
        ending.stopped() == null
            ? "trained to the end"
            : "stopped at epoch " + ending.stopped().epoch();
    Verdict.Moment restored = ending.restored();
    if (restored == null) {
      return stopped + ", nothing restored";
    }
    Double accuracy = testAccuracy.get(restored.epoch());
    return stopped
        + ", restored epoch "
        + restored.epoch()
        + (accuracy == null
            ? ""
            : String.format(Locale.ROOT, ", test accuracy there %.1f %%", 100 * accuracy));
  }

  /**
   * Returns the test accuracy by epochs done.
   *
   * @return from 0, before training
   */
  public Map<Integer, Double> testAccuracy() {
    return new TreeMap<>(testAccuracy);
  }

  /**
   * Returns the last epoch that was probed.
   *
   * @return epochs done
   */
  public int lastEpoch() {
    return testAccuracy.isEmpty() ? 0 : testAccuracy.lastKey();
  }

  /**
   * Lists the numbers.
   *
   * @return nested maps, ready for JSON
   */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    if (info != null) {
      values.put("run", info.run());
      values.put("settings", info.settings());
      values.put("model", info.model());
    }
    Map.Entry<Integer, Double> best = bestTest();
    if (best != null) {
      Map<String, Object> test = new LinkedHashMap<>();
      test.put("bestEpoch", best.getKey());
      test.put("best", best.getValue());
      test.put("last", testAccuracy.lastEntry().getValue());
      values.put("testAccuracy", test);
    }
    values.put("firstEpochOfStage", firstEpochs);
    if (last != null) {
      values.put("verdict", verdict(last.verdict()));
      values.put("cost", last.cost());
    }
    if (end != null) {
      values.put("epochs", end.epochs());
      values.put("stoppedAtEpoch", epoch(end.stopped()));
      values.put("restoredEpoch", epoch(end.restored()));
      values.put("iterations", end.iterations());
      values.put("seconds", end.elapsed());
      values.put("failures", end.failures());
      if (lastFailure != null) {
        values.put("lastFailure", lastFailure);
      }
    }
    return values;
  }

  private static @Nullable Integer epoch(Verdict.@Nullable Moment moment) {
    return moment == null ? null : moment.epoch();
  }

  private Map<String, Object> verdict(Verdict verdict) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("state", verdict.state().name());
    values.put("turnedAtEpoch", turned);
    Verdict.Moment best = verdict.best();
    values.put("bestEpoch", best == null ? null : best.epoch());
    values.put("testAccuracyThere", best == null ? null : testAccuracy.get(best.epoch()));
    return values;
  }
}
