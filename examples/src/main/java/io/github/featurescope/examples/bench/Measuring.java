package io.github.featurescope.examples.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.featurescope.listeners.ProbeSet;
import io.github.featurescope.listeners.SignReader;
import io.github.featurescope.listeners.Signs;
import io.github.featurescope.probes.GradientWeightAlignment;
import io.github.featurescope.probes.KernelTargetAlignment;
import io.github.featurescope.probes.LabelFit;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Richness;
import io.github.featurescope.probes.SampleHistory;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.SpectralAlignment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Measures a tape, by what also watches a run that trains. */
final class Measuring {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Those that a rule reads. */
  private static final List<Measurement<?>> MEASUREMENTS =
      List.of(
          SpectralAlignment.CENTRED,
          Richness.DLR,
          KernelTargetAlignment.CENTRED,
          GradientWeightAlignment.GWA,
          LabelFit.FIT);

  private Measuring() {}

  static BenchLog measure(String run, Tape tape) {
    SignReader reader = SignReader.create();
    int[] given = tape.labels("train", "given");
    int[] truth = tape.labels("train", "truth");
    int[] test = tape.labels("test", "truth");
    List<BenchLog.Row> rows = new ArrayList<>();
    for (int epoch = 1; epoch <= tape.epochs(); epoch++) {
      Tape.Moment moment = tape.moment(epoch);
      Map<String, Snapshot> snapshots = new LinkedHashMap<>();
      snapshots.put(ProbeSet.TRAIN, moment.train());
      snapshots.put(ProbeSet.HELD_OUT, moment.heldOut());
      Map<String, Report> reports = new LinkedHashMap<>();
      snapshots.forEach((set, snapshot) -> reports.put(set, Report.of(snapshot, MEASUREMENTS)));
      Signs signs = reader.read(snapshots, reports);
      SampleHistory history = Objects.requireNonNull(reader.history(ProbeSet.TRAIN));
      rows.add(
          new BenchLog.Row(
              epoch,
              accuracy(moment.test(), test),
              rounded(signs),
              rounded(detection(history, given, truth))));
    }
    Map<String, Object> settings =
        MAPPER.convertValue(tape.settings(), new TypeReference<LinkedHashMap<String, Object>>() {});
    return new BenchLog(run, settings, rows);
  }

  /** AUROC of each score by sample. */
  private static Map<String, Double> detection(SampleHistory history, int[] given, int[] truth) {
    boolean[] wrong = new boolean[given.length];
    int count = 0;
    for (int i = 0; i < given.length; i++) {
      wrong[i] = given[i] != truth[i];
      count += wrong[i] ? 1 : 0;
    }
    if (count == 0 || count == given.length) {
      return Map.of();
    }
    Map<String, Double> areas = new LinkedHashMap<>();
    areas.put("loss", Auroc.of(history.loss(), wrong));
    areas.put("meanLoss", Auroc.of(history.meanLoss(), wrong));
    areas.put("suspicion", Auroc.of(history.suspicion(), wrong));
    areas.put(
        "areaUnderMargin",
        Auroc.of(Arrays.stream(history.areaUnderMargin()).map(margin -> -margin).toArray(), wrong));
    areas.put(
        "wrongEvents",
        Auroc.of(Arrays.stream(history.wrongEvents()).asDoubleStream().toArray(), wrong));
    areas.put("precision", precision(history.suspicion(), wrong, count));
    return areas;
  }

  /** Of as many of the most suspicious samples as are wrong, the share that is. */
  private static double precision(double[] scores, boolean[] wrong, int count) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(scores[b], scores[a]));
    return Arrays.stream(order).limit(count).filter(i -> wrong[i]).count() / (double) count;
  }

  private static double accuracy(Matrix logits, int[] labels) {
    int hits = 0;
    for (int i = 0; i < labels.length; i++) {
      int best = 0;
      for (int c = 1; c < logits.cols(); c++) {
        best = logits.get(i, c) > logits.get(i, best) ? c : best;
      }
      hits += best == labels[i] ? 1 : 0;
    }
    return (double) hits / labels.length;
  }

  private static Signs rounded(Signs signs) {
    Map<String, List<Double>> agreement = new LinkedHashMap<>();
    signs
        .agreement()
        .forEach((set, row) -> agreement.put(set, row.stream().map(Measuring::round).toList()));
    return new Signs(rounded(signs.values()), agreement);
  }

  private static Map<String, Double> rounded(Map<String, Double> values) {
    Map<String, Double> rounded = new LinkedHashMap<>();
    values.forEach((name, value) -> rounded.put(name, round(value)));
    return rounded;
  }

  /** Five digits keep the logs small and are more than n samples can tell. */
  private static double round(double value) {
    return new BigDecimal(value).round(new MathContext(5)).doubleValue();
  }
}
