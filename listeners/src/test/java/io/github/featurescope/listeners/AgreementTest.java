package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.PredictionAgreement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class AgreementTest {

  private static final int CLASSES = 5;

  /** Cohen's κ from the table of both predictions. */
  static double kappa(int[] one, int[] other) {
    double[][] table = new double[CLASSES][CLASSES];
    for (int i = 0; i < one.length; i++) {
      table[one[i]][other[i]] += 1.0 / one.length;
    }
    double equal = 0;
    double chance = 0;
    for (int a = 0; a < CLASSES; a++) {
      equal += table[a][a];
      double row = 0;
      double column = 0;
      for (int b = 0; b < CLASSES; b++) {
        row += table[a][b];
        column += table[b][a];
      }
      chance += row * column;
    }
    return (equal - chance) / (1 - chance);
  }

  /** Mean κ of one probe with all others of a window, each counting its weight. */
  static double mean(List<int[]> predictions, int from, int at, IntToDoubleFunction weightOf) {
    double sum = 0;
    double weights = 0;
    for (int other = from; other < predictions.size(); other++) {
      if (other != at) {
        double weight = weightOf.applyAsDouble(other);
        sum += weight * kappa(predictions.get(at), predictions.get(other));
        weights += weight;
      }
    }
    return sum / weights;
  }

  /** Predictions that change at a few samples from probe to probe. */
  static int[] next(int[] before, Random random) {
    int[] now = before.clone();
    for (int i = 0; i < now.length; i++) {
      now[i] = random.nextInt(4) == 0 ? random.nextInt(CLASSES) : now[i];
    }
    return now;
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  @Test
  void oneProbeAgreesWithNone() {
    Agreement agreement = new Agreement();
    agreement.add(List.of());

    assertThat(agreement.means(new double[] {1})).containsExactly(0);
  }

  @Test
  void meansByHand() {
    Agreement agreement = new Agreement();
    agreement.add(List.of());
    agreement.add(List.of(0.2));
    agreement.add(List.of(0.4, 0.9));

    assertThat(agreement.means(new double[] {2, 2, 2}))
        .containsExactly(new double[] {0.3, 0.55, 0.65}, within(1e-12));
  }

  @Test
  void whatCountsMoreIsHeardMore() {
    Agreement agreement = new Agreement();
    agreement.add(List.of());
    agreement.add(List.of(0.2));
    agreement.add(List.of(0.4, 0.9));

    assertThat(agreement.means(new double[] {1, 1 / 2.0, 1 / 3.0}))
        .containsExactly(
            new double[] {
              (0.2 / 2 + 0.4 / 3) / (1 / 2.0 + 1 / 3.0),
              (0.2 + 0.9 / 3) / (1 + 1 / 3.0),
              (0.4 + 0.9 / 2) / (1 + 1 / 2.0)
            },
            within(1e-12));
  }

  @Test
  void longRunsAreThoseOfANewComputationOverTheLastProbes() {
    Random random = new Random(8);
    PredictionAgreement source = PredictionAgreement.remembering(Signs.REMEMBERED);
    Agreement agreement = new Agreement();
    List<int[]> predictions = new ArrayList<>();
    double[] weights = random.doubles(200, 0.01, 1).toArray();
    int[] now = random.ints(40, 0, CLASSES).toArray();
    for (int probe = 0; probe < 200; probe++) {
      now = next(now, random);
      predictions.add(now);
      agreement.add(boxed(source.observe(now)));
      if (probe % 9 == 0 && probe > 0 || probe > 60 && probe < 68) {
        int from = Math.max(0, probe + 1 - Signs.REMEMBERED);
        double[] means = agreement.means(Arrays.copyOfRange(weights, from, probe + 1));
        assertThat(means).hasSize(probe + 1 - from);
        for (int i = 0; i < means.length; i++) {
          assertThat(means[i])
              .as("probe %d at probe %d", from + i, probe)
              .isCloseTo(mean(predictions, from, from + i, s -> weights[s]), within(1e-12));
        }
      }
    }
  }

  @Test
  void startingLateLeavesOutWhatWasNotAdded() {
    Agreement late = new Agreement();
    late.add(List.of(0.1, 0.1, 0.1));
    late.add(List.of(0.1, 0.1, 0.1, 0.8));

    assertThat(late.means(new double[] {1, 3}))
        .containsExactly(new double[] {0.8, 0.8}, within(1e-12));
  }

  @Test
  void refusesAProbeThatWasComparedWithTooFew() {
    Agreement agreement = new Agreement();
    agreement.add(List.of());
    agreement.add(List.of(0.5));

    assertThatThrownBy(() -> agreement.add(List.of(0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("judge each of them");
    assertThat(agreement.means(new double[] {1, 1})).hasSize(2);
  }
}
