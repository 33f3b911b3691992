package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void listsResultsInTheOrderAskedFor() {
    Report report = Report.of(Samples.clusters(1, 40, 5, 3), List.of(LabelFit.FIT, Richness.DLR));
    assertThat(report.results().keySet()).containsExactly(LabelFit.FIT, Richness.DLR);
  }

  @Test
  void findsWhatWasMeasured() {
    Snapshot snapshot = Samples.clusters(1, 40, 5, 3);
    Report report = Report.of(snapshot, List.of(LabelFit.FIT));
    assertThat(report.find(LabelFit.FIT)).contains(LabelFit.FIT.measure(snapshot));
    assertThat(report.find(Richness.DLR)).isEmpty();
  }

  @Test
  void knowsTheShapeOfTheSnapshot() {
    Report report = Report.of(Samples.clusters(1, 40, 5, 3), List.of());
    assertThat(List.of(report.samples(), report.width(), report.classes()))
        .containsExactly(40, 5, 3);
  }

  @Test
  void saysWhyAQuantityIsAbsent() {
    Report report = Report.of(Samples.clusters(1, 40, 5, 3), List.of(WrongLabelFit.WRONG_LABELS));
    assertThat(report.find(WrongLabelFit.WRONG_LABELS)).isEmpty();
    assertThat(report.undefined()).containsOnlyKeys("wrongLabels");
  }

  @Test
  void namesQuantitiesWithoutAKeyByTheirClass() {
    Snapshot constant =
        Samples.withFeatures(Samples.clusters(1, 40, 5, 3), Samples.matrix(new double[40][5]));
    Report report = Report.of(constant, List.of(Dimensionality.STANDARD));
    assertThat(report.undefined()).containsOnlyKeys("dimensionality");
  }

  @Test
  void cannotBeChanged() {
    Report report = Report.of(Samples.clusters(1, 40, 5, 3), List.of(LabelFit.FIT));
    assertThatThrownBy(() -> report.results().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> report.undefined().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void arraysInItAreCopies() {
    Report report = Report.of(Samples.clusters(1, 40, 5, 3), List.of(SpectralAlignment.CENTRED));
    SpectralAlignment.Result result = report.find(SpectralAlignment.CENTRED).orElseThrow();
    double before = result.eigenvalues()[0];
    result.eigenvalues()[0] = -1;
    assertThat(result.eigenvalues()[0]).isEqualTo(before);
  }

  @Test
  void standardKeysAreUniqueSaveTheEmptyOne() {
    assertThat(Measurements.full().stream().map(Measurement::key).filter(k -> !k.isEmpty()))
        .doesNotHaveDuplicates()
        .containsExactly(
            "uncentred",
            "centred",
            "dlr",
            "ridge",
            "neuralCollapse",
            "gradientWeightAlignment",
            "margin",
            "fit",
            "wrongLabels",
            "crossFitted",
            "neuronDivergence");
  }
}
