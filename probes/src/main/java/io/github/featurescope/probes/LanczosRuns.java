package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Gauss quadratures of zᵀf(A)z for several vectors z at once, by as many Lanczos runs side by side
 * in the complement of known eigenvectors.
 *
 * <p>Runs are not orthogonalised again: what they lose repeats nodes without changing the sums.
 * Source: Golub and Meurant, Matrices, Moments and Quadrature, 2010.
 */
final class LanczosRuns {

  // A run whose next vector is so short has seen all that its start can reach.
  private static final double EXHAUSTED = 1e-13;

  private final double[][] nodes;
  private final double[][] weights;

  private LanczosRuns(int count) {
    this.nodes = new double[count][];
    this.weights = new double[count][];
  }

  /**
   * Runs.
   *
   * @param operator A
   * @param known orthonormal vectors to stay orthogonal to, one a row
   * @param starts z, one a row; their parts along the known ones are left out
   * @param steps at most
   */
  static LanczosRuns of(SymmetricOperator operator, Matrix known, Matrix starts, int steps) {
    int count = starts.rows();
    int size = operator.size();
    Matrix current = without(known, starts);
    double[] squares = current.squaredRowNorms();
    double[] lengths = new double[count];
    Arrays.setAll(lengths, i -> squares[i] > 0 ? 1 / Math.sqrt(squares[i]) : 0);
    current = current.scaledRows(lengths);
    double[][] alpha = new double[count][steps];
    double[][] beta = new double[count][steps];
    int[] done = new int[count];
    double[] before = new double[count * size];
    double[] scale = new double[count];
    for (int step = 0; step < steps; step++) {
      double[] next = without(known, operator.times(current)).toRowMajor();
      double[] now = current.values();
      double[] after = new double[next.length];
      for (int i = 0; i < count; i++) {
        if (done[i] < step || lengths[i] == 0) {
          continue;
        }
        int from = i * size;
        double a = 0;
        for (int j = from; j < from + size; j++) {
          a += next[j] * now[j];
        }
        double last = step == 0 ? 0 : beta[i][step - 1];
        double norm = 0;
        for (int j = from; j < from + size; j++) {
          next[j] -= a * now[j] + last * before[j];
          norm += next[j] * next[j];
        }
        norm = Math.sqrt(norm);
        alpha[i][step] = a;
        beta[i][step] = norm;
        done[i] = step + 1;
        scale[i] = Math.max(scale[i], Math.abs(a) + norm);
        if (norm <= EXHAUSTED * scale[i]) {
          lengths[i] = 0;
          continue;
        }
        for (int j = from; j < from + size; j++) {
          after[j] = next[j] / norm;
        }
      }
      before = now;
      current = Matrix.wrap(count, size, after);
    }
    LanczosRuns runs = new LanczosRuns(count);
    for (int i = 0; i < count; i++) {
      runs.solve(i, Arrays.copyOf(alpha[i], done[i]), beta[i], squares[i]);
    }
    return runs;
  }

  private static Matrix without(Matrix known, Matrix rows) {
    return known.rows() == 0
        ? rows
        : KrylovSpace.minus(rows, rows.timesTranspose(known).times(known));
  }

  private void solve(int run, double[] alpha, double[] beta, double square) {
    int size = alpha.length;
    if (size == 0) {
      nodes[run] = new double[0];
      weights[run] = new double[0];
      return;
    }
    double[] tridiagonal = new double[size * size];
    for (int i = 0; i < size; i++) {
      tridiagonal[i * size + i] = alpha[i];
      if (i > 0) {
        tridiagonal[i * size + i - 1] = beta[i - 1];
        tridiagonal[(i - 1) * size + i] = beta[i - 1];
      }
    }
    LinearAlgebra.Eigenpairs pairs =
        LinearAlgebra.best().eigenpairs(Matrix.wrap(size, size, tridiagonal));
    nodes[run] = Arrays.stream(pairs.values()).map(value -> Math.max(0, value)).toArray();
    weights[run] = pairs.vectors().column(0);
    Arrays.setAll(weights[run], k -> square * weights[run][k] * weights[run][k]);
  }

  int count() {
    return nodes.length;
  }

  /** Returns the nodes of one run, each at least 0: to read, never to write. */
  double[] nodes(int run) {
    return nodes[run];
  }

  /** Returns the weights of one run, which sum to ‖z‖² without the known part. */
  double[] weights(int run) {
    return weights[run];
  }

  /** Returns zᵀf(A)z of one run, without the known part. */
  double sum(int run, DoubleUnaryOperator f) {
    double sum = 0;
    for (int k = 0; k < nodes[run].length; k++) {
      sum += weights[run][k] * f.applyAsDouble(nodes[run][k]);
    }
    return sum;
  }
}
