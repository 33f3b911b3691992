package io.github.featurescope.examples.toys.systems.contrastive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.toys.patch.Vectors;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class ContrastiveTrainingTest {

  private static final int N = 6;
  private static final int M = 3;
  private static final int D = 5;
  private static final double TEMPERATURE = 0.7;
  private static final double[] SIGNS = Views.signs(N);

  private final Views views = Views.draw(SIGNS, 1.5, D, new Random(1));
  private final Views partners = Views.draw(SIGNS, 2.5, D, new Random(2));
  private final Encoder first = new Encoder(Vectors.normal(M, D, 0.8, new Random(3)));
  private final Encoder second = new Encoder(Vectors.normal(M, D, 0.8, new Random(4)));

  private static double activation(double[] w, double[] x) {
    double sum = 0;
    for (int k = 0; k < D; k++) {
      sum += w[k] * x[k];
    }
    return Math.max(sum, 0);
  }

  /** Sum over both patches of the mean product of activations. */
  private static double similarity(Encoder a, Views ofA, int i, Encoder b, Views ofB, int k) {
    double sum = 0;
    for (int r = 0; r < M; r++) {
      double[] signalA = new double[D];
      double[] signalB = new double[D];
      signalA[0] = ofA.signals()[i];
      signalB[0] = ofB.signals()[k];
      sum += activation(a.weights()[r], signalA) * activation(b.weights()[r], signalB);
      sum +=
          activation(a.weights()[r], ofA.noises()[i]) * activation(b.weights()[r], ofB.noises()[k]);
    }
    return sum / M;
  }

  /** The loss by its definition. */
  private double loss(Encoder partner, Encoder negative, Views ofNegative) {
    double loss = 0;
    for (int i = 0; i < N; i++) {
      double positive = similarity(first, views, i, partner, partners, i);
      double sum = Math.exp(positive / TEMPERATURE);
      for (int k = 0; k < N; k++) {
        if (SIGNS[k] != SIGNS[i]) {
          sum += Math.exp(similarity(first, views, i, negative, ofNegative, k) / TEMPERATURE);
        }
      }
      loss += (Math.log(sum) - positive / TEMPERATURE) / N;
    }
    return loss;
  }

  private static void assertGradient(Encoder encoder, DoubleSupplier loss) {
    double largest = 0;
    for (int r = 0; r < M; r++) {
      for (int k = 0; k < D; k++) {
        double kept = encoder.weights()[r][k];
        encoder.weights()[r][k] = kept + 1e-6;
        double up = loss.getAsDouble();
        encoder.weights()[r][k] = kept - 1e-6;
        double down = loss.getAsDouble();
        encoder.weights()[r][k] = kept;
        assertThat(encoder.gradient()[r][k]).isCloseTo((up - down) / 2e-6, within(1e-8));
        largest = Math.max(largest, Math.abs(encoder.gradient()[r][k]));
      }
    }
    assertThat(largest).isGreaterThan(0.01);
  }

  @Test
  void withOneModalityTheGradientIsThatOfTheLossByFiniteDifferences() {
    ContrastiveTraining training =
        ContrastiveTraining.single(views, partners, first, SIGNS, TEMPERATURE);
    assertThat(training.computeGradient()).isCloseTo(loss(first, first, views), within(1e-14));
    assertGradient(first, () -> loss(first, first, views));
  }

  @Test
  void withTwoModalitiesSoAreTheGradientsOfBothEncoders() {
    ContrastiveTraining training =
        ContrastiveTraining.multi(views, partners, first, second, SIGNS, TEMPERATURE);
    assertThat(training.computeGradient()).isCloseTo(loss(second, second, partners), within(1e-14));
    assertGradient(first, () -> loss(second, second, partners));
    assertGradient(second, () -> loss(second, second, partners));
  }

  @Test
  void anEncoderThatSeesNothingLosesByChanceAndItsProbeIsAlwaysWrong() {
    Encoder blind = new Encoder(new double[M][D]);
    ContrastiveTraining training =
        ContrastiveTraining.multi(views, partners, blind, blind, SIGNS, TEMPERATURE);
    assertThat(training.loss()).isCloseTo(Math.log(1 + N / 2.0), within(1e-14));
    assertThat(RidgeProbe.error(blind, views, SIGNS, partners, SIGNS)).isEqualTo(1);
  }

  @Test
  void aProbeOfAnEncoderThatSeesTheSignalIsRight() {
    Encoder seeing = new Encoder(new double[][] {{1, 0, 0, 0, 0}, {-1, 0, 0, 0, 0}});
    assertThat(RidgeProbe.error(seeing, views, SIGNS, partners, SIGNS)).isZero();
  }
}
