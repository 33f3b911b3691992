package io.github.featurescope.probes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Eigenpairs of D + zzᵀ from a diagonal matrix D: how a spectrum changes when one direction is
 * added, in O(size²) instead of a new O(size³) decomposition.
 *
 * <p>The new eigenvalues are the roots λ of the secular equation 1 + Σ
 * z<sub>k</sub>²/(d<sub>k</sub> − λ) = 0, one above each d and the last below d<sub>1</sub> + ‖z‖².
 * Coordinates that z does not touch, or that coincide with another d, are left out first.
 * Eigenvectors are formed from the z for which the computed roots are exact, so that they are
 * orthogonal to rounding.
 *
 * <p>Source: Golub, SIAM Review 1973; Gu and Eisenstat, SIAM J. Matrix Anal. Appl. 1994, whose
 * deflation and choice of z these are; the iteration is Bunch, Nielsen and Sorensen's (Numer. Math.
 * 1978), kept within its bracket.
 */
final class RankOneUpdate {

  private static final double EPS = Math.ulp(1.0) / 2;

  /** One Givens rotation of two coordinates of the old eigenbasis. */
  private record Rotation(int a, int b, double cos, double sin) {}

  private final int size;
  private final double unit;
  private final List<Rotation> rotations = new ArrayList<>();
  private final double[] d;
  private final double[] z;

  /** Coordinates that the update moves, by ascending d. */
  private int[] moved = new int[0];

  /** d of each moved coordinate less each new eigenvalue, [moved, moved]: row = eigenvalue. */
  private double[][] gaps = new double[0][];

  private final double[] unsorted;
  private final double[] values;
  private final int[] order;
  private final Lazy<Matrix> vectors = Lazy.of(this::vectors);

  private RankOneUpdate(double[] diagonal, double[] z) {
    this.size = diagonal.length;
    this.d = diagonal.clone();
    this.z = z.clone();
    double root = HeadGradients.norm(z);
    for (double value : d) {
      root = Math.max(root, Math.sqrt(Math.abs(value)));
    }
    this.unit = root > 0 ? root : 1;
    // To a largest value of about 1, so that squares neither vanish nor overflow.
    for (int k = 0; k < size; k++) {
      this.d[k] = this.d[k] / unit / unit;
      this.z[k] /= unit;
    }
    deflate();
    solve();
    this.unsorted = newValues();
    this.order = descending(unsorted);
    this.values = Arrays.stream(order).mapToDouble(k -> unsorted[k]).toArray();
  }

  /**
   * Solves.
   *
   * @param diagonal D, in any order, finite
   * @param z what is added as zzᵀ, of the same size, finite
   */
  static RankOneUpdate of(double[] diagonal, double[] z) {
    return new RankOneUpdate(diagonal, z);
  }

  /** Returns the new eigenvalues, largest first. */
  double[] values() {
    return Arrays.stream(values).map(value -> value * unit * unit).toArray();
  }

  /**
   * Changes coordinates from the old eigenbasis to the new one.
   *
   * @param coordinates one row an old eigenvector, [size, m]
   * @return one row a new eigenvector, in the order of {@link #values()}, [size, m]
   */
  Matrix apply(Matrix coordinates) {
    int m = coordinates.cols();
    double[] rotated = coordinates.toRowMajor();
    for (Rotation rotation : rotations) {
      rotate(rotation, rotated, m);
    }
    double[] result = new double[rotated.length];
    int[] placeOf = new int[size];
    for (int place = 0; place < size; place++) {
      placeOf[order[place]] = place;
      System.arraycopy(rotated, order[place] * m, result, place * m, m);
    }
    if (moved.length > 0) {
      Matrix mixed = vectors.get().times(Matrix.wrap(size, m, rotated).selectRows(moved));
      for (int j = 0; j < moved.length; j++) {
        System.arraycopy(mixed.values(), j * m, result, placeOf[moved[j]] * m, m);
      }
    }
    return Matrix.wrap(size, m, result);
  }

