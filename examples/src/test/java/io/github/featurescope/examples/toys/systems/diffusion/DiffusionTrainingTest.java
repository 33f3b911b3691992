package io.github.featurescope.examples.toys.systems.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class DiffusionTrainingTest {

  private static final int D = 7;
  private static final double TIME = 0.2;

  private final PairData data = PairData.draw(6, D, 1.5, new Random(1));

  private static double[] full(Patch patch, int i) {
    double[] x = new double[D];
    System.arraycopy(patch.rows()[i], 0, x, patch.offset(), patch.rows()[i].length);
    return x;
  }

  private static void assertGradient(
      double[][] weights, double[][] gradient, DoubleSupplier loss, double tolerance) {
    double largest = 0;
    for (double[] row : gradient) {
      for (double value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    assertThat(largest).isGreaterThan(1e-3);
    double[][] copy = Vectors.copy(gradient);
    for (int r = 0; r < weights.length; r++) {
      for (int k = 0; k < D; k++) {
        double kept = weights[r][k];
        weights[r][k] = kept + 1e-5;
        double up = loss.getAsDouble();
        weights[r][k] = kept - 1e-5;
        double down = loss.getAsDouble();
        weights[r][k] = kept;
        assertThat(copy[r][k]).isCloseTo((up - down) / 2e-5, within(tolerance * largest));
      }
    }
  }

  @Test
  void theGradientOfDiffusionIsThatOfItsLossByFiniteDifferences() {
    double[][] weights = Vectors.normal(4, D, 0.3, new Random(2));
    DiffusionTraining training = new DiffusionTraining(data, weights, TIME);
    training.computeGradient();
    assertGradient(weights, training.gradient(), training::computeGradient, 1e-8);
  }

  @Test
  void theLossOfDiffusionIsItsMeanOverDrawnNoise() {
    double[][] weights = Vectors.normal(4, D, 0.3, new Random(2));
    double closed = new DiffusionTraining(data, weights, TIME).computeGradient();
    Random random = new Random(3);
    int draws = 100_000;
    double sum = 0;
    double squares = 0;
    for (int draw = 0; draw < draws; draw++) {
      Patch patch = draw % 2 == 0 ? data.signal() : data.noise();
      double[] x = full(patch, random.nextInt(data.samples()));
      double[] noise = new double[D];
      for (int k = 0; k < D; k++) {
        noise[k] = random.nextGaussian();
        x[k] = Math.exp(-TIME) * x[k] + Math.sqrt(1 - Math.exp(-2 * TIME)) * noise[k];
      }
      double[] f = new double[D];
      for (double[] w : weights) {
        double along = Vectors.dot(w, x);
        Vectors.add(f, along * along / Math.sqrt(weights.length), w);
      }
      double error = Vectors.dot(f, f) - 2 * Vectors.dot(f, noise);
      sum += error / draws;
      squares += error * error / draws;
    }
    double deviation = Math.sqrt((squares - sum * sum) / draws);
    assertThat(deviation).isLessThan(0.05 * Math.abs(closed));
    assertThat(sum).isCloseTo(closed, within(4 * deviation));
  }

  @Test
  void theGradientOfClassificationIsThatOfItsLossByFiniteDifferences() {
    double[][] weights = Vectors.normal(6, D, 0.5, new Random(4));
    SquareClassifier training = new SquareClassifier(data, weights);
    training.computeGradient();
    assertGradient(weights, training.gradient(), () -> logisticLoss(weights), 1e-8);
    assertThat(training.loss()).isCloseTo(logisticLoss(weights), within(1e-14));
  }

  private double logisticLoss(double[][] weights) {
    double loss = 0;
    int m = weights.length / 2;
    for (int i = 0; i < data.samples(); i++) {
      double f = 0;
      for (int r = 0; r < 2 * m; r++) {
        double signal = Vectors.dot(weights[r], full(data.signal(), i));
        double noise = Vectors.dot(weights[r], full(data.noise(), i));
        f += (r < m ? 1.0 : -1.0) / m * (signal * signal + noise * noise);
      }
      loss += Math.log(1 + Math.exp(-data.signs()[i] * f)) / data.samples();
    }
    return loss;
  }

  @Test
  void aClassifierThatSeesOnlyTheSignalsIsRight() {
    double[][] weights = new double[2][D];
    weights[0][0] = 1;
    weights[1][1] = 1;
    assertThat(new SquareClassifier(data, weights).error(data)).isZero();
    double[][] swapped = {weights[1], weights[0]};
    assertThat(new SquareClassifier(data, swapped).error(data)).isEqualTo(1);
  }

  private static double[][] alongAll(double[][] weights, PairData samples) {
    double[][] along = new double[2 * samples.samples()][weights.length];
    samples.signal().project(weights, 1, along);
    double[][] noise = new double[samples.samples()][weights.length];
    samples.noise().project(weights, 1, noise);
    System.arraycopy(noise, 0, along, samples.samples(), noise.length);
    return along;
  }

  private static void assertSame(double[][] actual, double[][] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).containsExactly(expected[i], within(1e-12));
    }
  }

  @Test
  void trainingInTheSpanIsTrainingInAllDimensions() {
    PairData few = PairData.draw(4, 40, 1.5, new Random(5));
    PairData fresh = PairData.draw(6, 40, 1.5, new Random(6));
    double[][] weights = Vectors.normal(4, 40, 0.1, new Random(7));
    Span span = Span.of(few, weights);
    double[][] reduced = span.of(weights);
    assertThat(reduced[0]).hasSize(2 + 4 + 4);
    double[][] other = Vectors.copy(weights);
    double[][] otherReduced = Vectors.copy(reduced);
    DiffusionTraining full = new DiffusionTraining(few, weights, TIME);
    DiffusionTraining inSpan = new DiffusionTraining(span.of(few), reduced, TIME);
    SquareClassifier classifier = new SquareClassifier(few, other);
    SquareClassifier classifierInSpan = new SquareClassifier(span.of(few), otherReduced);
    for (int step = 0; step < 20; step++) {
      assertThat(inSpan.step(0.01)).isCloseTo(full.step(0.01), within(1e-12));
      assertThat(classifierInSpan.step(0.1)).isCloseTo(classifier.step(0.1), within(1e-12));
    }
    assertSame(alongAll(reduced, span.of(fresh)), alongAll(weights, fresh));
    assertSame(alongAll(otherReduced, span.of(fresh)), alongAll(other, fresh));
  }
}
