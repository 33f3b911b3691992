package io.github.featurescope.probes;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A dense matrix of doubles on the Java heap, row-major and immutable.
 *
 * <p>Snapshots hold these instead of {@link INDArray}s: no workspace, device or default data type
 * reaches them. A matrix holds at most 2<sup>31</sup> − 9 values, what one Java array holds.
 */
public final class Matrix {

  private static final int MAX_VALUES = Integer.MAX_VALUE - 8;

  private final int rows;
  private final int cols;
  private final double[] values;

  private Matrix(int rows, int cols, double[] values) {
    this.rows = rows;
    this.cols = cols;
    this.values = values;
  }

  /**
   * Copies an array of rank 2, any numeric type and any order, view or not.
   *
   * @param array [rows, cols]
   * @return the matrix
   * @throws InvalidSnapshotException if the rank is not 2 or the array is too large
   */
  public static Matrix of(INDArray array) {
    if (array.rank() != 2) {
      throw new InvalidSnapshotException(
          "array of shape "
              + Arrays.toString(array.shape())
              + ": expected rank 2; flatten or pool it to [n, p] first");
    }
    double[] values = new double[capacity(array.size(0), array.size(1))];
    if (values.length > 0) {
      Workspaces.outside(
          () -> {
            INDArray copy = Nd4j.createUninitialized(DataType.DOUBLE, array.shape(), 'c');
            return copy.assign(array).data().asNioDouble().get(values);
          });
    }
    return new Matrix((int) array.size(0), (int) array.size(1), values);
  }

  /**
   * Takes values in row-major order, by copy.
   *
   * @param rows number of rows
   * @param cols number of columns
   * @param values rows × cols values
   * @return the matrix
   * @throws InvalidSnapshotException if the values do not fill the matrix
   */
  public static Matrix ofRowMajor(int rows, int cols, double[] values) {
    if (rows < 0 || cols < 0 || values.length != (long) rows * cols) {
      throw new InvalidSnapshotException(
          values.length + " values do not fill a [" + rows + ", " + cols + "] matrix");
    }
    return new Matrix(rows, cols, values.clone());
  }

  /** Takes an array without copying it: the caller must not write to it any more. */
  static Matrix wrap(int rows, int cols, double[] values) {
    if (values.length != (long) rows * cols) {
      throw new IllegalArgumentException(
          values.length + " values do not fill a [" + rows + ", " + cols + "] matrix");
    }
    return new Matrix(rows, cols, values);
  }

  /** Returns rows × cols where one Java array holds that many values. */
  static int capacity(long rows, long cols) {
    long count = Math.multiplyExact(rows, cols);
    if (count > MAX_VALUES || rows > MAX_VALUES || cols > MAX_VALUES) {
      throw new InvalidSnapshotException(
          "a ["
              + rows
              + ", "
              + cols
              + "] matrix has more values than one Java array holds ("
              + MAX_VALUES
              + "); use fewer samples or features");
    }
    return (int) count;
  }

  /**
   * Returns the number of rows.
   *
   * @return at least 0
   */
  public int rows() {
    return rows;
  }

  /**
   * Returns the number of columns.
   *
   * @return at least 0
   */
  public int cols() {
    return cols;
  }

  /**
   * Returns one value.
   *
   * @param row in [0, rows)
   * @param col in [0, cols)
   * @return the value
   * @throws IndexOutOfBoundsException if there is no such row or column
   */
  public double get(int row, int col) {
    return values[Objects.checkIndex(row, rows) * cols + Objects.checkIndex(col, cols)];
  }

  /**
   * Returns all values in row-major order.
   *
   * @return a copy, [rows × cols]
   */
  public double[] toRowMajor() {
    return values.clone();
  }

  /** Returns the values themselves, row-major: to read, never to write. */
  double[] values() {
    return values;
  }

  /** Returns this × other. */
  Matrix times(Matrix other) {
    return multiply(this, false, other, false);
  }

