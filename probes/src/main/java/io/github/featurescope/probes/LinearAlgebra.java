package io.github.featurescope.probes;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one door to dense linear algebra in double precision. */
interface LinearAlgebra {

  /** Multiplies two matrices without an empty dimension. */
  Matrix product(Matrix a, boolean transposeA, Matrix b, boolean transposeB);

  /** Returns aᵀa, exactly symmetric, [cols, cols]. */
  Matrix gram(Matrix a);

  /** Returns aaᵀ, exactly symmetric, [rows, rows]. */
  Matrix outerGram(Matrix a);

  /**
   * Lends features less their mean where products read them without a copy, see {@link NativeRows};
   * null where there is no such place.
   */
  default @Nullable NativeRows lend(Object owner, Matrix features, double[] mean) {
    return null;
  }

  /**
   * Returns an empty sum of products.
   *
   * @param size of the rows whose products are added
   * @param blockRows how many rows are added at once, at most
   */
  default RunningProducts runningProducts(int size, int blockRows) {
    return new HeapProducts(this, size, blockRows);
  }

  /** Prepares factor × a symmetric matrix for many products with few vectors. */
  default SymmetricOperator operator(Matrix symmetric, double factor) {
    return HeapOperator.of(symmetric, factor);
  }

  /** Prepares factor × aᵀa for the same, without forming it. */
  default SymmetricOperator gramOperator(Matrix a, double factor) {
    return HeapOperator.ofGram(a, factor);
  }

  /** Prepares the same in single precision, where that is faster. */
  default SymmetricOperator roughGramOperator(Matrix a, double factor) {
    return gramOperator(a, factor);
  }

  /** Solves the eigenproblem of a symmetric matrix. */
  Eigenpairs eigenpairs(Matrix symmetric);

  /** Solves the same for who needs no eigenvector by itself. */
  default Eigenbasis eigenbasis(Matrix symmetric) {
    return Eigenbasis.of(eigenpairs(symmetric));
  }

  /** Solves for the largest eigenvalues only, count in [1, size]. */
  Eigenpairs leadingEigenpairs(Matrix symmetric, int count);

  /** Decomposes a matrix without an empty dimension. */
  ThinSvd thinSvd(Matrix a);

  /** Returns the min(rows, cols) singular values, largest first. */
  double[] singularValues(Matrix a);

  /** Refuses what LAPACK's singular value decomposition would iterate on for ever. */
  static void requireFinite(String routine, Matrix input) {
    requireFinite(routine, input, input.maxAbs());
  }

  /** Refuses the same where the largest absolute value is known. */
  static void requireFinite(String routine, Matrix input, double largest) {
    if (!Double.isFinite(largest)) {
      throw new IllegalStateException(
          "LAPACK "
              + routine
              + " cannot decompose "
              + input
              + ": it holds NaN or infinite values, which come of overflow; look for extreme values"
              + " in the snapshot");
    }
  }

  /** Returns OpenBLAS where it loads, otherwise whatever backend ND4J runs on. */
  static LinearAlgebra best() {
    return Holder.BEST;
  }

  /** Falls back where a class or a native library is missing. */
  static LinearAlgebra choose(Supplier<LinearAlgebra> preferred, Supplier<LinearAlgebra> fallback) {
    try {
      return preferred.get();
    } catch (LinkageError e) {
      Logger logger = LoggerFactory.getLogger(LinearAlgebra.class);
      logger.info("OpenBLAS is not available ({}); using ND4J's own LAPACK", e.toString());
      return fallback.get();
    }
  }

  /** Loads the native library on first use only. */
  final class Holder {
    private static final LinearAlgebra BEST = choose(OpenBlasAlgebra::load, NdArrayAlgebra::new);

    private Holder() {}
  }

  /**
   * Eigenvalues, largest first, and unit eigenvectors.
   *
   * @param values [k], descending
   * @param vectors one eigenvector a row, [k, size]
   */
  @SuppressWarnings("ArrayRecordComponent") // never leaves the package
  record Eigenpairs(double[] values, Matrix vectors) {}

  /**
   * A = U diag(s) Vᵀ with k = min(rows, cols).
   *
   * @param left U, [rows, k]
   * @param values s, descending, [k]
   * @param rightTransposed Vᵀ, [k, cols]
   */
  @SuppressWarnings("ArrayRecordComponent") // never leaves the package
  record ThinSvd(Matrix left, double[] values, Matrix rightTransposed) {

    /** Counts the singular values above a share of the largest. */
    int rank(double relativeTolerance) {
      int rank = 0;
      while (rank < values.length
          && values[rank] > 0
          && values[rank] > relativeTolerance * values[0]) {
        rank++;
      }
      return rank;
    }
  }
}
