package io.github.featurescope.examples.toys.systems.diffusion;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Arrays;

/**
 * A denoiser with squared activations and tied weights, f(x) = m<sup>−1/2</sup> Σ<sub>r</sub>
 * ⟨w<sub>r</sub>, x⟩² w<sub>r</sub> of each patch, trained to predict the noise ε in x<sub>t</sub>
 * = a x + b ε, a = e<sup>−t</sup>, b² = 1 − a².
 *
 * <p>The loss E‖f(x<sub>t</sub>) − ε‖² − E‖ε‖² is taken over all ε in closed form, by Stein's lemma
 * for the product with ε and Wick's theorem for the square, and averaged over samples and patches.
 */
final class DiffusionTraining {

  private final PairData data;
  private final double[][] weights;
  private final double signalScale;
  private final double noiseScale;
  private final double[][] gradient;
  private final double[][] gram;
  private final double[][] gramSlopes;
  private final double[] squareSlopes;
  private final double[][] means;
  private final double[][] squares;
  private final double[][] slopes;
  private final double[][] meanMoments;
  private final double[] squareMeans;

  DiffusionTraining(PairData data, double[][] weights, double time) {
    int m = weights.length;
    int n = data.samples();
    this.data = data;
    this.weights = weights;
    this.signalScale = StrictMath.exp(-time);
    this.noiseScale = Math.sqrt(1 - StrictMath.exp(-2 * time));
    this.gradient = new double[m][weights[0].length];
    this.gram = new double[m][m];
    this.gramSlopes = new double[m][m];
    this.squareSlopes = new double[m];
    this.means = new double[n][m];
    this.squares = new double[n][m];
    this.slopes = new double[n][m];
    this.meanMoments = new double[m][m];
    this.squareMeans = new double[m];
  }

  double[][] weights() {
    return weights;
  }

  /** Makes a step of gradient descent and returns the loss before it. */
  double step(double rate) {
    double loss = computeGradient();
    for (int r = 0; r < weights.length; r++) {
      Vectors.add(weights[r], -rate, gradient[r]);
    }
    return loss;
  }

  double[][] gradient() {
    return gradient;
  }

  double computeGradient() {
    int m = weights.length;
    for (int r = 0; r < m; r++) {
      Arrays.fill(gradient[r], 0);
      Arrays.fill(gramSlopes[r], 0);
      for (int s = 0; s <= r; s++) {
        gram[r][s] = Vectors.dot(weights[r], weights[s]);
        gram[s][r] = gram[r][s];
      }
    }
    Arrays.fill(squareSlopes, 0);
    double loss = addPatch(data.signal()) + addPatch(data.noise());
    for (int r = 0; r < m; r++) {
      Vectors.add(gradient[r], squareSlopes[r], weights[r]);
      for (int s = 0; s < m; s++) {
        // Both triangles of the Gram matrix move with a weight; half of it is one patch's share.
        Vectors.add(gradient[r], gramSlopes[r][s], weights[s]);
      }
    }
    return loss;
  }

  /** Returns half the loss of a patch and adds half its slopes. */
  private double addPatch(Patch patch) {
    patch.project(weights, signalScale, means);
    gatherMoments();
    int m = weights.length;
    int n = data.samples();
    double b = noiseScale;
    double cross = -4 * b / Math.sqrt(m);
    double loss = 0;
    for (int r = 0; r < m; r++) {
      double mean = 0;
      for (double[] row : means) {
        mean += row[r] / n;
      }
      loss += cross * mean * gram[r][r];
      double pull = 0;
      for (int s = 0; s < m; s++) {
        double c = gram[r][s];
        double spread = b * b * c;
        double fourth = squareMoment(r, s) + 4 * meanMoments[r][s] * spread + 2 * spread * spread;
        loss += c * fourth / m;
        gramSlopes[r][s] += (fourth + 4 * c * (meanMoments[r][s] + spread) * b * b) / m;
        pull += squareMeans[s] * c;
      }
      squareSlopes[r] += cross * mean + 2 * b * b * pull / m;
    }
    for (int i = 0; i < n; i++) {
      slope(means[i], squares[i], cross, slopes[i]);
    }
    patch.back(slopes, signalScale / 2, gradient);
    return loss / 2;
  }

  /** Computes E⟨w, x_t⟩² of each sample, and means over samples. */
  private void gatherMoments() {
    int m = weights.length;
    int n = data.samples();
    Arrays.fill(squareMeans, 0);
    for (double[] row : meanMoments) {
      Arrays.fill(row, 0);
    }
    for (int i = 0; i < n; i++) {
      double[] a = means[i];
      for (int r = 0; r < m; r++) {
        squares[i][r] = a[r] * a[r] + noiseScale * noiseScale * gram[r][r];
        squareMeans[r] += squares[i][r] / n;
        Vectors.add(meanMoments[r], a[r] / n, a);
      }
    }
  }

  private double squareMoment(int r, int s) {
    double sum = 0;
    for (double[] row : squares) {
      sum += row[r] * row[s];
    }
    return sum / squares.length;
  }

  /** Computes the slope of a patch's loss in the means ⟨w, a x⟩ of one sample. */
  private void slope(double[] a, double[] square, double cross, double[] into) {
    int m = into.length;
    int n = data.samples();
    for (int r = 0; r < m; r++) {
      double own = 0;
      double joint = 0;
      for (int s = 0; s < m; s++) {
        double c = gram[r][s];
        own += square[s] * c;
        joint += a[s] * c * c;
      }
      into[r] =
          (cross * gram[r][r] + (4 * a[r] * own + 8 * noiseScale * noiseScale * joint) / m) / n;
    }
  }
}
