package io.github.featurescope.examples.toys.systems.sparsenoise;

/** How a gradient moves weights. */
enum Rule {
  GD("gd") {
    @Override
    void move(double[] w, double[] g, double[] m, double[] v, double rate, int step) {
      for (int k = 0; k < w.length; k++) {
        w[k] -= rate * g[k];
      }
    }
  },

  SIGN("sign") {
    @Override
    void move(double[] w, double[] g, double[] m, double[] v, double rate, int step) {
      for (int k = 0; k < w.length; k++) {
        w[k] -= rate * Math.signum(g[k]);
      }
    }
  },

  /** β₁ = 0.9, β₂ = 0.99, ε = 1e-8, both moments with the correction for their start at 0. */
  ADAM("adam") {
    @Override
    void move(double[] w, double[] g, double[] m, double[] v, double rate, int step) {
      double first = 1 - StrictMath.pow(FIRST, step);
      double second = 1 - StrictMath.pow(SECOND, step);
      for (int k = 0; k < w.length; k++) {
        m[k] = FIRST * m[k] + (1 - FIRST) * g[k];
        v[k] = SECOND * v[k] + (1 - SECOND) * g[k] * g[k];
        w[k] -= rate * (m[k] / first) / (Math.sqrt(v[k] / second) + 1e-8);
      }
    }
  };

  private static final double FIRST = 0.9;
  private static final double SECOND = 0.99;

  private final String text;

  Rule(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static Rule of(String text) {
    for (Rule rule : values()) {
      if (rule.text.equals(text)) {
        return rule;
      }
    }
    throw new IllegalArgumentException(text);
  }

  /**
   * Moves one filter.
   *
   * @param w weights, changed
   * @param g gradient
   * @param m first moment, changed by Adam
   * @param v second moment, changed by Adam
   * @param rate η
   * @param step 1, 2, ...
   */
  abstract void move(double[] w, double[] g, double[] m, double[] v, double rate, int step);
}
