package io.github.featurescope.examples.toys.patch;

import java.util.Arrays;

/**
 * Minus the gradient of the mean logistic loss, as coefficients of μ and the ξ, and what a step
 * along it does to ⟨w, μ⟩ and ⟨w, ξ⟩. Holds its buffers: nothing is allocated by a step.
 */
final class SpanGradient {

  private final ReluPower activation;
  private final int n;
  private final int filters;
  private final double[] signs;
  private final double[][] gram;
  private final double[] crossing;
  private final boolean orthogonal;
  private final double squaredSignal;
  private final double[] f;
  private final double[] pull;
  private final double[] onSignal;
  private final double[] onNoise;
  private final double[] moveAlong;
  private final double[] moveOnNoise;
  private final double[] moved;
  private final int[] active;

  SpanGradient(PatchData data, PatchNetwork network) {
    this.activation = network.activation();
    this.n = data.samples();
    this.filters = network.filters();
    this.signs = data.trueSigns();
    this.crossing = data.alongNoise(data.signal());
    this.squaredSignal = data.squaredSignal();
    this.gram = data.noiseGram();
    boolean apart = true;
    for (int i = 0; i < n; i++) {
      apart &= crossing[i] == 0;
    }
    this.orthogonal = apart;
    this.f = new double[n];
    this.pull = new double[n];
    this.onSignal = new double[2 * filters];
    this.onNoise = new double[2 * filters * n];
    this.moveAlong = new double[2 * filters];
    this.moveOnNoise = new double[2 * filters * n];
    this.moved = new double[n];
    this.active = new int[n];
  }

  private double sign(int filter) {
    return filter < filters ? 1 : -1;
  }

  /** Returns f of each training sample, in a buffer. */
  double[] outputs(SpanPoint at) {
    double plus = 0;
    double minus = 0;
    Arrays.fill(f, 0);
    double[] z = at.onNoise();
    for (int r = 0; r < 2 * filters; r++) {
      double head = sign(r) / filters;
      plus += head * activation.value(at.along()[r]);
      minus += head * activation.value(-at.along()[r]);
      addOutputs(head, z, r * n);
    }
    for (int i = 0; i < n; i++) {
      f[i] += signs[i] > 0 ? plus : minus;
    }
    return f;
  }

  private void addOutputs(double head, double[] z, int row) {
    if (activation.power() == 1) {
      for (int i = 0; i < n; i++) {
        f[i] += head * Math.max(z[row + i], 0);
      }
    } else {
      for (int i = 0; i < n; i++) {
        f[i] += head * activation.value(z[row + i]);
      }
    }
  }

  /** Computes everything at a point and returns the mean loss there. */
  double at(SpanPoint at, double[] told) {
    outputs(at);
    double loss = 0;
    double product = 1;
    for (int i = 0; i < n; i++) {
      double margin = told[i] * f[i];
      double small = StrictMath.exp(-Math.abs(margin));
      pull[i] = told[i] * (margin > 0 ? small : 1) / (1 + small) / (n * (double) filters);
      // log1p of each would cost as much as a tenth of the step.
      loss += Math.max(-margin, 0);
      product *= 1 + small;
      if (product > 1e200) {
        loss += StrictMath.log(product);
        product = 1;
      }
    }
    loss += StrictMath.log(product);
    for (int r = 0; r < 2 * filters; r++) {
      coefficients(r, at);
      effect(r);
    }
    return loss / n;
  }

  private void coefficients(int r, SpanPoint at) {
    double sign = sign(r);
    double forPlus = sign * activation.slope(at.along()[r]);
    double forMinus = -sign * activation.slope(-at.along()[r]);
    double sum = 0;
    int row = r * n;
    double[] z = at.onNoise();
    boolean linear = activation.power() == 1;
    for (int i = 0; i < n; i++) {
      sum += pull[i] * (signs[i] > 0 ? forPlus : forMinus);
      double on = z[row + i];
      onNoise[row + i] = on > 0 ? sign * pull[i] * (linear ? 1 : activation.slope(on)) : 0;
    }
    onSignal[r] = sum;
  }

  /** Multiplies the coefficients of one filter by the inner products of the patches. */
  private void effect(int r) {
    int row = r * n;
    int count = 0;
    for (int i = 0; i < n; i++) {
      moved[i] = 0;
      if (onNoise[row + i] != 0) {
        active[count++] = i;
      }
    }
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      addFour(row, active[k], active[k + 1], active[k + 2], active[k + 3]);
    }
    for (; k < count; k++) {
      addOne(row, active[k]);
    }
    System.arraycopy(moved, 0, moveOnNoise, row, n);
    moveAlong[r] = onSignal[r] * squaredSignal;
    if (!orthogonal) {
      for (int i = 0; i < n; i++) {
        moveAlong[r] += onNoise[row + i] * crossing[i];
        moveOnNoise[row + i] += onSignal[r] * crossing[i];
      }
    }
  }

  /**
   * Four rows at once: each number moved is read and written once instead of four times. All arrays
   * from 0 on: with offsets between them the just-in-time compiler makes no vector instructions.
   */
  private void addFour(int row, int a, int b, int c, int d) {
    double fa = onNoise[row + a];
    double fb = onNoise[row + b];
    double fc = onNoise[row + c];
    double fd = onNoise[row + d];
    double[] ga = gram[a];
    double[] gb = gram[b];
    double[] gc = gram[c];
    double[] gd = gram[d];
    double[] to = moved;
    for (int i = 0; i < to.length; i++) {
      to[i] += fa * ga[i] + fb * gb[i] + fc * gc[i] + fd * gd[i];
    }
  }

  private void addOne(int row, int a) {
    double fa = onNoise[row + a];
    double[] ga = gram[a];
    double[] to = moved;
    for (int i = 0; i < to.length; i++) {
      to[i] += fa * ga[i];
    }
  }

  /** Returns the norm of the gradient over all weights. */
  double norm() {
    return StrictMath.sqrt(Vectors.dot(onSignal, moveAlong) + Vectors.dot(onNoise, moveOnNoise));
  }

  /** Returns the coefficients of μ, [2m]. */
  double[] onSignal() {
    return onSignal;
  }

  /** Returns the coefficients of the ξ, [2m, n] row by row. */
  double[] onNoise() {
    return onNoise;
  }

  /** Returns what a step of length 1 adds to ⟨w, μ⟩, [2m]. */
  double[] moveAlong() {
    return moveAlong;
  }

  /** Returns what a step of length 1 adds to ⟨w, ξ⟩, [2m, n] row by row. */
  double[] moveOnNoise() {
    return moveOnNoise;
  }

  /** Returns ‖ξ‖² of a sample. */
  double squaredNoise(int i) {
    return gram[i][i];
  }
}
