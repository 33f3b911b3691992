package io.github.featurescope.listeners;

import static io.github.featurescope.listeners.Played.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.PredictionAgreement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LooksTest {

  private static Looks.Look best(Looks looks) {
    Looks.Look best = looks.best();
    assertThat(best).isNotNull();
    return best;
  }

  private static Looks played(Played run, boolean heldOut, int probes) {
    Looks looks = heldOut ? Looks.atHeldOut() : Looks.atTraining();
    IntStream.rangeClosed(1, probes).forEach(probe -> looks.add(at(probe), run.signs(probe)));
    return looks;
  }

  /** A random walk through predictions and fits, kept whole. */
  private static final class Walk {
    private static final double SAMPLES = 40;

    final List<int[]> predictions = new ArrayList<>();
    final List<Double> fits = new ArrayList<>();
    final List<Double> trained = new ArrayList<>();
    final boolean heldOut;
    final Looks looks;
    private final String set;
    private final Random random = new Random(5);
    private final PredictionAgreement source = PredictionAgreement.remembering(Signs.REMEMBERED);
    private List<Integer> kept = List.of();

    Walk(boolean heldOut) {
      this.heldOut = heldOut;
      this.looks = heldOut ? Looks.atHeldOut() : Looks.atTraining();
      this.set = heldOut ? "heldout" : "train";
    }

    void step() {
      int[] before = predictions.isEmpty() ? new int[40] : predictions.get(predictions.size() - 1);
      predictions.add(AgreementTest.next(before, random));
      trained.add(random.nextDouble());
      fits.add(heldOut ? random.nextDouble() : trained.get(trained.size() - 1));
      int probe = predictions.size();
      List<Double> row = Arrays.stream(source.observe(predictions.get(probe - 1))).boxed().toList();
      looks.add(at(probe), new Signs(values(probe - 1), Map.of(set, row)));
      keep();
    }

    private Map<String, Double> values(int probe) {
      Map<String, Double> values = new HashMap<>();
      values.put("train.fit.given", trained.get(probe));
      values.put("train.classes", 4.0);
      values.put(set + ".fit.given", fits.get(probe));
      values.put(set + ".samples", SAMPLES);
      return values;
    }

    int from() {
      return Math.max(0, predictions.size() - Signs.REMEMBERED);
    }

    /** By the definition, from all that was ever seen. */
    double index(int probe) {
      double mean = AgreementTest.mean(predictions, from(), probe, this::testimony);
      return heldOut ? mean + weight() * fit(probe) : mean;
    }

    private double testimony(int probe) {
      double fit = trained.get(probe);
      return Math.max(0.005, fit - 0.25) * Math.pow(1.001 - fit, 3);
    }

    private double fit(int probe) {
      int first = Math.max(from(), probe - 1);
      int last = Math.min(fits.size() - 1, probe + 1);
      return IntStream.rangeClosed(first, last).mapToDouble(fits::get).average().orElseThrow();
    }

    /** One less the binomial variance of a mean of three fits over the variance that is seen. */
    private double weight() {
      int n = fits.size() - from();
      double chance = 0;
      double mean = 0;
      for (int probe = from(); probe < fits.size(); probe++) {
        chance += fits.get(probe) * (1 - fits.get(probe)) / SAMPLES / 3 / n;
        mean += fit(probe) / n;
      }
      double seen = 0;
      for (int probe = from(); probe < fits.size(); probe++) {
        seen += Math.pow(fit(probe) - mean, 2) / (n - 1);
      }
      return n < 3 ? 0 : Math.max(0, 1 - chance / seen);
    }

    /** The newest five and the best of those kept before that are not among them. */
    private void keep() {
      int size = predictions.size();
      List<Integer> now =
          new ArrayList<>(IntStream.range(Math.max(0, size - 5), size).boxed().toList());
      if (size > 1) {
        kept.stream()
            .filter(probe -> probe >= from() && probe < size - 5)
            .max(Comparator.comparingDouble(this::index))
            .ifPresent(now::add);
      }
      now.sort(Comparator.naturalOrder());
      kept = now;
    }

    List<Verdict.Moment> candidates() {
      return kept.stream().map(probe -> at(probe + 1)).toList();
    }
  }

  @Test
  void longRunsAreThoseOfANewComputationOverTheLastProbes() {
    for (boolean heldOut : new boolean[] {true, false}) {
      Walk walk = new Walk(heldOut);
      walk.step();
      for (int probe = 1; probe < 200; probe++) {
        walk.step();
        Looks looks = walk.looks;
        assertThat(looks.candidates()).as("probe %d", probe).isEqualTo(walk.candidates());
        int best = walk.kept.stream().max(Comparator.comparingDouble(walk::index)).orElseThrow();
        assertThat(best(looks).moment()).as("probe %d", probe).isEqualTo(at(best + 1));
        assertThat(looks.age(best(looks))).isEqualTo(probe - best);
        assertThat(looks.index(best(looks))).isCloseTo(walk.index(best), within(1e-12));
        double recent =
            IntStream.rangeClosed(Math.max(0, probe - 2), probe)
                .mapToDouble(walk::index)
                .average()
                .orElseThrow();
        assertThat(looks.recentIndex()).isCloseTo(recent, within(1e-12));
      }
      assertThat(walk.looks.size()).isEqualTo(Signs.REMEMBERED);
      assertThat(walk.looks.last().moment()).isEqualTo(at(200));
    }
  }

  @Test
  void oneLookIsNotTheBestOfAny() {
    Looks looks = played(Played.run(), true, 1);

    assertThat(looks.best()).isNull();
    assertThat(looks.latestBest().moment()).isEqualTo(at(1));
  }

  @Test
  void theIndexIsAgreementAndFitAveragedOverNeighbours() {
    Played run =
        Played.run()
            .quality(probe -> 0.1 * probe)
            .value("heldout", "fit.given", p -> 0.2 * p)
            .value("heldout", "samples", p -> 100);
    Looks looks = played(run, true, 3);

    // Averaged fits 0.3, 0.4, 0.5 of variance 0.01; by chance (0.16 + 0.24 + 0.24) / 3 / 100 / 3.
    double weight = 1 - 0.64 / 900 / 0.01;
    Looks.Look last = looks.last();
    assertThat(looks.agreement(last)).isCloseTo(0.3 * (0.1 + 0.2) / 2, within(1e-12));
    assertThat(looks.index(last)).isCloseTo(0.045 + weight * (0.4 + 0.6) / 2, within(1e-12));
  }

  @Test
  void fitsThatChanceExplainsCountNothing() {
    Played run =
        Played.run()
            .quality(Played.peak(2))
            .value("heldout", "fit.given", p -> 0.5 + 0.01 * p)
            .value("heldout", "samples", p -> 20);
    Looks looks = played(run, true, 6);

    assertThat(looks.index(looks.last())).isEqualTo(looks.agreement(looks.last()));
    assertThat(best(looks).moment()).isEqualTo(at(2));
  }

  @Test
  void theFitOfTrainingLabelsIsNoSignOfQuality() {
    Played run = Played.run().quality(Played.peak(3)).value("train", "fit.given", p -> 0.1 * p);

    assertThat(best(played(run, false, 7)).moment()).isEqualTo(at(3));
  }

  @Test
  void ofEquallyGoodLooksTheFirstIsTaken() {
    Played run = Played.run().quality(probe -> 1).value("heldout", "fit.given", probe -> 0.5);

    assertThat(best(played(run, true, 4)).moment()).isEqualTo(at(1));
  }

  @Test
  void probesThatFitAllLabelsDoNotOutvoteThoseThatContradictSome() {
    // Probes 1 to 3 agree with each other, and so do the next seven, which have fitted everything.
    Played run =
        Played.run()
            .agreement(
                (one, other) -> one <= 3 == other <= 3 ? 0.9 : one == 3 || other == 3 ? 0.6 : 0.5)
            .value("train", "fit.given", probe -> probe <= 3 ? 0.6 : 1);

    assertThat(best(played(run, false, 10)).moment()).isEqualTo(at(3));
    assertThat(best(played(run.value("train", "fit.given", p -> 0.6), false, 10)).moment().epoch())
        .isGreaterThan(3);
  }

  @Test
  void probesAtChanceDoNotOutvoteThoseThatHaveLearned() {
    // Probes 1 to 5 say one and the same; 6 and 7 have learned, and agree less.
    Played run =
        Played.run()
            .agreement((one, other) -> one <= 5 && other <= 5 ? 1 : one > 5 && other > 5 ? 0.6 : 0)
            .value("train", "fit.given", probe -> probe <= 5 ? 0.1 : 0.6);

    assertThat(best(played(run, false, 7)).moment()).isEqualTo(at(6));
  }

  @Test
  void whileLabelsLookRightTheBestOfTheNewestIsTaken() {
    Played run = Played.run().quality(Played.peak(8));

    assertThat(played(run, true, 10).latestBest().moment()).isEqualTo(at(8));
    assertThat(played(run, false, 10).latestBest().moment()).isEqualTo(at(8));
    assertThat(played(run, false, 15).latestBest().moment()).isEqualTo(at(11));
  }

  @Test
  void whileLabelsLookRightTheirFitIsAMerit() {
    Played run =
        Played.run()
            .quality(probe -> 0.8)
            .value("train", "fit.given", probe -> probe == 9 ? 0.7 : 0.6);

    assertThat(played(run, true, 10).latestBest().moment()).isEqualTo(at(9));
    assertThat(played(run, false, 10).latestBest().moment()).isEqualTo(at(9));
  }

  @Test
  void whatIsBestStaysUntilItIsForgotten() {
    Played run = Played.run().quality(Played.peak(4));

    assertThat(best(played(run, true, 66)).moment()).isEqualTo(at(4));
    assertThat(played(run, true, 66).candidates())
        .containsExactly(at(4), at(62), at(63), at(64), at(65), at(66));
    assertThat(played(run, true, 67).candidates()).doesNotContain(at(4));
  }

  @Test
  void theGapIsOfTheLastThreeLooks() {
    Played run =
        Played.run()
            .value("train", "fit.given", probe -> 0.9)
            .value("heldout", "fit.given", probe -> 1 - 0.1 * probe);

    assertThat(played(run, true, 5).recentGap()).isCloseTo(0.9 - 0.6, within(1e-12));
  }

  @Test
  void withoutFitsNothingIsKnownByHeart() {
    Played run = Played.run().without("train", "fit.given");

    assertThat(played(run, true, 5).recentGap()).isZero();
  }
}
