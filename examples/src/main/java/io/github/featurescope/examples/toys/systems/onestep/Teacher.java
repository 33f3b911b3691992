package io.github.featurescope.examples.toys.systems.onestep;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;

/** Samples x ~ N(0, I) with labels tanh⟨b, x⟩, b of norm 1, plus noise. */
@SuppressWarnings("ArrayRecordComponent") // lives within this package only
record Teacher(double[][] x, double[] labels) {

  /** Draws b, [d]. */
  static double[] direction(int dimension, Random random) {
    double[] b = Vectors.normal(1, dimension, 1, random)[0];
    double norm = Math.sqrt(Vectors.dot(b, b));
    for (int k = 0; k < dimension; k++) {
      b[k] /= norm;
    }
    return b;
  }

  /** Draws samples. */
  static Teacher draw(double[] direction, int samples, double noise, Random random) {
    double[][] x = Vectors.normal(samples, direction.length, 1, random);
    double[] labels = new double[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = StrictMath.tanh(Vectors.dot(direction, x[i])) + noise * random.nextGaussian();
    }
    return new Teacher(x, labels);
  }

  /**
   * Returns ‖P<sub>&gt;1</sub> tanh‖², what of tanh(z), z ~ N(0, 1), neither a constant nor z
   * explains: the least risk of any kernel in high dimension.
   */
  static double beyondLinear() {
    // The trapezoidal rule is exact to rounding for what falls off as a Gaussian does.
    double h = 1.0 / 64;
    double squares = 0;
    double linear = 0;
    for (int k = -640; k <= 640; k++) {
      double z = k * h;
      double weight = h * StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
      double value = StrictMath.tanh(z);
      squares += weight * value * value;
      linear += weight * value * z;
    }
    return squares - linear * linear;
  }
}
