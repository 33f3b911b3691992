package io.github.featurescope.examples.toys.systems.diffusion;

import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Arrays;

/**
 * A classifier with squared activations, f = F<sub>+1</sub> − F<sub>−1</sub>, F<sub>j</sub> = (1/m)
 * Σ<sub>r</sub> ⟨w<sub>jr</sub>, signal⟩² + ⟨w<sub>jr</sub>, noise⟩², trained by gradient descent
 * on the logistic loss of all samples.
 */
final class SquareClassifier {

  private final PairData data;
  private final double[][] weights;
  private final double[][] gradient;
  private final double[][] signals;
  private final double[][] noises;

  /** Takes 2m filters, those of the class +1 first. */
  SquareClassifier(PairData data, double[][] weights) {
    this.data = data;
    this.weights = weights;
    this.gradient = new double[weights.length][weights[0].length];
    this.signals = new double[data.samples()][weights.length];
    this.noises = new double[data.samples()][weights.length];
  }

  double[][] weights() {
    return weights;
  }

  double[][] gradient() {
    return gradient;
  }

  /** Makes a step of gradient descent and returns the loss before it. */
  double step(double rate) {
    double loss = computeGradient();
    for (int r = 0; r < weights.length; r++) {
      Vectors.add(weights[r], -rate, gradient[r]);
    }
    return loss;
  }

  double computeGradient() {
    for (double[] row : gradient) {
      Arrays.fill(row, 0);
    }
    double loss = loss();
    int n = data.samples();
    int m = weights.length / 2;
    for (int i = 0; i < n; i++) {
      double y = data.signs()[i];
      double slope = -y * Logistic.pull(y * output(signals[i], noises[i])) / n;
      for (int r = 0; r < 2 * m; r++) {
        double factor = 2 * slope / (r < m ? m : -m);
        signals[i][r] *= factor;
        noises[i][r] *= factor;
      }
    }
    data.signal().back(signals, 1, gradient);
    data.noise().back(noises, 1, gradient);
    return loss;
  }

  /** Returns the loss of the present weights. */
  double loss() {
    data.signal().project(weights, 1, signals);
    data.noise().project(weights, 1, noises);
    double loss = 0;
    for (int i = 0; i < data.samples(); i++) {
      loss += Logistic.loss(data.signs()[i] * output(signals[i], noises[i]));
    }
    return loss / data.samples();
  }

  private static double output(double[] alongSignal, double[] alongNoise) {
    int m = alongSignal.length / 2;
    double f = 0;
    for (int r = 0; r < 2 * m; r++) {
      double square = alongSignal[r] * alongSignal[r] + alongNoise[r] * alongNoise[r];
      f += r < m ? square : -square;
    }
    return f / m;
  }

  /** Returns the share of errors on other samples. */
  double error(PairData fresh) {
    double[][] alongSignal = new double[fresh.samples()][weights.length];
    double[][] alongNoise = new double[fresh.samples()][weights.length];
    fresh.signal().project(weights, 1, alongSignal);
    fresh.noise().project(weights, 1, alongNoise);
    int errors = 0;
    for (int i = 0; i < fresh.samples(); i++) {
      errors += fresh.signs()[i] * output(alongSignal[i], alongNoise[i]) > 0 ? 0 : 1;
    }
    return errors / (double) fresh.samples();
  }
}
