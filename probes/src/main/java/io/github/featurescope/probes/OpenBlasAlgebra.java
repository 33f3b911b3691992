package io.github.featurescope.probes;

import java.util.Arrays;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.jspecify.annotations.Nullable;

/**
 * LAPACK's divide and conquer through the OpenBLAS that nd4j-native brings.
 *
 * <p>The {@code double[]} overloads copy whole arrays to native memory and back, O(size) beside the
 * O(size^1.5) of every call here, and are not bound by JavaCPP's limit on native memory.
 */
final class OpenBlasAlgebra implements LinearAlgebra {

  private OpenBlasAlgebra() {}

  /**
   * Loads the native library.
   *
   * @throws LinkageError if the class or the library is missing
   */
  static LinearAlgebra load() {
    Loader.load(openblas.class);
    return new OpenBlasAlgebra();
  }

  @Override
  public Matrix product(Matrix a, boolean transposeA, Matrix b, boolean transposeB) {
    int m = transposeA ? a.cols() : a.rows();
    int n = transposeB ? b.rows() : b.cols();
    int k = transposeA ? a.rows() : a.cols();
    double[] result = new double[Matrix.capacity(m, n)];
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        transposeA ? openblas.CblasTrans : openblas.CblasNoTrans,
        transposeB ? openblas.CblasTrans : openblas.CblasNoTrans,
        m,
        n,
        k,
        1,
        a.values(),
        a.cols(),
        b.values(),
        b.cols(),
        0,
        result,
        n);
    return Matrix.wrap(m, n, result);
  }

  @Override
  public Matrix gram(Matrix a) {
    return symmetricProduct(a, openblas.CblasTrans, a.cols(), a.rows());
  }

  @Override
  public Matrix outerGram(Matrix a) {
    return symmetricProduct(a, openblas.CblasNoTrans, a.rows(), a.cols());
  }

  private static Matrix symmetricProduct(Matrix a, int transpose, int size, int inner) {
    double[] result = new double[Matrix.capacity(size, size)];
    openblas.cblas_dsyrk(
        openblas.CblasRowMajor,
        openblas.CblasUpper,
        transpose,
        size,
        inner,
        1,
        a.values(),
        a.cols(),
        0,
        result,
        size);
    mirror(result, size);
    return Matrix.wrap(size, size, result);
  }

  /** Copies the upper half of a square matrix to the lower one. */
  static void mirror(double[] square, int size) {
    for (int i = 1; i < size; i++) {
      for (int j = 0; j < i; j++) {
        square[i * size + j] = square[j * size + i];
      }
    }
  }

  @Override
  public @Nullable NativeRows lend(Object owner, Matrix features, double[] mean) {
    return NativeRows.lend(owner, features, mean);
  }

  @Override
  public RunningProducts runningProducts(int size, int blockRows) {
    return new NativeProducts(size, blockRows);
  }

  @Override
  public SymmetricOperator operator(Matrix symmetric, double factor) {
    return NativeOperator.of(symmetric, factor);
  }

  @Override
  public SymmetricOperator gramOperator(Matrix a, double factor) {
    return NativeOperator.ofGram(a, factor);
  }

  @Override
  public SymmetricOperator roughGramOperator(Matrix a, double factor) {
    return SingleOperator.ofGram(a, factor);
  }

  @Override
  public Eigenpairs eigenpairs(Matrix symmetric) {
    LinearAlgebra.requireFinite("dsyevd", symmetric);
    int size = symmetric.rows();
    // Column-major columns are row-major rows, so the vectors come out as rows without a copy.
    double[] vectors = symmetric.toRowMajor();
    double[] values = new double[size];
    int info =
        openblas.LAPACKE_dsyevd(
            openblas.LAPACK_COL_MAJOR, (byte) 'V', (byte) 'U', size, vectors, size, values);
    requireSuccess("dsyevd", info, symmetric);
    reverse(values, vectors, size);
    return new Eigenpairs(values, Matrix.wrap(size, size, vectors));
  }

  @Override
  public Eigenbasis eigenbasis(Matrix symmetric) {
    return TridiagonalBasis.of(symmetric);
  }

  @Override
  public Eigenpairs leadingEigenpairs(Matrix symmetric, int count) {
    LinearAlgebra.requireFinite("dsyevr", symmetric);
    int size = symmetric.rows();
    int[] found = new int[1];
    double[] values = new double[size];
    double[] vectors = new double[Matrix.capacity(count, size)];
    int info =
        openblas.LAPACKE_dsyevr(
            openblas.LAPACK_COL_MAJOR,
            (byte) 'V',
            (byte) 'I',
            (byte) 'U',
            size,
            symmetric.toRowMajor(),
            size,
            0,
            0,
            size - count + 1,
            size,
            0,
            found,
            values,
            vectors,
            size,
            new int[2 * count]);
    requireSuccess("dsyevr", info == 0 && found[0] != count ? 1 : info, symmetric);
    double[] leading = Arrays.copyOf(values, count);
    reverse(leading, vectors, size);
    return new Eigenpairs(leading, Matrix.wrap(count, size, vectors));
  }

  /** Turns ascending eigenvalues, and the rows that belong to them, into descending ones. */
  private static void reverse(double[] values, double[] vectors, int size) {
    double[] row = new double[size];
    for (int i = 0, j = values.length - 1; i < j; i++, j--) {
      double value = values[i];
      values[i] = values[j];
      values[j] = value;
      System.arraycopy(vectors, i * size, row, 0, size);
      System.arraycopy(vectors, j * size, vectors, i * size, size);
      System.arraycopy(row, 0, vectors, j * size, size);
    }
  }

  @Override
  public ThinSvd thinSvd(Matrix a) {
    LinearAlgebra.requireFinite("dgesdd", a);
    int k = Math.min(a.rows(), a.cols());
    double[] values = new double[k];
    double[] left = new double[Matrix.capacity(a.rows(), k)];
    double[] right = new double[Matrix.capacity(k, a.cols())];
    // LAPACK sees the transpose, whose left vectors are our right ones.
    int info =
        openblas.LAPACKE_dgesdd(
            openblas.LAPACK_COL_MAJOR,
            (byte) 'S',
            a.cols(),
            a.rows(),
            a.toRowMajor(),
            a.cols(),
            values,
            right,
            a.cols(),
            left,
            k);
    requireSuccess("dgesdd", info, a);
    return new ThinSvd(Matrix.wrap(a.rows(), k, left), values, Matrix.wrap(k, a.cols(), right));
  }

  @Override
  public double[] singularValues(Matrix a) {
    LinearAlgebra.requireFinite("dgesdd", a);
    double[] values = new double[Math.min(a.rows(), a.cols())];
    int info =
        openblas.LAPACKE_dgesdd(
            openblas.LAPACK_COL_MAJOR,
            (byte) 'N',
            a.cols(),
            a.rows(),
            a.toRowMajor(),
            a.cols(),
            values,
            new double[1],
            a.cols(),
            new double[1],
            values.length);
    requireSuccess("dgesdd", info, a);
    return values;
  }

  static void requireSuccess(String routine, int info, Matrix input) {
    if (info != 0) {
      throw new IllegalStateException(
          "LAPACK "
              + routine
              + " failed on "
              + input
              + " with info = "
              + info
              + (info > 0 ? ": it did not converge" : ": an argument was refused or memory ran out")
              + "; look for NaN, infinite or extreme values in the snapshot");
    }
  }
}
