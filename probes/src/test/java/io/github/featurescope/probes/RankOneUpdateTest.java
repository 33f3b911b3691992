package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RankOneUpdateTest {

  static Stream<Arguments> problems() {
    Random random = new Random(5);
    double[] plain = random.doubles(40).toArray();
    double[] normal = random.ints(40, -1000, 1000).mapToDouble(x -> x / 1000.0).toArray();
    double[] ties = new double[40];
    Arrays.setAll(ties, k -> k / 8);
    double[] nearTies = new double[40];
    Arrays.setAll(nearTies, k -> 1 + k / 4 + (k % 4) * 1e-15);
    double[] rankLoss = new double[40];
    Arrays.setAll(rankLoss, k -> k < 25 ? 0 : Math.pow(10, k - 32));
    double[] sparse = normal.clone();
    Arrays.setAll(sparse, k -> k % 3 == 0 ? 0 : normal[k]);
    double[] huge = Arrays.stream(normal).map(x -> 1e6 * x).toArray();
    double[] tiny = Arrays.stream(normal).map(x -> 1e-9 * x).toArray();
    double[] graded = new double[40];
    Arrays.setAll(graded, k -> Math.pow(2, -k));
    return Stream.of(
        Arguments.of("plain", plain, normal),
        Arguments.of("equal eigenvalues", ties, normal),
        Arguments.of("nearly equal eigenvalues", nearTies, normal),
        Arguments.of("rank loss", rankLoss, normal),
        Arguments.of("directions that are not touched", plain, sparse),
        Arguments.of("an update that dwarfs the rest", plain, huge),
        Arguments.of("an update that is all but nothing", plain, tiny),
        Arguments.of("no update", plain, new double[40]),
        Arguments.of("graded", graded, graded),
        Arguments.of("zero matrix", new double[40], normal),
        Arguments.of("one dimension", new double[] {2}, new double[] {3}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("problems")
  void eigenvaluesAreThoseOfTheSum(String name, double[] d, double[] z) {
    double[] expected = LinearAlgebra.best().eigenpairs(sum(d, z)).values();
    double[] actual = RankOneUpdate.of(d, z).values();
    double scale = Math.abs(expected[0]);
    assertThat(actual).hasSameSizeAs(expected);
    for (int k = 0; k < actual.length; k++) {
      assertThat(actual[k]).isCloseTo(expected[k], within(1e-13 * scale));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("problems")
  void eigenvectorsAreOrthonormalAndDiagonaliseTheSum(String name, double[] d, double[] z) {
    RankOneUpdate update = RankOneUpdate.of(d, z);
    Matrix vectors = update.apply(identity(d.length));
    double[] values = update.values();
    Matrix gram = vectors.timesTranspose(vectors);
    Matrix diagonal = vectors.times(sum(d, z)).timesTranspose(vectors);
    double scale = Math.max(values[0], 1e-300);
    for (int i = 0; i < d.length; i++) {
      for (int j = 0; j < d.length; j++) {
        assertThat(gram.get(i, j)).isCloseTo(i == j ? 1 : 0, within(1e-13));
        assertThat(diagonal.get(i, j) / scale)
            .isCloseTo(i == j ? values[i] / scale : 0, within(1e-13));
      }
    }
  }

  @Test
  void twoByTwoByHand() {
    // [[1, 0], [0, 0]] + [1, 1]ᵀ[1, 1] = [[2, 1], [1, 1]]
    double[] values = RankOneUpdate.of(new double[] {1, 0}, new double[] {1, 1}).values();
    assertThat(values[0]).isCloseTo((3 + Math.sqrt(5)) / 2, within(1e-15));
    assertThat(values[1]).isCloseTo((3 - Math.sqrt(5)) / 2, within(1e-15));
  }

  @Test
  void smallEigenvaluesBesideALargeUpdateKeepTheirDigits() {
    // Between two poles 1e-8 apart the root is far more precise than 1e-16 of the largest.
    double[] d = {0, 1e-8};
    double[] z = {1e3, 1e-6};
    double small = RankOneUpdate.of(d, z).values()[1];
    // det(D + zzᵀ) = d₂ z₁², exactly; the large one is ‖z‖² to rounding.
    assertThat(small).isCloseTo(1e-8 * 1e6 / 1e6, within(1e-20));
  }

  private static Matrix sum(double[] d, double[] z) {
    double[] values = new double[d.length * d.length];
    for (int i = 0; i < d.length; i++) {
      for (int j = 0; j < d.length; j++) {
        values[i * d.length + j] = (i == j ? d[i] : 0) + z[i] * z[j];
      }
    }
    return Matrix.wrap(d.length, d.length, values);
  }

  private static Matrix identity(int size) {
    double[] values = new double[size * size];
    for (int i = 0; i < size; i++) {
      values[i * size + i] = 1;
    }
    return Matrix.wrap(size, size, values);
  }
}