  /** Returns thisᵀ × other. */
  Matrix transposeTimes(Matrix other) {
    return multiply(this, true, other, false);
  }

  /** Returns this × otherᵀ. */
  Matrix timesTranspose(Matrix other) {
    return multiply(this, false, other, true);
  }

  private static Matrix multiply(Matrix a, boolean transposeA, Matrix b, boolean transposeB) {
    int inner = transposeA ? a.rows : a.cols;
    if (inner != (transposeB ? b.cols : b.rows)) {
      throw new IllegalArgumentException("shapes do not fit: " + a + " and " + b);
    }
    int m = transposeA ? a.cols : a.rows;
    int n = transposeB ? b.rows : b.cols;
    double[] empty = new double[capacity(m, n)];
    return inner == 0 || empty.length == 0
        ? wrap(m, n, empty)
        : LinearAlgebra.best().product(a, transposeA, b, transposeB);
  }

  /** Subtracts from every column its mean; a constant column becomes exactly zero. */
  Matrix centredColumns() {
    return lessColumns(columnMeans());
  }

  /** Subtracts from every column one value. */
  Matrix lessColumns(double[] less) {
    double[] centred = values.clone();
    for (int i = 0, at = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        centred[at + j] -= less[j];
      }
      at += cols;
    }
    return new Matrix(rows, cols, centred);
  }

  /** Returns the mean of every column; of a constant column exactly its value, [cols]. */
  double[] columnMeans() {
    // Sums of differences from the first row, which are exactly 0 in a constant column.
    double[] sum = new double[cols];
    for (int i = 1, at = cols; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        sum[j] += values[at + j] - values[j];
      }
      at += cols;
    }
    for (int j = 0; j < cols && rows > 0; j++) {
      sum[j] = values[j] + sum[j] / rows;
    }
    return sum;
  }

  /** Subtracts from every row its mean. */
  Matrix centredRows() {
    double[] centred = values.clone();
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int at = i * cols; at < (i + 1) * cols; at++) {
        sum += values[at];
      }
      for (int at = i * cols; at < (i + 1) * cols; at++) {
        centred[at] -= sum / cols;
      }
    }
    return new Matrix(rows, cols, centred);
  }

  /** Copies some rows, in the order given. */
  Matrix selectRows(int[] selected) {
    double[] copy = new double[capacity(selected.length, cols)];
    for (int i = 0; i < selected.length; i++) {
      System.arraycopy(values, selected[i] * cols, copy, i * cols, cols);
    }
    return new Matrix(selected.length, cols, copy);
  }

  /** Copies one column. */
  double[] column(int col) {
    double[] copy = new double[rows];
    for (int i = 0, at = col; i < rows; i++, at += cols) {
      copy[i] = values[at];
    }
    return copy;
  }

  /** Copies some neighbouring columns. */
  Matrix columns(int from, int count) {
    double[] copy = new double[rows * count];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, i * cols + from, copy, i * count, count);
    }
    return new Matrix(rows, count, copy);
  }

  /** Copies the first rows. */
  Matrix firstRows(int count) {
    return new Matrix(count, cols, Arrays.copyOf(values, count * cols));
  }

  /** Multiplies every value by a factor. */
  Matrix scaled(double factor) {
    double[] scaled = values.clone();
    for (int at = 0; at < scaled.length; at++) {
      scaled[at] *= factor;
    }
    return new Matrix(rows, cols, scaled);
  }

  /** Returns the sum of the diagonal of a square matrix. */
  double trace() {
    double sum = 0;
    for (int at = 0; at < values.length; at += cols + 1) {
      sum += values[at];
    }
    return sum;
  }

  /** Multiplies each column by its factor. */
  Matrix scaledColumns(double[] factors) {
    double[] scaled = values.clone();
    for (int i = 0, at = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++, at++) {
        scaled[at] *= factors[j];
      }
    }
    return new Matrix(rows, cols, scaled);
  }

  /** Multiplies each row by its factor. */
  Matrix scaledRows(double[] factors) {
    double[] scaled = values.clone();
    for (int i = 0, at = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++, at++) {
        scaled[at] *= factors[i];
      }
    }
    return new Matrix(rows, cols, scaled);
  }

  /** Returns the transpose. */
  Matrix transposed() {
    double[] swapped = new double[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        swapped[j * rows + i] = values[i * cols + j];
      }
    }
    return new Matrix(cols, rows, swapped);
  }

  /** Returns the sum of the squares of all values. */
  double squaredNorm() {
    return squares(0, values.length);
  }

  /** Returns the squared Euclidean norm of every row, [rows]. */
  double[] squaredRowNorms() {
    double[] norms = new double[rows];
    for (int i = 0; i < rows; i++) {
      norms[i] = squares(i * cols, cols);
    }
    return norms;
  }

  /** Sums squares in four strands, which a processor adds up at once. */
  private double squares(int from, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int at = from;
    for (int end = from + count - 3; at < end; at += 4) {
      a += values[at] * values[at];
      b += values[at + 1] * values[at + 1];
      c += values[at + 2] * values[at + 2];
      d += values[at + 3] * values[at + 3];
    }
    for (int end = from + count; at < end; at++) {
      a += values[at] * values[at];
    }
    return (a + b) + (c + d);
  }

  /** Returns the largest absolute value, 0 of an empty matrix; NaN where one is. */
  double maxAbs() {
    double max = 0;
    boolean notNumbers = false;
    for (double value : values) {
      double size = Math.abs(value);
      notNumbers |= Double.isNaN(size);
      // Seldom taken, and so faster than Math.max.
      if (size > max) {
        max = size;
      }
    }
    return notNumbers ? Double.NaN : max;
  }

  void requireFinite(String name) {
    int count = 0;
    int first = -1;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        count++;
        first = first < 0 ? i : first;
      }
    }
    if (count > 0) {
      throw new InvalidSnapshotException(
          name
              + ": "
              + count
              + " of "
              + values.length
              + " values are NaN or infinite, the first at row "
              + first / cols
              + ", column "
              + first % cols
              + "; training has diverged, or the input was not finite");
    }
  }

  int[] argMaxOfRows() {
    int[] best = new int[rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 1; j < cols; j++) {
        if (values[i * cols + j] > values[i * cols + best[i]]) {
          best[i] = j;
        }
      }
    }
    return best;
  }

  @Override
  public String toString() {
    return "Matrix[" + rows + ", " + cols + "]";
  }

  /** Puts two matrices of as many rows side by side. */
  static Matrix joinColumns(Matrix left, Matrix right) {
    double[] all = new double[capacity(left.rows, (long) left.cols + right.cols)];
    for (int i = 0, at = 0; i < left.rows; i++) {
      System.arraycopy(left.values, i * left.cols, all, at, left.cols);
      System.arraycopy(right.values, i * right.cols, all, at + left.cols, right.cols);
      at += left.cols + right.cols;
    }
    return new Matrix(left.rows, left.cols + right.cols, all);
  }

  /**
   * Puts matrices below each other.
   *
   * @param parts at least one, all of the same width
   * @return [sum of rows, cols]
   */
  public static Matrix stackRows(List<Matrix> parts) {
    int cols = parts.get(0).cols;
    int rows = parts.stream().mapToInt(Matrix::rows).sum();
    double[] all = new double[Math.multiplyExact(rows, cols)];
    int next = 0;
    for (Matrix part : parts) {
      if (part.cols != cols) {
        throw new InvalidSnapshotException(
            "cannot put a matrix of width " + part.cols + " below one of width " + cols);
      }
      System.arraycopy(part.values, 0, all, next, part.values.length);
      next += part.values.length;
    }
    return new Matrix(rows, cols, all);
  }
}
