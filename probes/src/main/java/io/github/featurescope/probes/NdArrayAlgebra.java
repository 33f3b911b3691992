package io.github.featurescope.probes;

import java.util.Arrays;
import org.nd4j.linalg.api.blas.Lapack;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Linear algebra on whatever backend ND4J runs, a GPU for instance. */
final class NdArrayAlgebra implements LinearAlgebra {

  @Override
  public Matrix product(Matrix a, boolean transposeA, Matrix b, boolean transposeB) {
    return Workspaces.outside(
        () -> {
          INDArray left = transposeA ? array(a).transpose() : array(a);
          INDArray right = transposeB ? array(b).transpose() : array(b);
          return Matrix.of(left.mmul(right));
        });
  }

  @Override
  public Matrix gram(Matrix a) {
    return symmetric(product(a, true, a, false));
  }

  @Override
  public Matrix outerGram(Matrix a) {
    return symmetric(product(a, false, a, true));
  }

  private static Matrix symmetric(Matrix nearly) {
    int size = nearly.rows();
    double[] values = nearly.toRowMajor();
    for (int i = 1; i < size; i++) {
      for (int j = 0; j < i; j++) {
        values[i * size + j] = values[j * size + i];
      }
    }
    return Matrix.wrap(size, size, values);
  }

  @Override
  public Eigenpairs eigenpairs(Matrix symmetric) {
    LinearAlgebra.requireFinite("syev", symmetric);
    return Workspaces.outside(
        () -> {
          int size = symmetric.rows();
          INDArray vectors = array(symmetric).dup('f');
          INDArray values = Nd4j.create(DataType.DOUBLE, size);
          int info = lapack().syev('V', 'U', vectors, values);
          if (info != 0) {
            throw new IllegalStateException(
                "LAPACK syev failed on " + symmetric + " with info = " + info);
          }
          double[] ascending = values.toDoubleVector();
          double[] descending = new double[size];
          int[] order = new int[size];
          for (int i = 0; i < size; i++) {
            order[i] = size - 1 - i;
            descending[i] = ascending[order[i]];
          }
          return new Eigenpairs(descending, Matrix.of(vectors.transpose()).selectRows(order));
        });
  }

  @Override
  public Eigenpairs leadingEigenpairs(Matrix symmetric, int count) {
    Eigenpairs all = eigenpairs(symmetric);
    return new Eigenpairs(Arrays.copyOf(all.values(), count), all.vectors().firstRows(count));
  }

  @Override
  public ThinSvd thinSvd(Matrix a) {
    LinearAlgebra.requireFinite("gesvd", a);
    if (a.rows() < a.cols()) {
      ThinSvd flipped = thinSvd(a.transposed());
      return new ThinSvd(
          flipped.rightTransposed().transposed(), flipped.values(), flipped.left().transposed());
    }
    return Workspaces.outside(
        () -> {
          int k = a.cols();
          // gesvd gives a full square U, so it only sees the small factor of a QR decomposition.
          INDArray q = array(a).dup('f');
          INDArray r = Nd4j.create(DataType.DOUBLE, new long[] {k, k}, 'f');
          lapack().geqrf(q, r);
          INDArray s = Nd4j.create(DataType.DOUBLE, k);
          INDArray u = Nd4j.create(DataType.DOUBLE, new long[] {k, k}, 'f');
          INDArray vt = Nd4j.create(DataType.DOUBLE, new long[] {k, k}, 'f');
          lapack().gesvd(r, s, u, vt);
          return new ThinSvd(Matrix.of(q.mmul(u)), s.toDoubleVector(), Matrix.of(vt));
        });
  }

  @Override
  public double[] singularValues(Matrix a) {
    return thinSvd(a).values();
  }

  private static Lapack lapack() {
    return Nd4j.getBlasWrapper().lapack();
  }

  private static INDArray array(Matrix matrix) {
    return Nd4j.create(matrix.values(), new long[] {matrix.rows(), matrix.cols()}, 'c');
  }
}