  private static void rotate(Rotation by, double[] rows, int m) {
    for (int j = 0, a = by.a * m, b = by.b * m; j < m; j++, a++, b++) {
      double x = rows[a];
      double y = rows[b];
      rows[a] = by.cos * x + by.sin * y;
      rows[b] = by.cos * y - by.sin * x;
    }
  }

  /**
   * Leaves out what the update does not move, after turning equal d's so that one z of each is 0.
   */
  private void deflate() {
    double largest = 0;
    double norm = HeadGradients.norm(z);
    for (double value : d) {
      largest = Math.max(largest, Math.abs(value));
    }
    double tolerance = 8 * EPS * Math.max(largest, norm * norm);
    int[] ascending = descending(d);
    List<Integer> kept = new ArrayList<>();
    for (int at = size - 1; at >= 0; at--) {
      int k = ascending[at];
      // What it adds to the matrix outside the diagonal is |z_k| ‖z‖ at most.
      if (Math.abs(z[k]) * norm <= tolerance) {
        z[k] = 0;
        continue;
      }
      int last = kept.isEmpty() ? -1 : kept.get(kept.size() - 1);
      if (last >= 0 && merge(last, k, tolerance)) {
        kept.remove(kept.size() - 1);
      }
      kept.add(k);
    }
    moved = kept.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Turns the z of two nearly equal d's into the second, where that changes D by rounding only. */
  private boolean merge(int low, int high, double tolerance) {
    double length = Math.hypot(z[low], z[high]);
    double cos = z[high] / length;
    double sin = -z[low] / length;
    double gap = d[high] - d[low];
    if (Math.abs(gap * cos * sin) > tolerance) {
      return false;
    }
    z[high] = length;
    z[low] = 0;
    rotations.add(new Rotation(low, high, cos, sin));
    double sumLow = d[low] * cos * cos + d[high] * sin * sin;
    d[high] = d[low] * sin * sin + d[high] * cos * cos;
    d[low] = sumLow;
    return true;
  }

  private void solve() {
    int count = moved.length;
    double[] poles = Arrays.stream(moved).mapToDouble(k -> d[k]).toArray();
    double[] weights = Arrays.stream(moved).mapToDouble(k -> z[k] * z[k]).toArray();
    gaps = new double[count][];
    // Every root is found by itself, so that several threads give the same as one.
    IntStream.range(0, count)
        .parallel()
        .forEach(j -> gaps[j] = SecularRoot.gaps(poles, weights, j));
    // The z for which these roots are exact, by Löwner's formula.
    for (int k = 0; k < count; k++) {
      double product = -gaps[count - 1][k];
      for (int j = 0; j < count - 1; j++) {
        int other = j < k ? j : j + 1;
        product *= gaps[j][k] / (poles[k] - poles[other]);
      }
      z[moved[k]] = Math.copySign(Math.sqrt(Math.abs(product)), z[moved[k]]);
    }
  }

  private double[] newValues() {
    double[] found = d.clone();
    for (int j = 0; j < moved.length; j++) {
      found[moved[j]] = d[moved[j]] - gaps[j][j];
    }
    return found;
  }

  /** Returns the new eigenvectors over the moved coordinates, one a row. */
  private Matrix vectors() {
    int count = moved.length;
    double[] rows = new double[count * count];
    for (int j = 0; j < count; j++) {
      double sum = 0;
      for (int k = 0; k < count; k++) {
        double value = z[moved[k]] / gaps[j][k];
        rows[j * count + k] = value;
        sum += value * value;
      }
      double norm = Math.sqrt(sum);
      for (int k = 0; k < count; k++) {
        rows[j * count + k] /= norm;
      }
    }
    return Matrix.wrap(count, count, rows);
  }

  private static int[] descending(double[] values) {
    Integer[] places = new Integer[values.length];
    Arrays.setAll(places, k -> k);
    Arrays.sort(places, (a, b) -> Double.compare(values[b], values[a]));
    return Arrays.stream(places).mapToInt(Integer::intValue).toArray();
  }
}
