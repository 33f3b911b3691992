package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.GradientWeightAlignment;
import io.github.featurescope.probes.KernelTargetAlignment;
import io.github.featurescope.probes.LabelFit;
import io.github.featurescope.probes.Matrix;
import io.github.featurescope.probes.Measurements;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Richness;
import io.github.featurescope.probes.SampleHistory;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.SpectralAlignment;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignReaderTest {

  private final SignReader reader = SignReader.create();

  private static Report report(Snapshot snapshot) {
    return Report.of(snapshot, Measurements.full());
  }

  private Signs read(Snapshot train) {
    return reader.read(Map.of("train", train), Map.of("train", report(train)));
  }

  /** Four samples of three classes, predicted as told, all equally surely. */
  private static Snapshot predicting(int... classes) {
    double[] logits = new double[classes.length * 3];
    for (int i = 0; i < classes.length; i++) {
      logits[i * 3 + classes[i]] = 2;
    }
    return Snapshot.builder(
            Matrix.ofRowMajor(4, 2, new double[] {0, 1, 1, 0, 2, 1, 1, 3}),
            Matrix.ofRowMajor(4, 3, logits),
            new int[] {0, 1, 2, 0},
            Matrix.ofRowMajor(3, 2, new double[] {1, 0, 0, 1, 1, 1}))
        .build();
  }

  @Test
  void readsTheNumbersOfTheReport() {
    Snapshot snapshot = Clusters.snapshot(120, 4, 1.5, 2);
    Report report = report(snapshot);

    Signs signs = read(snapshot);

    assertThat(signs.values())
        .containsEntry("train.samples", 120.0)
        .containsEntry("train.classes", 4.0)
        .containsEntry("train.fit.given", report.find(LabelFit.FIT).orElseThrow().given())
        .containsEntry("train.fit.loss", report.find(LabelFit.FIT).orElseThrow().loss())
        .containsEntry(
            "train.kernelTargetAlignment",
            report.find(KernelTargetAlignment.CENTRED).orElseThrow().kernelTargetAlignment())
        .containsEntry(
            "train.dlr.doubleCentred", report.find(Richness.DLR).orElseThrow().doubleCentred())
        .containsEntry(
            "train.gradientWeightAlignment.mean",
            report.find(GradientWeightAlignment.GWA).orElseThrow().mean());
    SpectralAlignment.Result centred = report.find(SpectralAlignment.CENTRED).orElseThrow();
    assertThat(signs.values())
        .containsEntry("train.centred.cumulativeUtility", centred.cumulativeUtility()[2])
        .containsEntry("train.centred.effectiveDimension", centred.effectiveDimension());
  }

  @Test
  void whatWasNotMeasuredIsMissing() {
    Snapshot snapshot = predicting(0, 1, 2, 0);
    Signs signs =
        reader.read(
            Map.of("train", snapshot), Map.of("train", Report.of(snapshot, List.of(LabelFit.FIT))));

    assertThat(signs.values())
        .containsOnlyKeys(
            "train.samples",
            "train.classes",
            "train.fit.given",
            "train.fit.loss",
            "train.confident",
            "train.contradicted",
            "train.memorised");
  }

  @Test
  void contradictedAreThoseThatTheAveragedPredictionDoesNotPutFirst() {
    assertThat(read(predicting(0, 0, 0, 1)).value("train", "contradicted")).isEqualTo(0.75);
    // Look 2 counts half as much as look 1, which therefore prevails.
    assertThat(read(predicting(0, 1, 2, 1)).value("train", "contradicted")).isEqualTo(0.75);
  }

  @Test
  void memorisedAreThoseContradictedEarlyAndFittedNow() {
    // Labels are 0, 1, 2, 0. The first look contradicts samples 1, 2 and 3.
    assertThat(read(predicting(0, 0, 0, 1)).value("train", "memorised")).isEqualTo(0);
    // Look 2 counts half as much as look 1, so all three stay suspected; samples 1 and 2 are
    // fitted.
    assertThat(read(predicting(0, 1, 2, 1)).value("train", "memorised"))
        .isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void whereNothingIsContradictedNothingIsMemorised() {
    assertThat(read(predicting(0, 1, 2, 0)).value("train", "memorised")).isEqualTo(0);
  }

  @Test
  void changesAreSinceTheProbeBefore() {
    assertThat(read(predicting(0, 1, 2, 0)).value("train", "changes")).isNull();
    assertThat(read(predicting(0, 1, 1, 1)).value("train", "changes")).isEqualTo(0.5);
    assertThat(read(predicting(0, 1, 1, 1)).value("train", "changes")).isEqualTo(0);
  }

  @Test
  void agreementIsWithEachProbeBefore() {
    read(predicting(0, 0, 1, 1));
    read(predicting(0, 1, 0, 1));

    // Equal 2 of 4 is what chance gives; equal 4 of 4 is κ = 1.
    assertThat(read(predicting(0, 1, 0, 1)).agreement()).containsEntry("train", List.of(0.0, 1.0));
  }

  @Test
  void setsAreReadApartAndOthersNotAtAll() {
    Snapshot train = predicting(0, 1, 2, 0);
    Snapshot heldOut = predicting(1, 1, 1, 1);
    Signs signs =
        reader.read(
            Map.of("train", train, "heldout", heldOut, "test", heldOut),
            Map.of("train", report(train), "heldout", report(heldOut), "test", report(heldOut)));

    assertThat(signs.agreement()).containsOnlyKeys("train", "heldout");
    assertThat(signs.values().keySet()).noneMatch(name -> name.startsWith("test"));
    assertThat(signs.value("train", "fit.given")).isEqualTo(1);
    assertThat(signs.value("heldout", "fit.given")).isEqualTo(0.25);
    assertThat(reader.history("test")).isNull();
  }

  @Test
  void remembersTheHistoryOfEachSample() {
    assertThat(reader.history("train")).isNull();
    read(predicting(0, 0, 0, 1));
    read(predicting(0, 1, 2, 1));

    SampleHistory history = reader.history("train");

    assertThat(history).isNotNull();
    assertThat(history.looks()).isEqualTo(2);
    assertThat(history.wrongEvents()).containsExactly(0, 1, 1, 2);
  }

  @Test
  void longRunsAreComparedWithAsManyProbesAsAreRemembered() {
    Signs last = read(predicting(0, 1, 2, 0));
    for (int probe = 1; probe < 70; probe++) {
      last = read(predicting(0, 1, 2, 0));
    }

    assertThat(last.agreement().get("train")).hasSize(Signs.REMEMBERED).containsOnly(1.0);
  }

  @Test
  void theReaderKeepsNoSnapshot() throws InterruptedException {
    WeakReference<Snapshot> seen = readAndForget();

    for (int i = 0; i < 100 && seen.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }

    assertThat(seen.get()).isNull();
    assertThat(reader.history("train")).isNotNull();
  }

  private WeakReference<Snapshot> readAndForget() {
    Snapshot snapshot = Clusters.snapshot(120, 4, 1.5, 2);
    read(snapshot);
    return new WeakReference<>(snapshot);
  }
}
