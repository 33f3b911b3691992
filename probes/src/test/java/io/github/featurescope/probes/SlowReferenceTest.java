package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alignment, richness and dimensionality against plain loops, to a relative 1e-8. */
class SlowReferenceTest {

  private static final String SHAPES = "n {1}, p {2}, C {3}";

  private static void close(double actual, double expected) {
    assertThat(actual)
        .isCloseTo(expected, Offset.offset(1e-8 * Math.max(1e-2, Math.abs(expected))));
  }

  private static void close(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      close(actual[i], expected[i]);
    }
  }

  @ParameterizedTest(name = SHAPES)
  @CsvSource({"1, 40, 6, 3", "2, 12, 30, 3", "3, 40, 20, 2", "4, 60, 3, 6", "5, 30, 1, 3"})
  void spectralAlignment(int seed, int n, int p, int classes) {
    Snapshot snapshot = Samples.clusters(seed, n, p, classes);
    double[][] y = SlowReference.oneHot(snapshot.givenLabels(), classes);
    double[][] f = Samples.array(snapshot.logits());
    double[][] phi = Samples.array(snapshot.features());
    checkAlignment(SpectralAlignment.UNCENTRED.measure(snapshot), phi, y, f);
    checkAlignment(
        SpectralAlignment.CENTRED.measure(snapshot),
        SlowReference.centreColumns(phi),
        SlowReference.centreColumns(y),
        SlowReference.doubleCentre(f));
  }

  private static void checkAlignment(
      SpectralAlignment.Result actual, double[][] phi, double[][] targets, double[][] learned) {
    SlowReference.Pairs pairs = SlowReference.eigenpairs(SlowReference.moment(phi));
    double[][] e = SlowReference.eigenfunctions(phi, pairs);
    double[][] targetBasis = SlowReference.orth(targets);
    double[][] learnedBasis = SlowReference.orth(learned);
    double[] quality = SlowReference.overlaps(e, targetBasis);
    double[] utility = SlowReference.overlaps(e, learnedBasis);
    int listed = Math.min(16, e.length);
    assertThat(actual.rank()).isEqualTo(e.length);
    close(actual.eigenvalues(), Arrays.copyOf(pairs.values(), listed));
    close(actual.effectiveDimension(), SlowReference.exponentialEntropy(pairs.values()));
    close(actual.quality(), Arrays.copyOf(quality, listed));
    close(actual.utility(), Arrays.copyOf(utility, listed));
    close(actual.cumulativeQuality(), cumulative(quality, targetBasis.length, listed));
    close(actual.cumulativeUtility(), cumulative(utility, learnedBasis.length, listed));
    close(
        Objects.requireNonNull(actual.targetDimension()),
        SlowReference.exponentialEntropy(quality));
    close(
        Objects.requireNonNull(actual.learnedDimension()),
        SlowReference.exponentialEntropy(utility));
  }

  private static double[] cumulative(double[] values, int dimensions, int listed) {
    double[] sums = new double[listed];
    for (int k = 0; k < listed; k++) {
      sums[k] = (k == 0 ? 0 : sums[k - 1]) + values[k] / dimensions;
    }
    return sums;
  }

  @ParameterizedTest(name = SHAPES)
  @CsvSource({"6, 40, 6, 3", "7, 12, 30, 3", "8, 40, 20, 2", "9, 60, 3, 6"})
  void richnessAndKernelTargetAlignment(int seed, int n, int p, int classes) {
    Snapshot snapshot = Samples.clusters(seed, n, p, classes);
    double[][] a = SlowReference.centreColumns(Samples.array(snapshot.features()));
    double[][] f = Samples.array(snapshot.logits());
    Richness.Result dlr = Richness.DLR.measure(snapshot);
    close(dlr.literal(), SlowReference.dlrLiteral(a, f));
    close(dlr.doubleCentred(), SlowReference.dlrDoubleCentred(a, f));
    close(dlr.isotropic(), 1 - Math.sqrt(dlr.rank() / (double) p));
    double[][] y = SlowReference.oneHot(snapshot.givenLabels(), classes);
    close(
        KernelTargetAlignment.CENTRED.measure(snapshot).kernelTargetAlignment(),
        SlowReference.kernelTargetAlignment(a, y));
  }

  @ParameterizedTest(name = SHAPES)
  @CsvSource({"10, 40, 6, 3", "11, 12, 30, 3", "12, 30, 30, 2"})
  void dimensionality(int seed, int n, int p, int classes) {
    Snapshot snapshot = Samples.clusters(seed, n, p, classes);
    checkDimensionality(snapshot);
  }

  @ParameterizedTest(name = "least singular value {0}")
  @CsvSource({"1e-3", "1e-5", "1e-7", "1e-9", "0"})
  void dimensionalityOfNearlyDeficientFeatures(double least) {
    Snapshot base = Samples.clusters(13, 40, 8, 3);
    double[][] phi = Samples.array(base.features());
    double[][] noise = Samples.normal(14, 40, 2);
    for (int i = 0; i < phi.length; i++) {
      phi[i][3] = phi[i][0] + phi[i][1] + least * noise[i][0];
      phi[i][4] = phi[i][1] - phi[i][2] + least * noise[i][1];
      phi[i][5] = 0;
    }
    checkDimensionality(Samples.withFeatures(base, Samples.matrix(phi)));
  }

  private static void checkDimensionality(Snapshot snapshot) {
    double[][] phi = Samples.array(snapshot.features());
    Dimensionality.Result actual = Dimensionality.STANDARD.measure(snapshot);
    double[] s = SlowReference.singularValues(phi);
    double sum = Arrays.stream(s).sum();
    close(
        actual.rankMe(),
        Math.exp(-Arrays.stream(s).map(x -> x / sum + 1e-7).map(q -> q * Math.log(q)).sum()));
    double[] centred = SlowReference.singularValues(SlowReference.centreColumns(phi));
    double second = Arrays.stream(centred).map(x -> x * x).sum();
    double fourth = Arrays.stream(centred).map(x -> x * x * x * x).sum();
    close(actual.participationRatio(), second * second / fourth);
    close(actual.stableRank(), Arrays.stream(s).map(x -> x * x).sum() / (s[0] * s[0]));
  }
}
