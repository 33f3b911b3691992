package io.github.featurescope.probes;

/**
 * One root of the secular equation f(λ) = 1 + Σ w<sub>k</sub>/(d<sub>k</sub> − λ) = 0 with
 * ascending, distinct poles d and positive weights w.
 *
 * <p>f rises from −∞ to ∞ between two poles. The root is sought as a distance from the nearer pole,
 * so that all d<sub>k</sub> − λ are precise even where the root all but touches a pole.
 */
final class SecularRoot {

  private static final double EPS = Math.ulp(1.0) / 2;
  private static final int MOST_STEPS = 100;

  private final double[] shifted;
  private final double[] inverses;
  private final double[] weights;
  private final int left;
  private final boolean last;

  // Sums of the terms on either side of the root, and of their derivatives.
  private double below;
  private double above;
  private double belowSlope;
  private double aboveSlope;

  private SecularRoot(double[] shifted, double[] weights, int left) {
    this.shifted = shifted;
    this.inverses = new double[shifted.length];
    this.weights = weights;
    this.left = left;
    this.last = left == shifted.length - 1;
  }

  /**
   * Finds the root above a pole.
   *
   * @param poles d, strictly ascending
   * @param weights w, above 0
   * @param left the pole below the root; the last root lies below d + Σw
   * @return d_k − λ of every pole, none of them 0
   */
  static double[] gaps(double[] poles, double[] weights, int left) {
    int count = poles.length;
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double width = left == count - 1 ? sum : poles[left + 1] - poles[left];
    SecularRoot root = around(poles, weights, left, left);
    double tau;
    if (root.last) {
      tau = root.search(0, width, width / 2);
    } else {
      double middle = root.value(width / 2);
      double others = middle + (weights[left] - weights[left + 1]) / (width / 2);
      if (middle >= 0) {
        tau = root.search(0, width, fromLeft(others, weights[left], weights[left + 1], width));
      } else {
        root = around(poles, weights, left, left + 1);
        tau = root.search(-width, 0, -fromLeft(-others, weights[left + 1], weights[left], width));
      }
    }
    double[] gaps = root.shifted;
    for (int k = 0; k < count; k++) {
      gaps[k] -= tau;
    }
    return gaps;
  }

  /**
   * Solves others + near/(0 − x) + far/(width − x) = 0 for x between the poles, where the root is
   * sought first: all other poles taken at what they add in the middle.
   */
  private static double fromLeft(double others, double near, double far, double width) {
    double b = others * width + near + far;
    double c = near * width;
    double root = Math.sqrt(Math.max(0, b * b - 4 * others * c));
    return b >= 0 ? 2 * c / (b + root) : (b - root) / (2 * others);
  }

  private static SecularRoot around(double[] poles, double[] weights, int left, int origin) {
    double[] shifted = new double[poles.length];
    for (int k = 0; k < shifted.length; k++) {
      shifted[k] = poles[k] - poles[origin];
    }
    return new SecularRoot(shifted, weights, left);
  }

  /** Computes f at a distance from the origin, and what the next step needs. */
  private double value(double tau) {
    // A loop of divisions alone, which a processor does four at once.
    for (int k = 0; k < inverses.length; k++) {
      inverses[k] = 1 / (shifted[k] - tau);
    }
    below = 0;
    belowSlope = 0;
    for (int k = 0; k <= left; k++) {
      double term = weights[k] * inverses[k];
      below += term;
      belowSlope += term * inverses[k];
    }
    above = 0;
    aboveSlope = 0;
    for (int k = inverses.length - 1; k > left; k--) {
      double term = weights[k] * inverses[k];
      above += term;
      aboveSlope += term * inverses[k];
    }
    return 1 + below + above;
  }

  /** Closes in on the root between two distances, at the ends of which f is −∞ or not below 0. */
  private double search(double from, double to, double start) {
    double low = from;
    double high = to;
    // Half of the interval is known to hold the root, the half next to the origin.
    if (!last) {
      if (from == 0) {
        high = to / 2;
      } else {
        low = from / 2;
      }
    }
    double tau = start > low && start < high ? start : (low + high) / 2;
    for (int step = 0; step < MOST_STEPS; step++) {
      double f = value(tau);
      double noise = 4 * EPS * (1 + Math.abs(below) + Math.abs(above));
      if (Math.abs(f) <= noise) {
        return tau;
      }
      if (f < 0) {
        low = tau;
      } else {
        high = tau;
      }
      double next = tau + step(f, shifted[left] - tau, last ? Double.NaN : shifted[left + 1] - tau);
      boolean inside = next > low && next < high;
      double guess = inside ? next : (low + high) / 2;
      if (guess == tau || guess <= low || guess >= high) {
        return tau;
      }
      tau = guess;
    }
    return tau;
  }

  /** Solves the equation with each side replaced by one pole of the same value and slope. */
  private double step(double f, double toLeft, double toRight) {
    // below ≈ r + s/(left − λ) with s = slope·gap², r = below − slope·gap; above likewise.
    double s = belowSlope * toLeft * toLeft;
    double constant = 1 + below - belowSlope * toLeft;
    if (last) {
      // constant + s/(toLeft − η) = 0
      return toLeft + s / constant;
    }
    double t = aboveSlope * toRight * toRight;
    constant += above - aboveSlope * toRight;
    // constant (toLeft − η)(toRight − η) + s (toRight − η) + t (toLeft − η) = 0
    double b = constant * (toLeft + toRight) + s + t;
    double c = f * toLeft * toRight;
    double root = Math.sqrt(Math.max(0, b * b - 4 * constant * c));
    // η is the root nearer to 0, in the form without cancellation.
    return b >= 0 ? 2 * c / (b + root) : 2 * c / (b - root);
  }
}
