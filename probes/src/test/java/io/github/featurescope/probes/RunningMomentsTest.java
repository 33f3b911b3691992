package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningMomentsTest {

  private static final Snapshot WHOLE = Samples.clusters(1, 240, 12, 4);

  private static void add(RunningMoments moments, Snapshot from, int first, int last) {
    int[] rows = IntStream.range(first, last).toArray();
    moments.add(
        from.features().selectRows(rows),
        from.logits().selectRows(rows),
        Arrays.copyOfRange(from.givenLabels(), first, last));
  }

  private static RunningMoments streamed(Snapshot from, int block) {
    RunningMoments moments = RunningMoments.of(from.width(), from.classes());
    for (int at = 0; at < from.samples(); at += block) {
      add(moments, from, at, Math.min(from.samples(), at + block));
    }
    return moments;
  }

  private static double[] values(Report report) {
    assertThat(report.undefined()).isEmpty();
    SpectralAlignment.Result centred = report.find(SpectralAlignment.CENTRED).orElseThrow();
    SpectralAlignment.Result uncentred = report.find(SpectralAlignment.UNCENTRED).orElseThrow();
    Richness.Result dlr = report.find(Richness.DLR).orElseThrow();
    return new double[] {
      centred.effectiveDimension(),
      centred.eigenvalues()[0],
      centred.cumulativeQuality()[3],
      Objects.requireNonNull(centred.targetDimension()),
      centred.cumulativeUtility()[3],
      Objects.requireNonNull(centred.learnedDimension()),
      uncentred.effectiveDimension(),
      uncentred.cumulativeQuality()[3],
      uncentred.cumulativeUtility()[3],
      dlr.literal(),
      dlr.doubleCentred(),
      dlr.rank(),
      report.find(KernelTargetAlignment.CENTRED).orElseThrow().kernelTargetAlignment(),
      report.find(RidgeQuality.RIDGE).orElseThrow().r2(),
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 240})
  void blocksOfAnySizeSayWhatTheWholeSays(int block) {
    Report expected = Report.of(WHOLE, RunningMoments.measurable());
    Report actual = streamed(WHOLE, block).report(RunningMoments.measurable());
    assertThat(values(actual)).containsExactly(values(expected), within(1e-9));
    assertThat(actual.samples()).isEqualTo(240);
    assertThat(actual.width()).isEqualTo(12);
    assertThat(actual.classes()).isEqualTo(4);
  }

  @Test
  void aLinearHeadIsAppliedAsItStands() {
    Random random = new Random(3);
    double[][] weights = new double[4][12];
    double[] bias = new double[4];
    for (int c = 0; c < 4; c++) {
      Arrays.setAll(weights[c], j -> random.nextGaussian());
      bias[c] = random.nextGaussian();
    }
    double[][] phi = Samples.array(WHOLE.features());
    double[][] logits = new double[240][4];
    for (int i = 0; i < 240; i++) {
      for (int c = 0; c < 4; c++) {
        logits[i][c] = bias[c];
        for (int j = 0; j < 12; j++) {
          logits[i][c] += weights[c][j] * phi[i][j];
        }
      }
    }
    Snapshot slow = Samples.withLogits(WHOLE, Samples.matrix(logits));
    RunningMoments moments = RunningMoments.of(12, 4);
    moments.add(WHOLE.features(), Samples.matrix(weights), bias, WHOLE.givenLabels());
    assertThat(values(moments.report(RunningMoments.measurable())))
        .containsExactly(values(Report.of(slow, RunningMoments.measurable())), within(1e-9));
    assertThatThrownBy(
            () -> moments.add(WHOLE.features(), Samples.matrix(weights), new double[3], new int[0]))
        .hasMessageContaining("[C, p] and [C]");
  }

  @Test
  void aLargeMeanDoesNotDrownTheSpread() {
    double[][] phi = Samples.array(WHOLE.features());
    for (double[] row : phi) {
      Arrays.setAll(row, j -> row[j] + 1e5);
    }
    Snapshot far = Samples.withFeatures(WHOLE, Samples.matrix(phi));
    double expected = SpectralAlignment.CENTRED.measure(WHOLE).effectiveDimension();
    Report actual = streamed(far, 16).report(List.of(SpectralAlignment.CENTRED));
    assertThat(actual.find(SpectralAlignment.CENTRED).orElseThrow().effectiveDimension())
        .isCloseTo(expected, within(1e-6));
  }

  @Test
  void forgettingWeighsSamplesByTheirAge() {
    // Batches of one sample, so that the weights are exp(-age/memory) one by one.
    double memory = 50;
    int n = WHOLE.samples();
    RunningMoments moments = RunningMoments.forgetting(12, 4, memory);
    for (int i = 0; i < n; i++) {
      add(moments, WHOLE, i, i + 1);
    }
    double[] weights = new double[n];
    Arrays.setAll(weights, i -> Math.exp(-(n - 1 - i) / memory));
    double total = Arrays.stream(weights).sum();
    double[][] phi = Samples.array(WHOLE.features());
    double[] mean = new double[12];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 12; j++) {
        mean[j] += weights[i] / total * phi[i][j];
      }
    }
    double trace = 0;
    double first = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < 12; j++) {
        trace += weights[i] / total * (phi[i][j] - mean[j]) * (phi[i][j] - mean[j]);
      }
    }
    Report report = moments.report(RunningMoments.measurable());
    double[] eigenvalues = report.find(SpectralAlignment.CENTRED).orElseThrow().eigenvalues();
    for (double value : eigenvalues) {
      first += value;
    }
    assertThat(moments.samples()).isCloseTo(total, within(1e-9));
    assertThat(moments.seen()).isEqualTo(n);
    assertThat(first).isCloseTo(trace, within(1e-9));
  }

  @Test
  void forgottenSamplesDoNotMatter() {
    RunningMoments moments = RunningMoments.forgetting(12, 4, 5);
    Snapshot other = Samples.clusters(99, 240, 12, 4);
    add(moments, other, 0, 240);
    RunningMoments fresh = RunningMoments.forgetting(12, 4, 5);
    for (int at = 0; at < 240; at += 4) {
      add(moments, WHOLE, at, at + 4);
      add(fresh, WHOLE, at, at + 4);
    }
    assertThat(values(moments.report(RunningMoments.measurable())))
        .containsExactly(values(fresh.report(RunningMoments.measurable())), within(1e-9));
  }

  @Test
  void whatDoesNotFitIsRefusedAndLeavesNothing() {
    RunningMoments moments = streamed(WHOLE, 60);
    double[] before = values(moments.report(RunningMoments.measurable()));
    Snapshot wide = Samples.clusters(2, 20, 13, 4);
    assertThatThrownBy(() -> add(moments, wide, 0, 20))
        .isInstanceOf(InvalidSnapshotException.class)
        .hasMessageContaining("width 13");
    double[] nan = WHOLE.features().selectRows(new int[] {0}).toRowMajor();
    nan[3] = Double.NaN;
    assertThatThrownBy(
            () ->
                moments.add(
                    Matrix.ofRowMajor(1, 12, nan),
                    WHOLE.logits().selectRows(new int[] {0}),
                    new int[] {0}))
        .isInstanceOf(InvalidSnapshotException.class)
        .hasMessageContaining("NaN");
    assertThat(values(moments.report(RunningMoments.measurable())))
        .containsExactly(before, within(0.0));
  }

  @Test
  void whatNeedsTheSamplesIsRefused() {
    assertThatThrownBy(() -> streamed(WHOLE, 60).report(List.of(LabelFit.FIT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LabelFit needs the samples");
  }

  @Test
  void noSamplesHaveNoMoments() {
    assertThatThrownBy(() -> RunningMoments.of(3, 2).report(RunningMoments.measurable()))
        .isInstanceOf(UndefinedMeasurementException.class);
  }

  @Test
  void aMemoryIsANumberOfSamples() {
    assertThatThrownBy(() -> RunningMoments.forgetting(3, 2, 0.5))
        .hasMessageContaining("a memory of 0.5 samples");
    assertThatThrownBy(() -> RunningMoments.of(0, 2)).hasMessageContaining("0 features");
  }

  @Test
  void constantFeaturesAndEqualLogitsGiveReasons() {
    RunningMoments moments = RunningMoments.of(12, 4);
    Snapshot constant = Samples.withFeatures(WHOLE, Samples.matrix(new double[240][12]));
    add(moments, constant, 0, 240);
    assertThat(moments.report(RunningMoments.measurable()).undefined()).hasSize(6);
    RunningMoments equal = RunningMoments.of(12, 4);
    double[][] logits = new double[240][4];
    for (int i = 0; i < 240; i++) {
      Arrays.fill(logits[i], i * 0.1);
    }
    add(equal, Samples.withLogits(WHOLE, Samples.matrix(logits)), 0, 240);
    assertThat(equal.report(RunningMoments.measurable()).undefined())
        .containsOnlyKeys("centred", "dlr");
  }

  private static float[] floats(Matrix matrix) {
    float[] values = new float[matrix.rows() * matrix.cols()];
    for (int at = 0; at < values.length; at++) {
      values[at] = (float) matrix.toRowMajor()[at];
    }
    return values;
  }

  private static Snapshot many() {
    return Samples.clusters(5, 2600, 10, 3);
  }

  @Test
  void aLongBlockIsAddedInPartsAndSaysTheSame() {
    Snapshot many = many();
    Report expected = Report.of(many, RunningMoments.measurable());
    Report actual = streamed(many, 2600).report(RunningMoments.measurable());
    assertThat(values(actual)).containsExactly(values(expected), within(1e-9));
  }

  @Test
  void singlePrecisionIsTakenAsItIs() {
    Snapshot few = Samples.clusters(5, 300, 10, 3);
    float[] features = floats(few.features());
    float[] logits = floats(few.logits());
    double[] wide = new double[features.length];
    Arrays.setAll(wide, at -> features[at]);
    double[] wideLogits = new double[logits.length];
    Arrays.setAll(wideLogits, at -> logits[at]);
    RunningMoments single = RunningMoments.of(10, 3);
    single.add(features, logits, few.givenLabels());
    RunningMoments precise = RunningMoments.of(10, 3);
    precise.add(
        Matrix.ofRowMajor(300, 10, wide), Matrix.ofRowMajor(300, 3, wideLogits), few.givenLabels());
    assertThat(values(single.report(RunningMoments.measurable())))
        .containsExactly(values(precise.report(RunningMoments.measurable())), within(0.0));
  }

  @Test
  void valuesThatAreNotFiniteLateInALongBlockUndoAllOfIt() {
    RunningMoments moments = streamed(WHOLE, 60);
    double[] before = values(moments.report(RunningMoments.measurable()));
    int n = 3000;
    float[] features = new float[n * 12];
    for (int at = 0; at < features.length; at++) {
      features[at] = at % 17;
    }
    features[2900 * 12 + 3] = Float.POSITIVE_INFINITY;
    assertThatThrownBy(() -> moments.add(features, new float[n * 4], new int[n]))
        .isInstanceOf(InvalidSnapshotException.class)
        .hasMessageContaining("Infinity at row 2900, column 3");
    assertThat(moments.seen()).isEqualTo(240);
    assertThat(values(moments.report(RunningMoments.measurable())))
        .containsExactly(before, within(0.0));
  }

  @Test
  void anOutlyingFirstBlockDoesNotDrownTheRest() {
    double[][] phi = Samples.array(WHOLE.features());
    for (int i = 0; i < 20; i++) {
      phi[i][0] += 1e4;
    }
    Snapshot far = Samples.withFeatures(WHOLE, Samples.matrix(phi));
    Report expected = Report.of(far, RunningMoments.measurable());
    assertThat(values(streamed(far, 20).report(RunningMoments.measurable())))
        .containsExactly(values(expected), within(1e-6));
  }

  @Test
  void otherBackendsSumAlike() {
    RunningProducts best = LinearAlgebra.best().runningProducts(5, 4);
    RunningProducts heap = new HeapProducts(LinearAlgebra.best(), 5, 4);
    for (RunningProducts products : List.of(best, heap)) {
      products.put(0, Samples.matrix(Samples.normal(1, 4, 5)).toRowMajor(), 4);
      products.add(0, 4);
      products.mark();
      products.put(1, Samples.matrix(Samples.normal(2, 2, 5)).toRowMajor(), 2);
      products.add(0.5, 3);
      products.addOuter(-0.1, new double[] {1, 2, 3, 4, 5});
    }
    assertThat(best.sum().toRowMajor()).containsExactly(heap.sum().toRowMajor(), within(1e-12));
    best.reset();
    heap.reset();
    assertThat(best.sum().toRowMajor()).containsExactly(heap.sum().toRowMajor(), within(1e-12));
  }
}
