package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Eigenvectors that are met, not formed, against formed ones and against the matrix itself. */
class EigenbasisTest {

  private static final double TOLERANCE = 1e-11;

  static Stream<LinearAlgebra> both() {
    return Stream.of(OpenBlasAlgebra.load(), new NdArrayAlgebra());
  }

  @ParameterizedTest
  @MethodSource("both")
  void valuesAreThoseOfThePairs(LinearAlgebra algebra) {
    Matrix symmetric = algebra.gram(Samples.matrix(Samples.normal(1, 90, 60)));
    assertThat(algebra.eigenbasis(symmetric).values())
        .containsExactly(algebra.eigenpairs(symmetric).values(), within(1e-10));
  }

  @ParameterizedTest
  @MethodSource("both")
  void columnsMeetTheVectorsThatAreFormed(LinearAlgebra algebra) {
    Matrix symmetric = algebra.gram(Samples.matrix(Samples.normal(2, 50, 40)));
    Matrix columns = Samples.matrix(Samples.normal(3, 40, 7));
    Eigenbasis basis = algebra.eigenbasis(symmetric);
    assertThat(basis.times(columns).values())
        .containsExactly(basis.vectors().times(columns).values(), within(TOLERANCE));
  }

  @ParameterizedTest
  @MethodSource("both")
  void vectorsSolveTheProblem(LinearAlgebra algebra) {
    Matrix symmetric = algebra.gram(Samples.matrix(Samples.normal(4, 30, 20)));
    Eigenbasis basis = algebra.eigenbasis(symmetric);
    Matrix vectors = basis.vectors();
    assertThat(vectors.times(symmetric).values())
        .containsExactly(vectors.scaledRows(basis.values()).values(), within(TOLERANCE));
    double[] identity = new double[20 * 20];
    for (int k = 0; k < 20; k++) {
      identity[k * 21] = 1;
    }
    assertThat(vectors.timesTranspose(vectors).values())
        .containsExactly(identity, within(TOLERANCE));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-200, 1, 1e200, 1e300})
  void scaleIsOnlyAFactor(double scale) {
    Matrix symmetric = OpenBlasAlgebra.load().gram(Samples.matrix(Samples.normal(5, 12, 8)));
    double[] expected = TridiagonalBasis.of(symmetric).values();
    double[] actual = TridiagonalBasis.of(symmetric.scaled(scale)).values();
    assertThat(Arrays.stream(actual).map(x -> x / scale).toArray())
        .containsExactly(expected, within(TOLERANCE));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void smallSizesWork(int size) {
    Matrix symmetric = OpenBlasAlgebra.load().gram(Samples.matrix(Samples.normal(6, 5, size)));
    Eigenbasis basis = TridiagonalBasis.of(symmetric);
    assertThat(basis.times(symmetric).values())
        .containsExactly(basis.vectors().scaledRows(basis.values()).values(), within(TOLERANCE));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNotFiniteIsRefused(double value) {
    Matrix broken = Matrix.ofRowMajor(2, 2, new double[] {1, value, value, 1});
    assertThatThrownBy(() -> TridiagonalBasis.of(broken)).hasMessageContaining("NaN or infinite");
  }
}
