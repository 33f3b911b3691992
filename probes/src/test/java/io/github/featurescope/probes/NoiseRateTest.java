package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
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
  void boundsStandInOrder() {
    for (Noise noise : Noise.values()) {
      for (double rate : new double[] {0, 0.2, 0.4}) {
        for (double strength : new double[] {0, 0.5, 1, 2, 5}) {
          NoiseRate estimate = run(noisy(noise, rate), strength, 0).noiseRate();
          assertThat(estimate.low()).isBetween(0.0, estimate.assumed());
          assertThat(estimate.high()).isBetween(estimate.assumed(), 1.0);
          assertThat(estimate.rate() == null).isEqualTo(estimate.notJudged() != null);
          assertThat(estimate.rate()).isIn(null, estimate.assumed());
        }
      }
    }
  }

  /** Samples of one kind have the given label at one rank among equally spaced probabilities. */
  private static NoiseRate ranked(int classes, int[] ranks, int times) {
    int n = ranks.length * times;
    double[][] rows = new double[n][classes];
    int[] given = new int[n];
    for (int i = 0; i < n; i++) {
      given[i] = i % classes;
      int rank = ranks[i / times];
      for (int c = 0; c < classes; c++) {
        // The given class takes its rank; which others stand before it changes with the sample.
        int place = (c - given[i] + classes) % classes;
        int turn = (place - 1 + i / classes) % (classes - 1);
        int at = place == 0 ? rank : turn < rank ? turn : turn + 1;
        rows[i][c] = 2.0 * (classes - at) / (classes * (classes + 1));
      }
    }
    return NoiseRate.of(Samples.matrix(rows), given, true);
  }

  @Test
  void theLowestEstimateIsThatOfScatteredLabels() {
    // Half of the labels are contradicted, 3 of 20 by the last third: 0.45 of all, scaled.
    int[] ranks = {9, 8, 7, 6, 5, 4, 3, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    double low = ranked(10, ranks, 100).low();

    assertThat(low).isEqualTo(reference(0.45, 0.5 / 0.9, 10), within(2e-6));
    assertThat(low).isBetween(0.4, 0.5);
  }

  @Test
  void aWeakModelTakesWhatIsScatteredForNoiseAndTheRestForHardness() {
    // Two thirds are contradicted, 0.3 of all scattered.
    int[] ranks = {1, 1, 1, 2, 2, 1, 1, 2, 2, 3, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0, 0, 0};
    ranks = Arrays.copyOf(ranks, 30);

    NoiseRate estimate = ranked(10, ranks, 100);

    assertThat(estimate.assumed()).isEqualTo(reference(0.3, 2 / 3.0 / 0.9, 10), within(2e-6));
    assertThat(estimate.assumed()).isBetween(0.1, 0.3);
    assertThat(estimate.rate()).isNull();
    assertThat(estimate.notJudged()).contains("too weak");
    assertThat(estimate.high()).isGreaterThan(0.5);
  }

  /** The largest rate at which, step by step, not more is scattered than seen. */
  private static double reference(double scattered, double contradicted, int classes) {
    double chance = (classes - 1.0) / classes;
    double found = 0;
    for (double drawn = 0; drawn < contradicted; drawn += 1e-6) {
      double hard = (contradicted - drawn) / (1 - drawn);
      if (drawn * chance + (1 - drawn) * 0.55 * Math.pow(hard, 3.5) < scattered) {
        found = drawn;
      }
    }
    return found * chance;
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
    assertThat(estimate.assumed()).isLessThan(0.05);
    assertThat(estimate.rate()).isNull();
  }

  /** Samples that all say the class of their true label, as sure as told, of ten classes. */
  private static NoiseRate sure(double[] sureness, boolean[] wrong, boolean settled) {
    int n = sureness.length;
    double[][] rows = new double[n][10];
    int[] given = new int[n];
    for (int i = 0; i < n; i++) {
      Arrays.fill(rows[i], (1 - sureness[i]) / 9);
      rows[i][i % 10] = sureness[i];
      given[i] = wrong[i] ? (i + 1 + i / 10 % 9) % 10 : i % 10;
    }
    return NoiseRate.of(Samples.matrix(rows), given, settled);
  }

  @Test
  void isTheMeanOfTheMiddleOfTwoCountsAndOfTheSurerHalf() {
    // 1000 samples: 300 of 1000 wrong, 56 of the surest 200 and 145 of the surest 500.
    double[] sureness = new double[1000];
    boolean[] wrong = new boolean[1000];
    for (int i = 0; i < 1000; i++) {
      sureness[i] = 0.9 - 0.0001 * i;
      wrong[i] = i < 200 ? i % 25 < 7 : i < 500 ? i % 300 < 89 : i % 500 < 155;
    }

    NoiseRate estimate = sure(sureness, wrong, true);

    assertThat(estimate.rate()).isEqualTo((0.28 + 0.3) / 4 + 0.29 / 2, within(1e-12));
    assertThat(estimate.high()).isEqualTo(0.3, within(1e-12));
    assertThat(estimate.notJudged()).isNull();
  }

  @Test
  void isNotGivenWhereTheSurestSamplesAndAllOfThemDisagree() {
    // The surest 200 are contradicted never, as if known by heart; of the others a quarter.
    double[] sureness = new double[1000];
    boolean[] wrong = new boolean[1000];
    for (int i = 0; i < 1000; i++) {
      sureness[i] = 0.9 - 0.0001 * i;
      wrong[i] = i >= 200 && i % 4 == 0;
    }

    NoiseRate estimate = sure(sureness, wrong, true);

    assertThat(estimate.rate()).isNull();
    assertThat(estimate.notJudged()).contains("different things");
    assertThat(estimate.high()).isEqualTo(0.2, within(1e-12));
  }

  @Test
  void isNotGivenBeforeItHasSettled() {
    double[] sureness = new double[1000];
    Arrays.fill(sureness, 0.8);

    assertThat(sure(sureness, new boolean[1000], false).notJudged()).contains("still learning");
    assertThat(sure(sureness, new boolean[1000], true).rate()).isEqualTo(0, within(1e-12));
  }

  @Test
  void isNotGivenForTwoClasses() {
    SampleHistory history = SampleHistory.of(new int[] {0, 1, 0, 1}, 2);
    double[][] right = {{3, 0}, {0, 3}, {3, 0}, {0, 3}};
    for (int look = 0; look < 3; look++) {
      history.observe(Samples.matrix(right));
    }

    NoiseRate estimate = history.noiseRate();

    assertThat(estimate.rate()).isNull();
    assertThat(estimate.notJudged()).contains("two or three classes");
    assertThat(estimate.low()).isZero();
  }

  @Test
  void isUndefinedBeforeTheFirstLook() {
    SampleHistory history = SampleHistory.of(new int[] {0, 1}, 2);
    assertThatThrownBy(history::noiseRate)
        .isInstanceOf(UndefinedMeasurementException.class)
        .hasMessageContaining("at least one look");
  }
}
