package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NoiseRateTest {

  private static final int CLASSES = 6;
  private static final int N = 3000;
  private static final int[] TRUTH = Samples.pairedLabels(N, CLASSES);

  private enum Noise {
    EVEN,
    PAIR
  }

  private static int[] noisy(Noise noise, double rate) {
    Random random = new Random(11);
    int[] given = TRUTH.clone();
    for (int i = 0; i < N; i++) {
      if (random.nextDouble() < rate) {
        int shift = noise == Noise.PAIR ? 1 : 1 + random.nextInt(CLASSES - 1);
        given[i] = (TRUTH[i] + shift) % CLASSES;
      }
    }
    return given;
  }

  private static double wrong(int[] given) {
    int wrong = 0;
    for (int i = 0; i < N; i++) {
      wrong += given[i] == TRUTH[i] ? 0 : 1;
    }
    return (double) wrong / N;
  }

  /** A model that sees the truth through noise of its own and, later on, the given labels. */
  private static SampleHistory run(int[] given, double strength, int memorised) {
    SampleHistory history = SampleHistory.of(given, CLASSES);
    double[][] own = Samples.normal(1, N, CLASSES);
    for (int look = 0; look < 3 + memorised; look++) {
      double[][] logits = Samples.normal(20 + look, N, CLASSES);
      for (int i = 0; i < N; i++) {
        for (int c = 0; c < CLASSES; c++) {
          logits[i][c] = 0.3 * logits[i][c] + own[i][c];
        }
        logits[i][look < 3 ? TRUTH[i] : given[i]] += look < 3 ? strength : 9;
      }
      history.observe(Samples.matrix(logits));
    }
    return history;
  }

  @Test
  void findsEvenNoise() {
    for (double rate : new double[] {0.2, 0.4, 0.6}) {
      int[] given = noisy(Noise.EVEN, rate);
      assertThat(run(given, 5, 0).noiseRate().rate()).isEqualTo(wrong(given), within(0.02));
    }
  }

  @Test
  void findsPairNoise() {
    int[] given = noisy(Noise.PAIR, 0.4);
    assertThat(run(given, 5, 0).noiseRate().rate()).isEqualTo(wrong(given), within(0.02));
  }

  @Test
  void findsNoNoiseInCleanLabels() {
    assertThat(run(TRUTH, 5, 0).noiseRate().rate()).isLessThan(0.01);
  }

  @Test
  void keepsTheEstimateWhenWrongLabelsAreFitted() {
    int[] given = noisy(Noise.EVEN, 0.4);
    NoiseRate before = run(given, 5, 0).noiseRate();
    assertThat(before.settled()).isTrue();
    assertThat(run(given, 5, 30).noiseRate()).isEqualTo(before);
  }

  @Test
  void doesNotSettleOnAModelThatKnowsNothing() {
    SampleHistory history = SampleHistory.of(TRUTH, CLASSES);
    for (int look = 0; look < 5; look++) {
      history.observe(Samples.matrix(Samples.normal(look, N, CLASSES)));
    }
    assertThat(history.noiseRate().settled()).isFalse();
  }

  @Test
  void boundsStandInOrderAndAWeakModelTakesTheLowerOne() {
    Matrix vague = Samples.matrix(Samples.normal(4, N, CLASSES));
    Matrix early = Softmax.ofRows(vague);
    NoiseRate steady = NoiseRate.of(early, TRUTH, 0, true);
    NoiseRate restless = NoiseRate.of(early, TRUTH, 1, true);
    assertThat(steady.low()).isLessThanOrEqualTo(steady.high());
    assertThat(steady.rate()).isEqualTo(steady.high());
    // Of a model that knows nothing both bounds are the chance of being wrong, within its spread.
    assertThat(restless.low()).isEqualTo((CLASSES - 1.0) / CLASSES, within(0.06));
    assertThat(restless.high()).isEqualTo((CLASSES - 1.0) / CLASSES, within(0.06));
  }

  @Test
  void mutualConfusionsOfAWeakModelAreNoNoise() {
    // Clean labels; classes 0 and 1, 2 and 3, 4 and 5 look alike to the model.
    SampleHistory history = SampleHistory.of(TRUTH, CLASSES);
    for (int look = 0; look < 3; look++) {
      double[][] logits = Samples.normal(look, N, CLASSES);
      for (int i = 0; i < N; i++) {
        logits[i][TRUTH[i] / 2 * 2] += 8;
        logits[i][TRUTH[i] / 2 * 2 + 1] += 8;
      }
      history.observe(Samples.matrix(logits));
    }
    NoiseRate estimate = history.noiseRate();
    assertThat(estimate.high()).isGreaterThan(0.3);
    assertThat(estimate.rate()).isLessThan(0.05);
  }

  @Test
  void isUndefinedBeforeTheFirstLook() {
    SampleHistory history = SampleHistory.of(new int[] {0, 1}, 2);
    assertThatThrownBy(history::noiseRate)
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("at least one look");
  }
}
