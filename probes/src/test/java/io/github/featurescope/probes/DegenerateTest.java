package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Odd snapshots: each value is finite or absent with a reason, and nothing else is thrown. */
class DegenerateTest {

  private static final String[] ALL = {
    "uncentred",
    "centred",
    "dlr",
    "kernelTargetAlignment",
    "ridge",
    "dimensionality",
    "neuralCollapse",
    "gradientWeightAlignment",
    "gradientDisparity",
    "evidenceCriterion",
    "neuronDivergence",
    "margin",
    "crossFitted",
    "fit",
    "wrongLabels"
  };

  /** Measures everything, checks every value and returns the names of the absent. */
  private static List<String> absent(Snapshot snapshot) {
    Report report = Report.of(snapshot, Measurements.full());
    assertThat(report.results().size() + report.undefined().size()).isEqualTo(ALL.length);
    assertThat(report.undefined().values()).allSatisfy(reason -> assertThat(reason).isNotBlank());
    report
        .results()
        .values()
        .forEach(
            result -> {
              for (RecordComponent component : result.getClass().getRecordComponents()) {
                assertFinite(component.getName(), read(component, result));
              }
            });
    List<String> absent = new ArrayList<>(report.undefined().keySet());
    absent.remove("wrongLabels");
    return absent;
  }

