package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of centred features and sums over classes against plain loops. */
class CentredFeaturesTest {

  private static CentredFeatures centred(Matrix features) {
    return new CentredFeatures(features, Lazy.of(features::columnMeans));
  }

  /** Features of deviation 1 about large means. */
  private static double[][] shifted(int n, int p, double mean) {
    double[][] values = Samples.normal(1, n, p);
    for (double[] row : values) {
      Arrays.setAll(row, j -> row[j] + mean * (j + 1));
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"40, 6, 0, 1e-13", "5, 9, 0, 1e-13", "40, 6, 1e6, 1e-9"})
  void productsAreThoseOfTheValues(int n, int p, double mean, double tolerance) {
    double[][] values = shifted(n, p, mean);
    double[][] expected = SlowReference.centreColumns(values);
    Matrix plain = Samples.matrix(expected);
    CentredFeatures features = centred(Samples.matrix(values));
    double scale = n * p;
    Matrix directions = Samples.matrix(Samples.normal(2, 3, p));
    Matrix functions = Samples.matrix(Samples.normal(3, n, 4));
    assertThat(features.gram().values())
        .containsExactly(Spectrum.gram(plain).values(), within(tolerance * scale));
    assertThat(features.timesTranspose(directions).values())
        .containsExactly(plain.timesTranspose(directions).values(), within(tolerance * scale));
    assertThat(features.transposeTimes(functions).values())
        .containsExactly(plain.transposeTimes(functions).values(), within(tolerance * scale));
    assertThat(features.squaredRowNorms())
        .containsExactly(plain.squaredRowNorms(), within(tolerance * scale));
  }

  @Test
  void takingTurnsDoesNotMixSnapshotsUp() {
    Matrix functions = Samples.matrix(Samples.normal(3, 30, 2));
    List<CentredFeatures> all =
        Stream.of(1, 2, 3)
            .map(seed -> centred(Samples.matrix(Samples.normal(seed, 30, 2 + seed))))
            .toList();
    for (int turn = 0; turn < 2; turn++) {
      for (CentredFeatures features : all) {
        assertThat(features.transposeTimes(functions).values())
            .containsExactly(features.values().transposeTimes(functions).values(), within(1e-12));
      }
    }
  }

  @Test
  void threadsDoNotMixSnapshotsUp() {
    List<CentredFeatures> all =
        Stream.iterate(1, seed -> seed + 1)
            .limit(40)
            .map(seed -> centred(Samples.matrix(Samples.normal(seed, 60, 5))))
            .toList();
    List<Matrix> actual = all.parallelStream().map(CentredFeatures::gram).toList();
    for (int k = 0; k < actual.size(); k++) {
      assertThat(actual.get(k).values())
          .containsExactly(Spectrum.gram(all.get(k).values()).values(), within(1e-11));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1e-14", "1e6, 1e-9"})
  void classMeansAreMeansOfTheClasses(double mean, double tolerance) {
    int[] labels = {2, 0, 2, 0, 0, 2, 2, 0, 2};
    double[][] values = shifted(labels.length, 4, mean);
    double[][] expected = SlowReference.centreColumns(values);
    ClassSums sums = ClassSums.of(Samples.matrix(values), labels, 3);
    ClassMeans classes = sums.means(sums.mean());
    assertThat(classes.present()).containsExactly(0, 2);
    assertThat(classes.counts()).containsExactly(4, 5);
    assertThat(classes.positions()).containsExactly(1, 0, 1, 0, 0, 1, 1, 0, 1);
    assertMean(classes.means(), 0, expected, tolerance, 1, 3, 4, 7);
    assertMean(classes.means(), 1, expected, tolerance, 0, 2, 5, 6, 8);
    Matrix even = sums.meansOf(0, sums.mean());
    assertMean(even, 0, expected, tolerance, 4);
    assertMean(even, 1, expected, tolerance, 0, 2, 6, 8);
    assertThat(sums.missingIn(0)).isEqualTo(-1);
  }

  private static void assertMean(
      Matrix means, int row, double[][] values, double tolerance, int... samples) {
    for (int j = 0; j < means.cols(); j++) {
      int column = j;
      double expected =
          Arrays.stream(samples).mapToDouble(i -> values[i][column]).average().orElseThrow();
      assertThat(means.get(row, j)).isCloseTo(expected, within(tolerance));
    }
  }

  @Test
  void aClassInOneHalfOnlyIsMissed() {
    ClassSums sums =
        ClassSums.of(Samples.matrix(Samples.normal(1, 4, 2)), new int[] {0, 3, 3, 3}, 5);
    assertThat(sums.missingIn(0)).isEqualTo(-1);
    assertThat(sums.missingIn(1)).isZero();
  }

  @Test
  void constantColumnsBecomeExactlyZero() {
    double[][] values = new double[7][];
    Arrays.fill(values, new double[] {0.1, -1e9 / 7});
    ClassSums sums = ClassSums.of(Samples.matrix(values), new int[] {0, 1, 0, 1, 0, 1, 1}, 2);
    assertThat(sums.mean()).containsExactly(values[0]);
    assertThat(sums.means(sums.mean()).means().values()).containsOnly(0);
  }
}
