package io.github.featurescope.examples.toys.span;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Arrays;

/**
 * Filters that move only within the span of a few directions, such as signals and noise patches,
 * followed exactly by their inner products with them.
 *
 * <p>A loss that sees filters w only through z = ⟨w, x<sub>k</sub>⟩ has the gradient Σ<sub>k</sub>
 * ∂L/∂z<sub>k</sub> x<sub>k</sub>. So a rule that moves along a combination c of the x, be it plain
 * or with momentum, changes z by G c with G = ⟨x, x'⟩, and the weights themselves are not needed. A
 * step of R filters on N directions costs at most R N² operations, whatever the dimension, and
 * allocates nothing.
 *
 * <p>Not safe for use by several threads.
 */
public final class FilterSpan {

  private final double[][] directions;
  private final double[][] start;
  private final int count;
  private final double[] gram;
  private final double[] products;
  private final double[] coefficients;
  private final int[] active;

  private FilterSpan(double[][] directions, double[][] start) {
    this.directions = directions;
    this.start = start;
    this.count = directions.length;
    this.gram = products(directions, directions);
    this.products = products(start, directions);
    this.coefficients = new double[products.length];
    this.active = new int[count];
  }

  /**
   * Starts at filters.
   *
   * @param directions x, [N, d]
   * @param filters w, [R, d]
   * @return the filters where they are, none moved
   */
  public static FilterSpan start(double[][] directions, double[][] filters) {
    return new FilterSpan(Vectors.copy(directions), Vectors.copy(filters));
  }

  /**
   * Multiplies filters by patches.
   *
   * @param filters [R, d]
   * @param patches [N, d]
   * @return ⟨w, x⟩, [R, N] row by row
   */
  public static double[] products(double[][] filters, double[][] patches) {
    double[] all = new double[filters.length * patches.length];
    for (int r = 0; r < filters.length; r++) {
      for (int k = 0; k < patches.length; k++) {
        all[r * patches.length + k] = Vectors.dot(filters[r], patches[k]);
      }
    }
    return all;
  }

  /**
   * Returns the number of filters.
   *
   * @return R
   */
  public int filters() {
    return start.length;
  }

  /**
   * Returns the number of directions.
   *
   * @return N
   */
  public int directions() {
    return count;
  }

  /**
   * Returns what the filters see of the directions now.
   *
   * @return ⟨w, x⟩, [R, N] row by row: the array itself, to be read only
   */
  public double[] products() {
    return products;
  }

  /**
   * Moves every filter by rate·Σ<sub>k</sub> c<sub>k</sub> x<sub>k</sub>.
   *
   * @param rate factor
   * @param along c, [R, N] row by row; for descent minus the slopes of the loss by {@link
   *     #products()}
   */
  public void move(double rate, double[] along) {
    for (int r = 0; r < start.length; r++) {
      int row = r * count;
      int size = 0;
      for (int k = 0; k < count; k++) {
        if (along[row + k] != 0) {
          coefficients[row + k] += rate * along[row + k];
          active[size++] = k;
        }
      }
      int a = 0;
      for (; a + 4 <= size; a += 4) {
        addFour(rate, along, row, a);
      }
      for (; a < size; a++) {
        addOne(rate, along, row, active[a]);
      }
    }
  }

  /** Four directions at once: each product is read and written once instead of four times. */
  private void addFour(double rate, double[] along, int row, int at) {
    int ga = active[at] * count;
    int gb = active[at + 1] * count;
    int gc = active[at + 2] * count;
    int gd = active[at + 3] * count;
    double fa = rate * along[row + active[at]];
    double fb = rate * along[row + active[at + 1]];
    double fc = rate * along[row + active[at + 2]];
    double fd = rate * along[row + active[at + 3]];
    for (int k = 0; k < count; k++) {
      products[row + k] +=
          (fa * gram[ga + k] + fb * gram[gb + k]) + (fc * gram[gc + k] + fd * gram[gd + k]);
    }
  }

  private void addOne(double rate, double[] along, int row, int which) {
    double factor = rate * along[row + which];
    int g = which * count;
    for (int k = 0; k < count; k++) {
      products[row + k] += factor * gram[g + k];
    }
  }

  /**
   * Returns the filters as they are now.
   *
   * @return explicit weights, [R, d]
   */
  public double[][] weights() {
    double[][] weights = Vectors.copy(start);
    for (int r = 0; r < weights.length; r++) {
      for (int k = 0; k < count; k++) {
        Vectors.add(weights[r], coefficients[r * count + k], directions[k]);
      }
    }
    return weights;
  }

  /**
   * Makes a direction along an axis.
   *
   * @param dimension d
   * @param axis in [0, d)
   * @param length of the vector
   * @return a vector with one number that is not 0
   */
  public static double[] axis(int dimension, int axis, double length) {
    double[] direction = new double[dimension];
    Arrays.fill(direction, axis, axis + 1, length);
    return direction;
  }

  /**
   * Joins directions into one list.
   *
   * @param parts lists of vectors of one length
   * @return all of them, in order
   */
  public static double[][] join(double[][]... parts) {
    return Arrays.stream(parts).flatMap(Arrays::stream).toArray(double[][]::new);
  }
}
