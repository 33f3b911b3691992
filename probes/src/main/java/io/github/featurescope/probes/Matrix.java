package io.github.featurescope.probes;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense matrix of doubles on the Java heap, row-major and immutable.
 *
 * <p>Snapshots hold these instead of {@link INDArray}s: no workspace, device or default data type
 * reaches them.
 */
public final class Matrix {

  private final int rows;
  private final int cols;
  private final double[] values;

  private Matrix(int rows, int cols, double[] values) {
    this.rows = rows;
    this.cols = cols;
    this.values = values;
  }

  /**
   * Copies an array of rank 2 and any numeric type.
   *
   * @param array [rows, cols]
   * @return the matrix
   */
  public static Matrix of(INDArray array) {
    if (array.rank() != 2) {
      throw new InvalidSnapshotException(
          "array of shape "
              + java.util.Arrays.toString(array.shape())
              + ": expected rank 2; flatten or pool it to [n, p] first");
    }
    double[] values = array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    return new Matrix((int) array.size(0), (int) array.size(1), values);
  }

  /**
   * Takes values in row-major order, by copy.
   *
   * @param rows number of rows
   * @param cols number of columns
   * @param values rows × cols values
   * @return the matrix
   */
  public static Matrix ofRowMajor(int rows, int cols, double[] values) {
    if (values.length != (long) rows * cols) {
      throw new InvalidSnapshotException(
          values.length + " values do not fill a [" + rows + ", " + cols + "] matrix");
    }
    return new Matrix(rows, cols, values.clone());
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
   */
  public double get(int row, int col) {
    return values[row * cols + col];
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
        if (get(i, j) > get(i, best[i])) {
          best[i] = j;
        }
      }
    }
    return best;
  }
}
