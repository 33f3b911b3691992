package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways to LAPACK against commons-math, to 1e-11 where values are of order 10. */
class LinearAlgebraTest {

  private static final double TOLERANCE = 1e-11;

  static Stream<LinearAlgebra> both() {
    return Stream.of(OpenBlasAlgebra.load(), new NdArrayAlgebra());
  }

  private static void assertEquals(RealMatrix expected, Matrix actual) {
    assertThat(actual.rows()).isEqualTo(expected.getRowDimension());
    assertThat(actual.cols()).isEqualTo(expected.getColumnDimension());
    for (int i = 0; i < actual.rows(); i++) {
      assertThat(Samples.array(actual)[i]).containsExactly(expected.getRow(i), within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void productWithAnyTransposes(LinearAlgebra algebra) {
    for (int variant = 0; variant < 4; variant++) {
      boolean ta = variant % 2 == 1;
      boolean tb = variant / 2 == 1;
      double[][] a = ta ? Samples.normal(1, 5, 3) : Samples.normal(1, 3, 5);
      double[][] b = tb ? Samples.normal(2, 4, 5) : Samples.normal(2, 5, 4);
      RealMatrix left = new Array2DRowRealMatrix(a);
      RealMatrix right = new Array2DRowRealMatrix(b);
      assertEquals(
          (ta ? left.transpose() : left).multiply(tb ? right.transpose() : right),
          algebra.product(Samples.matrix(a), ta, Samples.matrix(b), tb));
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void gramOfColumnsAndOfRows(LinearAlgebra algebra) {
    double[][] a = Samples.normal(3, 7, 4);
    RealMatrix expected = new Array2DRowRealMatrix(a);
    assertEquals(expected.transpose().multiply(expected), algebra.gram(Samples.matrix(a)));
    assertEquals(expected.multiply(expected.transpose()), algebra.outerGram(Samples.matrix(a)));
  }

  @ParameterizedTest
  @MethodSource("both")
  void eigenpairsSolveTheProblemInDescendingOrder(LinearAlgebra algebra) {
    Matrix symmetric = algebra.gram(Samples.matrix(Samples.normal(4, 9, 6)));
    LinearAlgebra.Eigenpairs pairs = algebra.eigenpairs(symmetric);
    double[] expected =
        new EigenDecomposition(new Array2DRowRealMatrix(Samples.array(symmetric)))
            .getRealEigenvalues();
    Arrays.sort(expected);
    for (int k = 0; k < 6; k++) {
      assertThat(pairs.values()[k]).isCloseTo(expected[5 - k], within(TOLERANCE));
    }
    assertEquals(
        new Array2DRowRealMatrix(Samples.array(pairs.vectors().scaledRows(pairs.values()))),
        pairs.vectors().times(symmetric));
    assertOrthonormalRows(pairs.vectors());
  }

  @ParameterizedTest
  @MethodSource("both")
  void leadingEigenpairsAreTheFirstOfAll(LinearAlgebra algebra) {
    Matrix symmetric = algebra.gram(Samples.matrix(Samples.normal(5, 30, 20)));
    LinearAlgebra.Eigenpairs leading = algebra.leadingEigenpairs(symmetric, 3);
    assertThat(leading.values())
        .containsExactly(Arrays.copyOf(algebra.eigenpairs(symmetric).values(), 3), within(1e-10));
    assertEquals(
        new Array2DRowRealMatrix(Samples.array(leading.vectors().scaledRows(leading.values()))),
        leading.vectors().times(symmetric));
    assertOrthonormalRows(leading.vectors());
  }

  @ParameterizedTest
  @CsvSource({"9, 4", "4, 9", "5, 5", "6, 1", "1, 6"})
  void thinSvdOfAnyShape(int rows, int cols) {
    double[][] a = Samples.normal(6, rows, cols);
    double[] expected =
        new SingularValueDecomposition(new Array2DRowRealMatrix(a)).getSingularValues();
    both()
        .forEach(
            algebra -> {
              LinearAlgebra.ThinSvd svd = algebra.thinSvd(Samples.matrix(a));
              assertThat(svd.values()).containsExactly(expected, within(TOLERANCE));
              assertThat(algebra.singularValues(Samples.matrix(a)))
                  .containsExactly(expected, within(TOLERANCE));
              assertEquals(
                  new Array2DRowRealMatrix(a),
                  svd.left().scaledColumns(svd.values()).times(svd.rightTransposed()));
              assertOrthonormalRows(svd.rightTransposed());
              assertOrthonormalRows(svd.left().transposed());
            });
  }

  private static void assertOrthonormalRows(Matrix rows) {
    double[][] products = Samples.array(rows.timesTranspose(rows));
    for (int i = 0; i < products.length; i++) {
      for (int j = 0; j < products.length; j++) {
        assertThat(products[i][j]).isCloseTo(i == j ? 1 : 0, within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void rankOfADeficientMatrixIsSeen(LinearAlgebra algebra) {
    Matrix thin = Samples.matrix(Samples.normal(7, 20, 3));
    Matrix deficient = thin.times(Samples.matrix(Samples.normal(8, 3, 6)));
    assertThat(algebra.thinSvd(deficient).rank(Basis.RANK_TOLERANCE)).isEqualTo(3);
  }

  @ParameterizedTest(name = "{0} by {1}, rank {2}")
  @CsvSource({"300, 40, 40", "40, 300, 40", "300, 40, 7", "64, 64, 63"})
  void bothAgreeOnLargerMatrices(int rows, int cols, int rank) {
    Matrix a =
        Samples.matrix(Samples.normal(10, rows, rank))
            .times(Samples.matrix(Samples.normal(11, rank, cols)));
    LinearAlgebra blas = OpenBlasAlgebra.load();
    LinearAlgebra nd4j = new NdArrayAlgebra();
    double scale = blas.singularValues(a)[0];
    assertThat(nd4j.singularValues(a))
        .containsExactly(blas.singularValues(a), within(1e-13 * scale));
    assertThat(nd4j.thinSvd(a).rank(Basis.RANK_TOLERANCE))
        .isEqualTo(blas.thinSvd(a).rank(Basis.RANK_TOLERANCE))
        .isEqualTo(rank);
    assertThat(nd4j.eigenpairs(nd4j.gram(a)).values())
        .containsExactly(blas.eigenpairs(blas.gram(a)).values(), within(1e-12 * scale * scale));
    Matrix basisOne = blas.thinSvd(a).rightTransposed().firstRows(rank);
    Matrix basisTwo = nd4j.thinSvd(a).rightTransposed().firstRows(rank);
    assertThat(basisOne.timesTranspose(basisTwo).squaredNorm()).isCloseTo(rank, within(1e-10));
  }

  @ParameterizedTest
  @MethodSource("both")
  void inputsStayAsTheyWere(LinearAlgebra algebra) {
    Matrix a = algebra.gram(Samples.matrix(Samples.normal(9, 8, 5)));
    double[] before = a.toRowMajor();
    algebra.eigenpairs(a);
    algebra.leadingEigenpairs(a, 2);
    algebra.thinSvd(a);
    algebra.singularValues(a);
    algebra.product(a, true, a, false);
    assertThat(a.toRowMajor()).containsExactly(before);
  }

  @ParameterizedTest
  @MethodSource("both")
  void valuesOnWhichLapackNeverEndsAreRefused(LinearAlgebra algebra) {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Matrix broken = Matrix.ofRowMajor(2, 2, new double[] {1, value, value, 1});
      assertThatThrownBy(() -> algebra.eigenpairs(broken)).hasMessageContaining("NaN or infinite");
      assertThatThrownBy(() -> algebra.leadingEigenpairs(broken, 1))
          .hasMessageContaining("NaN or infinite");
      assertThatThrownBy(() -> algebra.thinSvd(broken))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot decompose Matrix[2, 2]");
      assertThatThrownBy(() -> algebra.singularValues(broken))
          .hasMessageContaining("NaN or infinite");
    }
  }

  @Test
  void lapackFailureIsNamed() {
    Matrix input = Matrix.ofRowMajor(1, 1, new double[1]);
    assertThatThrownBy(() -> OpenBlasAlgebra.requireSuccess("dsyevd", 3, input))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dsyevd failed on Matrix[1, 1] with info = 3: it did not converge");
    assertThatThrownBy(() -> OpenBlasAlgebra.requireSuccess("dgesdd", -1010, input))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("an argument was refused or memory ran out");
  }

  @Test
  void missingLibraryFallsBack() {
    NdArrayAlgebra fallback = new NdArrayAlgebra();
    LinearAlgebra chosen =
        LinearAlgebra.choose(
            () -> {
              throw new UnsatisfiedLinkError("no jniopenblas in java.library.path");
            },
            () -> fallback);
    assertThat(chosen).isSameAs(fallback);
  }

  @Test
  void openBlasIsPreferredWhereItLoads() {
    assertThat(LinearAlgebra.best()).isInstanceOf(OpenBlasAlgebra.class);
  }
}
