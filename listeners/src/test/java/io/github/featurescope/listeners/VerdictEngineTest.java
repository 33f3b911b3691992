package io.github.featurescope.listeners;

import static io.github.featurescope.listeners.Played.at;
import static io.github.featurescope.listeners.Verdict.State.CLEAN;
import static io.github.featurescope.listeners.Verdict.State.LEARNING_SIGNAL;
import static io.github.featurescope.listeners.Verdict.State.MEMORISING_NOISE;
import static io.github.featurescope.listeners.Verdict.State.ONSET;
import static io.github.featurescope.listeners.Verdict.State.UNDECIDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class VerdictEngineTest {

  /** Test accuracy peaks at probe 4; then wrong labels are learned by heart. */
  private static Played noisy() {
    return Played.run()
        .quality(Played.peak(4))
        .value("train", SignReader.FIT, probe -> Math.min(1, 0.5 + 0.05 * probe))
        .value("heldout", SignReader.FIT, probe -> 0.3 + 0.3 * Played.peak(4).applyAsDouble(probe))
        .value("train", SignReader.MEMORISED, probe -> Math.min(1, 0.1 * probe))
        .labelsThatLookWrong(0.4, 0.1);
  }

  private static Played clean() {
    return Played.run()
        .quality(probe -> 0.99 - 0.5 / probe)
        .value("train", SignReader.FIT, probe -> 1 - 0.4 / probe)
        .value("heldout", SignReader.FIT, probe -> 0.97 - 0.4 / probe);
  }

  private static List<Verdict.State> states(List<Verdict> verdicts) {
    return verdicts.stream().map(Verdict::state).toList();
  }

  private static Verdict last(List<Verdict> verdicts) {
    return verdicts.get(verdicts.size() - 1);
  }

  private static Verdict.Evidence decisive(Verdict verdict, String signal) {
    return verdict.evidence().stream()
        .filter(one -> one.signal().equals(signal))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isUndecidedBeforeTraining() {
    Verdict verdict = VerdictEngine.create().beforeTraining(new Verdict.Moment(0, 0));

    assertThat(verdict)
        .isEqualTo(
            new Verdict(
                UNDECIDED, 0, 0 / 2.0, new Verdict.Moment(0, 0), null, List.of(), List.of()));
  }

  @Test
  void oneProbeIsTooLittle() {
    Verdict verdict = noisy().judged(1).get(0);

    assertThat(verdict.state()).isEqualTo(UNDECIDED);
    assertThat(verdict.best()).isEqualTo(at(1));
    assertThat(verdict.candidates()).containsExactly(at(1));
  }

  @Test
  void noisyRunIsLearningThenAtItsOnsetThenMemorisingEightProbesAfterTheBest() {
    List<Verdict.State> expected = new ArrayList<>(List.of(UNDECIDED));
    expected.addAll(Collections.nCopies(4, LEARNING_SIGNAL));
    expected.addAll(Collections.nCopies(6, ONSET));
    expected.addAll(Collections.nCopies(2, MEMORISING_NOISE));

    assertThat(states(noisy().judged(13))).isEqualTo(expected);
  }

  @Test
  void theOnsetNamesTheBestMomentOfTheRun() {
    assertThat(noisy().judged(8)).element(7).extracting(Verdict::best).isEqualTo(at(4));
  }

  @Test
  void memorisationIsFinalAndSoIsTheMomentToGoBackTo() {
    // From probe 13 on the run is better than ever, and nothing is known by heart.
    Played run =
        noisy()
            .quality(probe -> probe < 13 ? Played.peak(4).applyAsDouble(probe) : 1)
            .value("train", SignReader.FIT, probe -> probe < 13 ? 0.5 + 0.05 * probe : 0.5);

    List<Verdict> after = run.judged(40).subList(11, 40);

    assertThat(after)
        .allSatisfy(
            verdict -> {
              assertThat(verdict.state()).isEqualTo(MEMORISING_NOISE);
              assertThat(verdict.since()).isEqualTo(at(12));
              assertThat(verdict.best()).isEqualTo(at(4));
              assertThat(verdict.candidates()).containsExactly(at(4));
            });
  }

  @Test
  void moreSamplesMakeItSurer() {
    List<Verdict> few = noisy().value("heldout", SignReader.SAMPLES, probe -> 20).judged(12);
    List<Verdict> many = noisy().value("heldout", SignReader.SAMPLES, probe -> 2000).judged(12);

    assertThat(few.get(0).confidence()).as("while undecided").isZero();
    assertThat(last(few).confidence()).isBetween(0.5, last(many).confidence());
    assertThat(last(many).confidence()).isBetween(last(few).confidence() + 1e-6, 1.0);
  }

  @Test
  void labelsThatLookBarelyWrongAreNoFinalWord() {
    // Enough are 0.1434 for 0.145 and 0.1447 for 0.165, and a tenth more for a final word.
    assertThat(states(noisy().labelsThatLookWrong(0.145, 0.1).judged(40)))
        .contains(ONSET)
        .doesNotContain(MEMORISING_NOISE);
    assertThat(states(noisy().labelsThatLookWrong(0.165, 0.1).judged(40)))
        .contains(MEMORISING_NOISE);
  }

  @Test
  void fewerThanTenSamplesMakeItNeitherSureNorUnsure() {
    List<Verdict> nine = noisy().value("heldout", SignReader.SAMPLES, probe -> 9).judged(13);
    List<Verdict> ten = noisy().value("heldout", SignReader.SAMPLES, probe -> 10).judged(13);

    assertThat(states(nine)).isEqualTo(states(ten)).contains(MEMORISING_NOISE);
    assertThat(nine.get(0).confidence()).as("while undecided").isZero();
    assertThat(nine.subList(1, 13)).extracting(Verdict::confidence).containsOnlyNulls();
    assertThat(ten).extracting(Verdict::confidence).doesNotContainNull();
  }

  @Test
  void confidenceIsTheChanceOfAFallThatIsNone() {
    Verdict verdict = last(noisy().value("heldout", SignReader.SAMPLES, probe -> 20).judged(12));
    Verdict.Evidence fall = decisive(verdict, "heldout.agreement");
    List<Verdict> later = noisy().value("heldout", SignReader.SAMPLES, probe -> 20).judged(30);

    // Φ(fall / deviation) with (1 − κ)/n under the root: a larger fall is surer, by at least Φ.
    assertThat(verdict.confidence())
        .isGreaterThanOrEqualTo(
            new NormalDistribution().cumulativeProbability(-fall.change() / Math.sqrt(1.0 / 20)));
    assertThat(last(later).confidence()).as("final").isEqualTo(verdict.confidence());
  }

  @Test
  void cleanRunNeverMemorisesAndEndsClean() {
    List<Verdict> verdicts = clean().judged(40);

    assertThat(states(verdicts)).doesNotContain(ONSET, MEMORISING_NOISE);
    assertThat(last(verdicts).state()).isEqualTo(CLEAN);
    assertThat(last(verdicts).since())
        .as("the first probe at which 95 % are fitted")
        .isEqualTo(at(8));
  }

  @Test
  void fittedLabelsThatLookWrongAreNotClean() {
    assertThat(states(clean().labelsThatLookWrong(0.5, 0.3).judged(40))).doesNotContain(CLEAN);
  }

  @Test
  void anUnderfittedNetworkKnowsNothingByHeart() {
    Played run =
        noisy()
            .value(
                "train", SignReader.FIT, probe -> 0.3 + 0.3 * Played.peak(4).applyAsDouble(probe));

    List<Verdict> verdicts = run.judged(70);

    assertThat(states(verdicts)).doesNotContain(ONSET, MEMORISING_NOISE, CLEAN);
    Verdict.Evidence gap = decisive(last(verdicts), "train.gap");
    assertThat(gap.value()).isCloseTo(0, within(1e-12));
    assertThat(gap.memorising()).isFalse();
  }

  @Test
  void hardSamplesAreNoWrongLabels() {
    assertThat(states(noisy().labelsThatLookWrong(0.12, 0.33).judged(70)))
        .doesNotContain(ONSET, MEMORISING_NOISE);
  }

  @Test
  void aRunThatStaysAsGoodAsItWasIsNotStopped() {
    assertThat(
            states(
                noisy()
                    .quality(probe -> 0.8)
                    .value("heldout", SignReader.FIT, p -> 0.5)
                    .judged(70)))
        .doesNotContain(ONSET, MEMORISING_NOISE);
  }

  @Test
  void withoutHeldOutSamplesItIsTheContradictedLabelsThatAreKnownByHeart() {
    // Enough is 0.17 + 0.33 / 9 = 0.207: from probe 3 on.
    List<Verdict> verdicts = noisy().withoutHeldOut().judged(12);
    Verdict verdict = last(verdicts);

    assertThat(verdict.state()).isEqualTo(MEMORISING_NOISE);
    Verdict.Evidence known = decisive(verdict, "train.memorised");
    assertThat(known.threshold()).isCloseTo(-(0.17 + 0.33 / 9), within(1e-12));
    assertThat(known.value()).isEqualTo(1);
    assertThat(known.strength()).isEqualTo(2);
    assertThat(states(noisy().withoutHeldOut().value("train", "memorised", p -> 0.2).judged(70)))
        .doesNotContain(ONSET, MEMORISING_NOISE);
  }

  @Test
  void twoClassesAskMoreOfWhatIsKnownByHeart() {
    Played run =
        noisy()
            .withoutHeldOut()
            .without("train", SignReader.SCATTERED)
            .value("train", SignReader.CONFIDENT, probe -> 0.3)
            .value("train", SignReader.CONTRADICTED, probe -> 0.3)
            .value("train", SignReader.CLASSES, probe -> 2);

    Verdict verdict = last(run.judged(12));

    assertThat(decisive(verdict, "train.memorised").threshold()).isCloseTo(-0.5, within(1e-12));
    assertThat(decisive(verdict, "train.confident").memorising()).isTrue();
    assertThat(verdict.state()).isEqualTo(MEMORISING_NOISE);
  }

  @Test
  void oneClassIsNothingToMemorise() {
    Played run =
        Played.run()
            .withoutHeldOut()
            .quality(probe -> 0)
            .without("train", SignReader.SCATTERED)
            .value("train", SignReader.CLASSES, probe -> 1)
            .value("train", SignReader.CONFIDENT, probe -> 0)
            .value("train", SignReader.FIT, probe -> 1);

    List<Verdict> verdicts = run.judged(20);

    assertThat(states(verdicts)).doesNotContain(ONSET, MEMORISING_NOISE);
    assertThat(last(verdicts).evidence())
        .allSatisfy(
            one ->
                assertThat(List.of(one.value(), one.change(), one.threshold(), one.strength()))
                    .allMatch(Double::isFinite));
  }

  @Test
  void saysWhatDecidesAndHowFarItIs() {
    Verdict verdict = noisy().judged(12).get(11);

    List<Verdict.Evidence> decides =
        verdict.evidence().stream().filter(Verdict.Evidence::decides).toList();
    assertThat(decides)
        .extracting(Verdict.Evidence::signal)
        .containsExactly("heldout.agreement", "train.gap", "train.scattered");
    assertThat(verdict.evidence().subList(0, 3)).isEqualTo(decides);
    assertThat(verdict.strength())
        .isEqualTo(decides.stream().mapToDouble(Verdict.Evidence::strength).min().orElseThrow());
    Verdict.Evidence agreement = decides.get(0);
    assertThat(agreement.bestEpoch()).isEqualTo(4);
    assertThat(agreement.change()).isCloseTo(agreement.value() - agreement.best(), within(1e-12));
    assertThat(decides.get(2).value()).isEqualTo(0.4);
    assertThat(decides.get(2).change()).isEqualTo(-0.4);
    double enough =
        0.65 * Math.pow(0.5 / 0.9, 3.5) + 0.04 + 3 * Math.sqrt(0.4 / 3 * (1 - 0.4 / 3) / 1000);
    assertThat(decides.get(2).threshold()).isCloseTo(-enough, within(1e-12));
    assertThat(decides.get(2).strength()).isEqualTo(2);
  }

  @Test
  void whatSpeaksAgainstMemorisationIsNoChangeForTheWorse() {
    Played run = noisy().value("train", SignReader.FIT, probe -> 0.2);

    Verdict.Evidence gap = decisive(last(run.judged(12)), "train.gap");

    assertThat(gap.value()).isNegative();
    assertThat(gap.change()).isPositive();
    assertThat(gap.strength()).isZero();
  }

  @Test
  void aMissingSignIsNoneForMemorisation() {
    Played run =
        noisy().without("train", SignReader.CONFIDENT).without("train", SignReader.SCATTERED);

    assertThat(run.judged(30))
        .allSatisfy(
            verdict -> {
              assertThat(verdict.state()).isIn(UNDECIDED, LEARNING_SIGNAL);
              assertThat(verdict.strength()).isZero();
            });
  }

  @Test
  void whatIsNoNumberIsMissing() {
    Signs signs = new Signs(Map.of("train.fit.given", Double.NaN, "train.samples", 3.0), Map.of());

    assertThat(signs.values()).containsOnlyKeys("train.samples");
  }

  @Test
  void theStateDoesNotHangOnNumbersThatAreNotThere() {
    Played run =
        noisy().value("heldout", "kernelTargetAlignment", probe -> probe == 2 ? Double.NaN : 0.5);

    assertThat(states(run.judged(10))).isEqualTo(states(noisy().judged(10)));
    assertThat(last(run.judged(10)).evidence())
        .allSatisfy(one -> assertThat(one.value()).isFinite());
  }

  @Test
  void judgesNothingWithoutTrainingSamples() {
    VerdictEngine engine = VerdictEngine.create();
    Verdict verdict = engine.judge(at(1), new Signs(Map.of(), Map.of("heldout", List.of())));

    assertThat(verdict.state()).isEqualTo(UNDECIDED);
    assertThat(verdict.best()).isNull();
    assertThat(verdict.candidates()).isEmpty();
  }

  @Test
  void heldOutSamplesThatComeLaterAreNotAsked() {
    VerdictEngine engine = VerdictEngine.create();
    Played first = noisy().withoutHeldOut();
    engine.judge(at(1), first.signs(1));

    engine.judge(at(2), noisy().signs(2));
    Verdict verdict = engine.judge(at(3), noisy().signs(3));

    assertThat(verdict.evidence())
        .filteredOn(Verdict.Evidence::decides)
        .extracting(Verdict.Evidence::signal)
        .containsExactly("train.agreement", "train.memorised", "train.scattered");
  }

  @Test
  void aProbeWithoutItsSamplesIsLeftOutAndChangesNothingThatIsFinal() {
    VerdictEngine engine = VerdictEngine.create();
    Played run = noisy();
    Signs other = new Signs(Map.of(), Map.of());
    List<Verdict> verdicts = new ArrayList<>();
    for (int probe = 1; probe <= 12; probe++) {
      assertThat(engine.judge(at(probe), other).state()).isEqualTo(UNDECIDED);
      verdicts.add(engine.judge(at(probe), run.signs(probe)));
    }

    assertThat(states(verdicts)).isEqualTo(states(run.judged(12)));
    Verdict left = engine.judge(at(13), other);
    assertThat(left.state()).isEqualTo(MEMORISING_NOISE);
    assertThat(left.best()).isEqualTo(at(4));
  }

  @Test
  void aProbeThatOnlyTheReaderSawIsSaidToBeMissing() {
    VerdictEngine engine = VerdictEngine.create();
    engine.judge(at(1), noisy().signs(1));
    engine.judge(at(2), noisy().signs(2));

    assertThatThrownBy(() -> engine.judge(at(3), noisy().signs(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("compared with 1 probes, but 2 before it were judged");
    assertThat(engine.judge(at(3), noisy().signs(3))).isEqualTo(noisy().judged(3).get(2));
  }

  @Test
  void aProbeThatFailedIsSkippedByBoth() {
    // Moments 5 and 6 were not probed: what is counted is probes.
    VerdictEngine engine = VerdictEngine.create();
    List<Verdict> verdicts = new ArrayList<>();
    for (int probe = 1; probe <= 12; probe++) {
      verdicts.add(engine.judge(at(probe < 5 ? probe : probe + 2), noisy().signs(probe)));
    }

    assertThat(states(verdicts)).isEqualTo(states(noisy().judged(12)));
    assertThat(last(verdicts).best()).isEqualTo(at(4));
    assertThat(last(verdicts).since()).isEqualTo(at(14));
  }

  @Test
  void epochsThatAreNeverCountedAreToldApartByIterations() {
    VerdictEngine engine = VerdictEngine.create();
    Verdict verdict = engine.beforeTraining(new Verdict.Moment(0, 0));
    for (int probe = 1; probe <= 12; probe++) {
      verdict = engine.judge(new Verdict.Moment(0, 10L * probe), noisy().signs(probe));
    }

    assertThat(verdict.state()).isEqualTo(MEMORISING_NOISE);
    assertThat(verdict.best()).isEqualTo(new Verdict.Moment(0, 40));
  }

  @Test
  void labelsThatOnceLookedWrongAreWrongHoweverLongTheRun() {
    // Labels look wrong at probes 1 to 3 only: they are learned by heart afterwards.
    Played run =
        noisy()
            .withoutHeldOut()
            .quality(Played.peak(80))
            .value("train", SignReader.SCATTERED, probe -> probe <= 3 ? 0.5 : 0.0);

    List<Verdict> verdicts = run.judged(90);

    assertThat(states(verdicts).indexOf(MEMORISING_NOISE)).isEqualTo(87);
    assertThat(last(verdicts).best()).isEqualTo(at(80));
  }

  @Test
  void whereLabelsLookWrongTheBestMomentIsKeptAlthoughNothingIsCalled() {
    // Nothing is known by heart, so that memorisation is never called.
    Played wrong = noisy().value("train", SignReader.FIT, probe -> 0.5);
    Played right = noisy().value("train", SignReader.FIT, p -> 0.5).labelsThatLookWrong(0.1, 0.1);

    assertThat(last(wrong.judged(20)).state()).isEqualTo(LEARNING_SIGNAL);
    assertThat(last(wrong.judged(20)).best()).isEqualTo(at(4));
    assertThat(last(right.judged(20)).best()).isEqualTo(at(16));
  }

  /** Signs in which anything may happen. */
  private static List<Signs> wild(long seed, int probes) {
    Random random = new Random(seed);
    boolean heldOut = seed % 2 == 0;
    List<Signs> all = new ArrayList<>();
    double walk = 0.5;
    double[] quality = new double[probes + 1];
    for (int probe = 1; probe <= probes; probe++) {
      walk = Math.max(0.1, Math.min(1, walk + 0.05 * random.nextGaussian()));
      quality[probe] = walk;
      Played run =
          Played.run()
              .quality(at -> quality[at])
              .labelsThatLookWrong(0.3 * random.nextDouble(), 0.2 * random.nextDouble());
      double trained = random.nextDouble();
      double held = random.nextDouble();
      run.value("train", SignReader.FIT, at -> 0.5 + 0.5 * trained);
      run.value("heldout", SignReader.FIT, at -> 0.5 * held);
      run.value("train", SignReader.MEMORISED, at -> trained);
      all.add((heldOut ? run : run.withoutHeldOut()).signs(probe));
    }
    return all;
  }

  private static List<Verdict> judged(List<Signs> signs) {
    VerdictEngine engine = VerdictEngine.create();
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < signs.size(); i++) {
      verdicts.add(engine.judge(at(i + 1), signs.get(i)));
    }
    return verdicts;
  }

  @Test
  void theBestIsAlwaysAmongAFewMomentsThatWereKept() {
    int memorising = 0;
    for (long seed = 0; seed < 30; seed++) {
      List<Verdict.Moment> kept = List.of();
      List<Verdict> verdicts = judged(wild(seed, 120));
      for (int i = 0; i < verdicts.size(); i++) {
        Verdict verdict = verdicts.get(i);
        boolean decided = verdict.state() == MEMORISING_NOISE;
        memorising += decided ? 1 : 0;
        List<Verdict.Moment> known = new ArrayList<>(kept);
        known.add(at(i + 1));
        assertThat(verdict.candidates()).hasSizeBetween(1, 6).contains(verdict.best());
        assertThat(known).as("parameters that are there").containsAll(verdict.candidates());
        if (!decided) {
          assertThat(verdict.candidates()).endsWith(at(i + 1));
        }
        kept = verdict.candidates();
      }
    }
    assertThat(memorising).as("that not only undecided runs were seen").isBetween(100, 3500);
  }

  @Test
  void aVerdictHangsOnNothingThatCameLater() {
    for (long seed = 0; seed < 4; seed++) {
      List<Signs> signs = wild(seed, 90);
      List<Verdict> whole = judged(signs);
      for (int probes : new int[] {1, 2, 7, 30, 64, 89}) {
        assertThat(last(judged(signs.subList(0, probes)))).isEqualTo(whole.get(probes - 1));
      }
    }
  }

  @Test
  void theSameSignsGiveTheSameVerdicts() {
    assertThat(judged(wild(3, 90))).isEqualTo(judged(wild(3, 90)));
  }
}
