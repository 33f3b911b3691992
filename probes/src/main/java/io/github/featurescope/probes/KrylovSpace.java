package io.github.featurescope.probes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A space of few vectors that holds, nearly, the leading eigenvectors of a symmetric matrix A, and
 * of A plus one vector's product with itself: the block Krylov space of random vectors and that
 * vector.
 *
 * <p>The error of each eigenvalue taken from it is at most the norm of its residual A v − θ v, by
 * Weyl's inequality, and known. Source: Musco and Musco, NeurIPS 2015; the bound: Parlett, The
 * Symmetric Eigenvalue Problem, 4.5.
 */
final class KrylovSpace {

  private final Matrix basis;
  private final Matrix products;
  private final Matrix projected;
  private final Lazy<LinearAlgebra.Eigenpairs> own;

  /** Leading pairs and what is known of their errors. */
  @SuppressWarnings("ArrayRecordComponent") // never leaves the package
  record Pairs(double[] values, Matrix vectors, double[] residuals) {}

  private KrylovSpace(Matrix basis, Matrix products) {
    this.basis = basis;
    this.products = products;
    this.projected = symmetric(products.timesTranspose(basis));
    this.own = Lazy.of(() -> LinearAlgebra.best().eigenpairs(projected));
  }

  /**
   * Spans the space.
   *
   * @param operator A
   * @param start any vectors, one a row; those that depend on others are left out
   * @param steps how many times A is applied to them
   */
  static KrylovSpace of(SymmetricOperator operator, Matrix start, int steps) {
    List<Matrix> blocks = new ArrayList<>();
    List<Matrix> images = new ArrayList<>();
    Matrix block = orthonormal(unitRows(start), blocks, 1e-12);
    double scale = 0;
    for (int step = 0; step < steps && block.rows() > 0; step++) {
      Matrix image = operator.times(block);
      blocks.add(block);
      images.add(image);
      scale = Math.max(scale, Math.sqrt(Arrays.stream(image.squaredRowNorms()).max().orElse(0)));
      if (step + 1 < steps) {
        block = orthonormal(image, blocks, operator.noise() * scale);
      }
    }
    return new KrylovSpace(Matrix.stackRows(blocks), Matrix.stackRows(images));
  }

  private static Matrix unitRows(Matrix rows) {
    double[] factors = rows.squaredRowNorms();
    Arrays.setAll(factors, i -> factors[i] > 0 ? 1 / Math.sqrt(factors[i]) : 0);
    return rows.scaledRows(factors);
  }

  /** Returns an orthonormal basis of what the rows add to the blocks, of more than a norm. */
  private static Matrix orthonormal(Matrix rows, List<Matrix> blocks, double least) {
    Matrix rest = rows;
    double smallest = least;
    // Twice is enough; what rounding leaves of the first time is gone after the second.
    for (int pass = 0; pass < 3 && rest.rows() > 0; pass++) {
      for (Matrix block : blocks) {
        rest = minus(rest, rest.timesTranspose(block).times(block));
      }
      LinearAlgebra.Eigenpairs pairs =
          LinearAlgebra.best().eigenpairs(symmetric(rest.timesTranspose(rest)));
      double[] squares = pairs.values();
      // The products of the rows are known to rounding of the largest only.
      double floor = Math.max(smallest * smallest, 1e-14 * Math.max(0, squares[0]));
      int kept = (int) Arrays.stream(squares).filter(square -> square > floor).count();
      double[] factors = new double[kept];
      Arrays.setAll(factors, i -> 1 / Math.sqrt(squares[i]));
      rest = pairs.vectors().firstRows(kept).scaledRows(factors).times(rest);
      smallest = 0.5;
    }
    return rest;
  }

  static Matrix minus(Matrix a, Matrix b) {
    double[] values = a.toRowMajor();
    for (int at = 0; at < values.length; at++) {
      values[at] -= b.values()[at];
    }
    return Matrix.wrap(a.rows(), a.cols(), values);
  }

  private static Matrix symmetric(Matrix nearly) {
    int size = nearly.rows();
    double[] values = nearly.toRowMajor();
    NativeProducts.mirror(values, size);
    return Matrix.wrap(size, size, values);
  }

  /** Returns the number of vectors in the basis. */
  int dimensions() {
    return basis.rows();
  }

  /** Returns the leading eigenpairs of A + vectorᵀ × vector; of A where it is zero. */
  Pairs leading(double[] vector, int count) {
    LinearAlgebra.Eigenpairs pairs = solve(vector);
    int found = Math.min(count, dimensions());
    double[] values = Arrays.copyOf(pairs.values(), found);
    Matrix combinations = pairs.vectors().firstRows(found);
    Matrix vectors = combinations.times(basis);
    Matrix column = Matrix.wrap(vector.length, 1, vector);
    Matrix images = combinations.times(products);
    double[] added = vectors.times(column).values();
    double[] differences = images.toRowMajor();
    for (int k = 0, at = 0; k < found; k++) {
      for (int j = 0; j < vector.length; j++, at++) {
        differences[at] += added[k] * vector[j] - values[k] * vectors.values()[at];
      }
    }
    double[] residuals = Matrix.wrap(found, vector.length, differences).squaredRowNorms();
    Arrays.setAll(residuals, k -> Math.sqrt(residuals[k]));
    return new Pairs(values, vectors, residuals);
  }

  /** Solves again within the span of vectors that are nearly right, in double precision. */
  static Pairs refined(SymmetricOperator operator, Pairs pairs) {
    if (pairs.values().length == 0) {
      return pairs;
    }
    KrylovSpace space = new KrylovSpace(pairs.vectors(), operator.times(pairs.vectors()));
    return space.leading(new double[operator.size()], pairs.values().length);
  }

  /** Returns all eigenvalues of A + vectorᵀ × vector as the space shows them, largest first. */
  double[] values(double[] vector) {
    return solve(vector).values();
  }

  private LinearAlgebra.Eigenpairs solve(double[] vector) {
    return Arrays.stream(vector).allMatch(x -> x == 0)
        ? own.get()
        : LinearAlgebra.best().eigenpairs(plus(vector));
  }

  /**
   * Returns quadratures of vectors that the space began with, without the part of each along the
   * leading eigenvectors of A.
   */
  Quadratures quadratures(Matrix vectors, int leading) {
    LinearAlgebra.Eigenpairs pairs = own.get();
    int others = dimensions() - leading;
    double[] nodes = Arrays.copyOfRange(pairs.values(), leading, dimensions());
    Arrays.setAll(nodes, k -> Math.max(0, nodes[k]));
    double[] weights =
        vectors
            .timesTranspose(basis)
            .timesTranspose(pairs.vectors())
            .columns(leading, others)
            .toRowMajor();
    Arrays.setAll(weights, at -> weights[at] * weights[at]);
    return new Quadratures(nodes, Matrix.wrap(vectors.rows(), others, weights));
  }

  private Matrix plus(double[] vector) {
    double[] onBasis = basis.times(Matrix.wrap(vector.length, 1, vector)).values();
    int size = onBasis.length;
    double[] values = projected.toRowMajor();
    for (int i = 0, at = 0; i < size; i++) {
      for (int j = 0; j < size; j++, at++) {
        values[at] += onBasis[i] * onBasis[j];
      }
    }
    return Matrix.wrap(size, size, values);
  }
}
