package io.github.featurescope.adapters;

/**
 * Room for the features of one training step, used again for the next.
 *
 * <p>Memory is 4 bytes a value of the largest step seen. Not thread-safe.
 */
public final class StepRows {

  private final int capacity;
  private final int width;
  private float[] values = new float[0];
  private int samples;
  private boolean byColumn;

  private StepRows(int capacity, int width) {
    this.capacity = capacity;
    this.width = width;
  }

  /**
   * Makes room.
   *
   * @param capacity samples at most
   * @param width p
   * @return room that holds nothing
   */
  public static StepRows of(int capacity, int width) {
    return new StepRows(capacity, width);
  }

  int capacity() {
    return capacity;
  }

  /** What to write n samples to, all of it. */
  float[] fill(int n, char order) {
    samples = n;
    byColumn = order == 'f';
    if (values.length < n * width) {
      values = new float[n * width];
    }
    return values;
  }

  /**
   * Returns how many samples it holds.
   *
   * @return n
   */
  public int samples() {
    return samples;
  }

  /** Forgets what it holds. */
  public void clear() {
    samples = 0;
  }

  /**
   * Copies all rows.
   *
   * @param target row-major, [rows, p]
   * @param row the first row to write
   */
  public void copyTo(double[] target, int row) {
    for (int i = 0; i < samples; i++) {
      int to = (row + i) * width;
      int from = byColumn ? i : i * width;
      int step = byColumn ? samples : 1;
      for (int j = 0; j < width; j++, from += step) {
        target[to + j] = values[from];
      }
    }
  }
}
