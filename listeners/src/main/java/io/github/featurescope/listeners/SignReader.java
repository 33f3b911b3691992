package io.github.featurescope.listeners;

import io.github.featurescope.probes.GradientWeightAlignment;
import io.github.featurescope.probes.KernelTargetAlignment;
import io.github.featurescope.probes.LabelFit;
import io.github.featurescope.probes.NoiseEvidence;
import io.github.featurescope.probes.PredictionAgreement;
import io.github.featurescope.probes.PredictionChanges;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Richness;
import io.github.featurescope.probes.SampleHistory;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.SpectralAlignment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads, probe by probe, what the verdict is drawn from.
 *
 * <p>Give it the probes of one run in their order, from the first epoch on and without the one
 * before training. It remembers the predictions of the last {@value Signs#REMEMBERED} probes and,
 * by sample, what {@link SampleHistory} holds. Not thread-safe.
 */
public final class SignReader {

  /** Number of samples. */
  static final String SAMPLES = "samples";

  /** Number of classes. */
  static final String CLASSES = "classes";

  /** Samples predicted as given. */
  static final String FIT = "fit.given";

  /** Loss on the given labels. */
  static final String LOSS = "fit.loss";

  /** {@link NoiseEvidence#scattered}. */
  static final String SCATTERED = "scattered";

  /** {@link NoiseEvidence#confident}. */
  static final String CONFIDENT = "confident";

  /** {@link NoiseEvidence#contradicted}. */
  static final String CONTRADICTED = "contradicted";

  /** Of the samples whose label the early prediction contradicts, the share predicted as given. */
  static final String MEMORISED = "memorised";

  /** Prediction changes since the probe before. */
  static final String CHANGES = "changes";

  /** Estimated share of wrong labels, where it can be judged. */
  static final String NOISE_RATE = "noiseRate";

  /** Numbers that stand in a report, by their path in it. */
  private static final Map<String, Function<Report, Optional<Double>>> MEASURED = measured();

  private static final List<String> SETS = List.of(ProbeSet.TRAIN, ProbeSet.HELD_OUT);

  private final Map<String, PredictionAgreement> agreements = new LinkedHashMap<>();
  private final Map<String, SampleHistory> histories = new LinkedHashMap<>();
  private final Map<String, int[]> lastPredictions = new LinkedHashMap<>();

  private SignReader() {}

  /**
   * Starts a run.
   *
   * @return a reader without probes
   */
  public static SignReader create() {
    return new SignReader();
  }

  private static Map<String, Function<Report, Optional<Double>>> measured() {
    Map<String, Function<Report, Optional<Double>>> measured = new LinkedHashMap<>();
    measured.put(FIT, report -> report.find(LabelFit.FIT).map(LabelFit.Result::given));
    measured.put(LOSS, report -> report.find(LabelFit.FIT).map(LabelFit.Result::loss));
    measured.put(
        "kernelTargetAlignment",
        report ->
            report
                .find(KernelTargetAlignment.CENTRED)
                .map(KernelTargetAlignment.Result::kernelTargetAlignment));
    measured.put("centred.cumulativeUtility", SignReader::utility);
    measured.put(
        "centred.effectiveDimension",
        report ->
            report
                .find(SpectralAlignment.CENTRED)
                .map(SpectralAlignment.Result::effectiveDimension));
    measured.put(
        "dlr.doubleCentred",
        report -> report.find(Richness.DLR).map(Richness.Result::doubleCentred));
    measured.put(
        "gradientWeightAlignment.mean",
        report ->
            report.find(GradientWeightAlignment.GWA).map(GradientWeightAlignment.Result::mean));
    measured.put(
        "gradientWeightAlignment.excessKurtosis",
        report ->
            report
                .find(GradientWeightAlignment.GWA)
                .map(GradientWeightAlignment.Result::excessKurtosis));
    return measured;
  }

  /** Π̂(C − 1): how much of the learned functions the C − 1 strongest centred features express. */
  private static Optional<Double> utility(Report report) {
    return report
        .find(SpectralAlignment.CENTRED)
        .map(SpectralAlignment.Result::cumulativeUtility)
        .filter(cumulative -> cumulative.length > 0)
        .map(cumulative -> cumulative[Math.min(report.classes() - 1, cumulative.length) - 1]);
  }

  /**
   * Reads one probe.
   *
   * @param snapshots by probe set; those named {@link ProbeSet#TRAIN} and {@link ProbeSet#HELD_OUT}
   *     count
   * @param reports of the same snapshots
   * @return what they say
   */
  public Signs read(Map<String, Snapshot> snapshots, Map<String, Report> reports) {
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, List<Double>> agreement = new LinkedHashMap<>();
    for (String set : SETS) {
      Snapshot snapshot = snapshots.get(set);
      Report report = reports.get(set);
      if (snapshot != null && report != null) {
        values.put(set + "." + SAMPLES, (double) report.samples());
        values.put(set + "." + CLASSES, (double) report.classes());
        MEASURED.forEach(
            (path, value) -> value.apply(report).ifPresent(v -> values.put(set + "." + path, v)));
        agreement.put(set, look(set, snapshot, values));
      }
    }
    return new Signs(values, agreement);
  }

  private List<Double> look(String set, Snapshot snapshot, Map<String, Double> values) {
    SampleHistory history =
        histories.computeIfAbsent(
            set, s -> SampleHistory.of(snapshot.givenLabels(), snapshot.classes()));
    history.observe(snapshot.logits());
    NoiseEvidence evidence = NoiseEvidence.of(history.earlyPrediction(), snapshot.givenLabels());
    if (evidence.scattered() != null) {
      values.put(set + "." + SCATTERED, evidence.scattered());
    }
    values.put(set + "." + CONFIDENT, evidence.confident());
    values.put(set + "." + CONTRADICTED, evidence.contradicted());
    values.put(set + "." + MEMORISED, memorised(history, snapshot));
    Double rate = history.noiseRate().rate();
    if (rate != null) {
      values.put(set + "." + NOISE_RATE, rate);
    }
    int[] predictions = snapshot.predictions();
    int[] before = lastPredictions.put(set, predictions);
    if (before != null) {
      values.put(set + "." + CHANGES, PredictionChanges.between(before, predictions).share());
    }
    double[] kappas =
        agreements
            .computeIfAbsent(set, s -> PredictionAgreement.remembering(Signs.REMEMBERED))
            .observe(predictions);
    return Arrays.stream(kappas).boxed().toList();
  }

  private static double memorised(SampleHistory history, Snapshot snapshot) {
    double[] suspicion = history.suspicion();
    int[] given = snapshot.givenLabels();
    int[] predictions = snapshot.predictions();
    int suspects = 0;
    int fitted = 0;
    for (int i = 0; i < given.length; i++) {
      if (suspicion[i] > 0) {
        suspects++;
        fitted += predictions[i] == given[i] ? 1 : 0;
      }
    }
    return suspects == 0 ? 0 : (double) fitted / suspects;
  }

  /**
   * Returns what is known of each sample of a probe set.
   *
   * @param set its name
   * @return the history, or null before the first probe
   */
  public @Nullable SampleHistory history(String set) {
    return histories.get(set);
  }
}
