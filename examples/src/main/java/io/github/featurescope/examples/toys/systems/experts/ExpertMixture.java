package io.github.featurescope.examples.toys.systems.experts;

import io.github.featurescope.examples.toys.dense.Products;
import io.github.featurescope.examples.toys.patch.Logistic;
import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Experts f<sub>m</sub>(x) = Σ<sub>j</sub> Σ<sub>p</sub> s⟨w<sub>mj</sub>, x<sub>p</sub>⟩, cubic or
 * linear, of which a linear router on the sum of the patches picks one: the largest of h + uniform
 * noise. The output is the router's softmax at that expert times the expert's.
 */
final class ExpertMixture {

  private static final double SMALLEST = 1e-9;

  private final int clusters;
  private final boolean cubic;
  private final double[][][] experts;
  private final double[][] router;

  private ExpertMixture(int clusters, boolean cubic, double[][][] experts, double[][] router) {
    this.clusters = clusters;
    this.cubic = cubic;
    this.experts = experts;
    this.router = router;
  }

  /** Draws experts' weights from N(0, deviation²); the router starts at 0. */
  static ExpertMixture draw(
      int clusters,
      int count,
      int filters,
      int dimension,
      double deviation,
      boolean cubic,
      Random random) {
    double[][][] experts = new double[count][][];
    for (int m = 0; m < count; m++) {
      experts[m] = Vectors.normal(filters, dimension, deviation, random);
    }
    return new ExpertMixture(clusters, cubic, experts, new double[dimension][count]);
  }

  private double value(double z) {
    return cubic ? z * z * z : z;
  }

  private double slope(double z) {
    return cubic ? 3 * z * z : 1;
  }

  /** Returns h of every sample and expert, [n, M]. */
  double[][] routing(ClusterSamples samples) {
    double[][] h = new double[samples.size()][experts.length];
    Products.times(samples.sums(), router, h);
    return h;
  }

  /** Picks the largest of h + noise, the first of equals. */
  static int pick(double[] h, double[] noise) {
    int best = 0;
    for (int m = 1; m < h.length; m++) {
      if (h[m] + noise[m] > h[best] + noise[best]) {
        best = m;
      }
    }
    return best;
  }

  /** Returns what an expert says of a sample. */
  double expert(int m, ClusterSamples samples, int i) {
    int k = samples.clusters()[i];
    double sum = 0;
    for (double[] w : experts[m]) {
      sum +=
          value(samples.alpha()[i] * w[k])
              + value(samples.beta()[i] * w[clusters + k])
              + value(samples.gamma()[i] * w[samples.others()[i]])
              + value(Vectors.dot(w, samples.noise()[i]));
    }
    return sum;
  }

  /** Turns h into its softmax. */
  private static void softmax(double[] h) {
    double largest = h[0];
    for (double value : h) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (int m = 0; m < h.length; m++) {
      h[m] = StrictMath.exp(h[m] - largest);
      sum += h[m];
    }
    for (int m = 0; m < h.length; m++) {
      h[m] /= sum;
    }
  }

  /** Returns the mean logistic loss where the router picks with given noise, [n, M]. */
  double loss(ClusterSamples samples, double[][] noise) {
    return descend(samples, noise, null);
  }

  /** Returns the gradients of {@link #loss}, with the picks as they are. */
  Gradients gradients(ClusterSamples samples, double[][] noise) {
    Gradients gradients =
        new Gradients(
            new double[experts.length][experts[0].length][router.length],
            new double[router.length][experts.length]);
    descend(samples, noise, gradients);
    return gradients;
  }

  /** Adds gradients and returns the loss. */
  private double descend(ClusterSamples samples, double[][] noise, @Nullable Gradients into) {
    int n = samples.size();
    double[][] h = routing(samples);
    double loss = 0;
    for (int i = 0; i < n; i++) {
      int m = pick(h[i], noise[i]);
      softmax(h[i]);
      double said = expert(m, samples, i);
      double margin = samples.labels()[i] * h[i][m] * said;
      loss += Logistic.loss(margin);
      if (into != null) {
        double pull = -Logistic.pull(margin) * samples.labels()[i] / n * h[i][m];
        addExpert(into.experts[m], m, samples, i, pull);
        for (int l = 0; l < h[i].length; l++) {
          h[i][l] = pull * said * ((l == m ? 1 : 0) - h[i][l]);
        }
      }
    }
    if (into != null) {
      Products.transposeTimes(samples.sums(), h, into.router);
    }
    return loss / n;
  }

  private void addExpert(double[][] gradient, int m, ClusterSamples samples, int i, double pull) {
    int k = samples.clusters()[i];
    for (int j = 0; j < gradient.length; j++) {
      double[] w = experts[m][j];
      double[] g = gradient[j];
      double alpha = samples.alpha()[i];
      double beta = samples.beta()[i];
      double gamma = samples.gamma()[i];
      int other = samples.others()[i];
      g[k] += pull * slope(alpha * w[k]) * alpha;
      g[clusters + k] += pull * slope(beta * w[clusters + k]) * beta;
      g[other] += pull * slope(gamma * w[other]) * gamma;
      Vectors.add(g, pull * slope(Vectors.dot(w, samples.noise()[i])), samples.noise()[i]);
    }
  }

  /**
   * Steps down, each expert by a step of one length, and returns the loss before the step.
   *
   * @param gradients are overwritten
   */
  double step(
      ClusterSamples samples,
      double[][] noise,
      double rate,
      double routerRate,
      Gradients gradients) {
    gradients.clear();
    double loss = descend(samples, noise, gradients);
    for (int m = 0; m < experts.length; m++) {
      double norm = Math.sqrt(Products.squaredNorm(gradients.experts[m]));
      for (int j = 0; j < experts[m].length; j++) {
        Vectors.add(experts[m][j], -rate / (norm + SMALLEST), gradients.experts[m][j]);
      }
    }
    if (experts.length > 1) {
      for (int k = 0; k < router.length; k++) {
        Vectors.add(router[k], -routerRate, gradients.router[k]);
      }
    }
    return loss;
  }

  /** Returns a copy with one weight of an expert moved. */
  ExpertMixture movedExpert(int m, int filter, int column, double by) {
    ExpertMixture copy = copy();
    copy.experts[m][filter][column] += by;
    return copy;
  }

  /** Returns a copy with one weight of the router moved. */
  ExpertMixture movedRouter(int row, int m, double by) {
    ExpertMixture copy = copy();
    copy.router[row][m] += by;
    return copy;
  }

  private ExpertMixture copy() {
    double[][][] copies = new double[experts.length][][];
    for (int m = 0; m < copies.length; m++) {
      copies[m] = Vectors.copy(experts[m]);
    }
    return new ExpertMixture(clusters, cubic, copies, Vectors.copy(router));
  }

  /**
   * Gradients of the loss.
   *
   * @param experts [M, J, d]
   * @param router [d, M]
   */
  @SuppressWarnings("ArrayRecordComponent") // lives within this package only
  record Gradients(double[][][] experts, double[][] router) {

    private void clear() {
      for (double[][] expert : experts) {
        for (double[] filter : expert) {
          Arrays.fill(filter, 0);
        }
      }
    }
  }
}