  private static Object read(RecordComponent component, Record result) {
    try {
      return component.getAccessor().invoke(result);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertFinite(String name, Object value) {
    if (value instanceof double[] array) {
      assertThat(Arrays.stream(array)).as(name).allMatch(Double::isFinite);
    } else {
      assertThat(((Number) value).doubleValue()).as(name).isFinite();
    }
  }

  private static List<String> allBut(String... defined) {
    return Arrays.stream(ALL)
        .filter(name -> !List.of(defined).contains(name) && !name.equals("wrongLabels"))
        .toList();
  }

  @Test
  void ordinarySnapshotHasEverything() {
    assertThat(absent(Samples.clusters(1, 60, 8, 4))).isEmpty();
  }

  @Test
  void fewerSamplesThanFeaturesHaveEverything() {
    assertThat(absent(Samples.clusters(2, 24, 80, 3))).isEmpty();
  }

  @Test
  void oneSampleHasNoSpread() {
    Snapshot one =
        Samples.snapshot(
            Samples.normal(1, 1, 3),
            Samples.normal(2, 1, 2),
            new int[] {1},
            Samples.normal(3, 2, 3));
    assertThat(absent(one)).containsExactlyInAnyOrderElementsOf(allBut("uncentred", "fit"));
  }

  @Test
  void twoSamplesHaveASpectrumButNothingCrossFitted() {
    Snapshot two =
        Samples.snapshot(
            Samples.normal(1, 2, 3),
            Samples.normal(2, 2, 2),
            new int[] {0, 1},
            Samples.normal(3, 2, 3));
    assertThat(absent(two)).containsExactlyInAnyOrder("gradientDisparity", "margin", "crossFitted");
  }

  @Test
  void zeroFeaturesLeaveTheFitAndZeros() {
    Snapshot base = Samples.clusters(3, 30, 4, 3);
    assertThat(absent(Samples.withFeatures(base, Samples.matrix(new double[30][4]))))
        .containsExactlyInAnyOrderElementsOf(allBut("neuronDivergence", "margin", "fit"));
  }

  @Test
  void constantFeaturesLeaveTheUncentredForm() {
    double[][] phi = new double[30][];
    Arrays.fill(phi, new double[] {0.1, 0.2, -1 / 3.0, 1e6 / 7});
    Snapshot base = Samples.clusters(4, 30, 4, 3);
    assertThat(absent(Samples.withFeatures(base, Samples.matrix(phi))))
        .containsExactlyInAnyOrderElementsOf(
            allBut(
                "uncentred",
                "gradientWeightAlignment",
                "gradientDisparity",
                "evidenceCriterion",
                "neuronDivergence",
                "margin",
                "fit"));
  }

  @Test
  void oneClassHasNoTargets() {
    Snapshot base = Samples.clusters(5, 30, 4, 3);
    assertThat(absent(Samples.withLabels(base, new int[30])))
        .containsExactlyInAnyOrder(
            "centred",
            "kernelTargetAlignment",
            "ridge",
            "neuralCollapse",
            "neuronDivergence",
            "crossFitted");
  }

  @Test
  void oneLogitIsNoClassifier() {
    Snapshot one =
        Samples.snapshot(
            Samples.normal(1, 20, 3),
            Samples.normal(2, 20, 1),
            new int[20],
            Samples.normal(3, 1, 3));
    assertThat(absent(one))
        .containsExactlyInAnyOrderElementsOf(allBut("uncentred", "dimensionality", "fit"));
  }

  @Test
  void aClassWithoutASampleDoesNotMatter() {
    Snapshot base = Samples.clusters(6, 40, 6, 4);
    assertThat(absent(Samples.withLabels(base, Samples.pairedLabels(40, 3)))).isEmpty();
  }

  @Test
  void aHeadThatStartsAtZeroHasLearnedNothing() {
    Snapshot base = Samples.clusters(7, 30, 4, 3);
    Snapshot zero =
        Samples.snapshot(
            Samples.array(base.features()),
            new double[30][3],
            base.givenLabels(),
            new double[3][4]);
    assertThat(absent(zero))
        .containsExactlyInAnyOrder(
            "uncentred",
            "centred",
            "dlr",
            "neuralCollapse",
            "gradientWeightAlignment",
            "gradientDisparity");
  }

  @Test
  void copiesOfOneSamplePerClassHaveEverything() {
    double[][] distinct = Samples.normal(8, 3, 4);
    int[] labels = Samples.pairedLabels(36, 3);
    double[][] phi = Arrays.stream(labels).mapToObj(c -> distinct[c]).toArray(double[][]::new);
    double[][] weights = Samples.normal(9, 3, 4);
    double[][] logits = SlowReference.times(phi, SlowReference.transpose(weights));
    assertThat(absent(Samples.snapshot(phi, logits, labels, weights))).isEmpty();
  }

  @Test
  void saturatedSoftmaxHasEverythingWhileSomeSampleIsWrong() {
    Snapshot base = Samples.clusters(10, 40, 6, 3);
    double[] factors = {1e5, 1e5, 1e5};
    assertThat(absent(Samples.withLogits(base, base.logits().scaledColumns(factors)))).isEmpty();
  }

  @Test
  void logitsAtTheEdgeOfDoublePrecisionGiveReasons() {
    Snapshot base = Samples.clusters(11, 40, 6, 3);
    double largest = 1.5e308 / base.logits().maxAbs();
    double[] factors = {largest, largest, largest};
    Snapshot edge = Samples.withLogits(base, base.logits().scaledColumns(factors));
    assertThat(absent(edge)).contains("fit").doesNotContain("dimensionality", "margin");
  }

  @Test
  void featuresAtTheEdgeOfDoublePrecisionGiveReasons() {
    Snapshot base = Samples.clusters(12, 40, 6, 3);
    for (double scale : new double[] {1e-250, 1e200}) {
      double[] factors = new double[6];
      Arrays.fill(factors, scale);
      Matrix features = base.features().scaledColumns(factors);
      assertThat(absent(Samples.withFeatures(base, features)))
          .as("%s", scale)
          .contains("uncentred", "centred", "dimensionality")
          .doesNotContain("fit");
    }
  }

  @Test
  void zeroFeaturesSayWhy() {
    Snapshot base = Samples.clusters(13, 30, 4, 3);
    Report report =
        Report.of(
            Samples.withFeatures(base, Samples.matrix(new double[30][4])), Measurements.full());
    assertThat(report.undefined().get("centred")).contains("features are zero");
  }
}
