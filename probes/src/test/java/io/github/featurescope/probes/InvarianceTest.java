package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.junit.jupiter.api.Test;

/** What must not change a value does not, to 1e-9; and what must, does. */
class InvarianceTest {

  private static final Snapshot BASE = Samples.clusters(1, 60, 8, 4);

  private static double[] summary(Snapshot snapshot) {
    SpectralAlignment.Result centred = SpectralAlignment.CENTRED.measure(snapshot);
    Richness.Result dlr = Richness.DLR.measure(snapshot);
    Dimensionality.Result dimension = Dimensionality.STANDARD.measure(snapshot);
    NeuralCollapse.Result collapse = NeuralCollapse.NC.measure(snapshot);
    CrossFittedQuality.Result crossFitted = CrossFittedQuality.CROSS_FITTED.measure(snapshot);
    return new double[] {
      centred.effectiveDimension(),
      Objects.requireNonNull(centred.targetDimension()),
      Objects.requireNonNull(centred.learnedDimension()),
      centred.cumulativeQuality()[2],
      centred.cumulativeUtility()[2],
      dlr.literal(),
      dlr.doubleCentred(),
      KernelTargetAlignment.CENTRED.measure(snapshot).kernelTargetAlignment(),
      dimension.participationRatio(),
      collapse.nc1(),
      collapse.nc1Trace(),
      collapse.nc2(),
      crossFitted.cumulativeQuality()[2],
      crossFitted.ridgeR2(),
      RidgeQuality.RIDGE.measure(snapshot).r2(),
    };
  }

  private static void assertUnchanged(Matrix features) {
    assertThat(summary(Samples.withFeatures(BASE, features)))
        .containsExactly(summary(BASE), within(1e-9));
  }

  private static Matrix rotation(int size) {
    return Samples.matrix(
        new QRDecomposition(new Array2DRowRealMatrix(Samples.normal(2, size, size)))
            .getQ()
            .getData());
  }

  @Test
  void rotatedFeatures() {
    assertUnchanged(BASE.features().times(rotation(8)));
  }

  @Test
  void scaledFeatures() {
    double[] factors = new double[8];
    Arrays.fill(factors, 1e-3);
    assertUnchanged(BASE.features().scaledColumns(factors));
  }

  @Test
  void shiftedFeatures() {
    double[][] phi = Samples.array(BASE.features());
    for (double[] row : phi) {
      Arrays.setAll(row, j -> row[j] + j - 3);
    }
    assertUnchanged(Samples.matrix(phi));
  }

  @Test
  void shiftedFeaturesChangeTheUncentredForm() {
    double[][] phi = Samples.array(BASE.features());
    for (double[] row : phi) {
      row[0] += 10;
    }
    Snapshot shifted = Samples.withFeatures(BASE, Samples.matrix(phi));
    assertThat(shifted.spectrum().effectiveDimension())
        .isLessThan(BASE.spectrum().effectiveDimension() - 0.5);
  }

  @Test
  void permutedFeatures() {
    int[] order = {3, 1, 7, 0, 2, 6, 5, 4};
    assertUnchanged(BASE.features().transposed().selectRows(order).transposed());
  }

  @Test
  void scaledOutputs() {
    double[] factors = {1e3, 1e3, 1e3, 1e3};
    Snapshot scaled = Samples.withLogits(BASE, BASE.logits().scaledColumns(factors));
    assertThat(summary(scaled)).containsExactly(summary(BASE), within(1e-9));
  }

  @Test
  void rotationOfFeaturesAndHeadLeavesWhatTheHeadReads() {
    Matrix rotation = rotation(8);
    Snapshot rotated =
        Snapshot.builder(
                BASE.features().times(rotation),
                BASE.logits(),
                BASE.givenLabels(),
                BASE.headWeights().times(rotation))
            .build();
    assertThat(headReads(rotated)).containsExactly(headReads(BASE), within(1e-9));
  }

  private static double[] headReads(Snapshot snapshot) {
    GradientWeightAlignment.Result gwa = GradientWeightAlignment.GWA.measure(snapshot);
    SignalNoiseMargin.Result margin = SignalNoiseMargin.MARGIN.measure(snapshot);
    NeuralCollapse.Result collapse = NeuralCollapse.NC.measure(snapshot);
    return new double[] {
      gwa.mean(),
      gwa.excessKurtosis(),
      margin.signal(),
      margin.noise(),
      collapse.nc3(),
      collapse.nc4()
    };
  }

  @Test
  void renamedClassesOfSamplesInAnotherOrder() {
    int[] rename = {2, 0, 3, 1};
    int[] order = IntStream.range(0, 60).map(i -> 59 - i).toArray();
    int[] labels = Arrays.stream(order).map(i -> rename[BASE.givenLabels()[i]]).toArray();
    int[] back = {1, 3, 0, 2};
    Matrix logits = BASE.logits().transposed().selectRows(back).transposed().selectRows(order);
    Snapshot renamed =
        Snapshot.builder(
                BASE.features().selectRows(order),
                logits,
                labels,
                BASE.headWeights().selectRows(back))
            .build();
    // Cross-fitting deals by order and class: its values, the last two, may change.
    assertThat(Arrays.copyOf(summary(renamed), 12))
        .containsExactly(Arrays.copyOf(summary(BASE), 12), within(1e-9));
    assertThat(headReads(renamed)).containsExactly(headReads(BASE), within(1e-9));
  }

  @Test
  void oneHotFeaturesAlignFullyWithTheirTargets() {
    double[][] oneHot = SlowReference.oneHot(BASE.givenLabels(), 4);
    Snapshot snapshot =
        Samples.snapshot(
            oneHot, Samples.array(BASE.logits()), BASE.givenLabels(), Samples.normal(3, 4, 4));
    assertThat(KernelTargetAlignment.CENTRED.measure(snapshot).kernelTargetAlignment())
        .isCloseTo(1, within(1e-12));
    SpectralAlignment.Result uncentred = SpectralAlignment.UNCENTRED.measure(snapshot);
    assertThat(uncentred.quality()).containsExactly(new double[] {1, 1, 1, 1}, within(1e-12));
    assertThat(Objects.requireNonNull(uncentred.targetDimension())).isCloseTo(4, within(1e-10));
  }
}
