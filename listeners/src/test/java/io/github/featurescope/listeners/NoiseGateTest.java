package io.github.featurescope.listeners;

import static io.github.featurescope.listeners.Played.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NoiseGateTest {

  /** κ of two probes of this quality is 0.81: above 0.65, the network has settled. */
  private static final double SETTLED = 0.9;

  private static final double UNSETTLED = 0.5;

  private static NoiseGate.@Nullable Found find(Played run, boolean heldOut) {
    Looks looks = heldOut ? Looks.atHeldOut() : Looks.atTraining();
    IntStream.rangeClosed(1, 6).forEach(probe -> looks.add(at(probe), run.signs(probe)));
    Looks.Look best = looks.best();
    assertThat(best).isNotNull();
    return NoiseGate.find(looks, best);
  }

  private static NoiseGate.Found found(
      double quality, double scattered, double confident, boolean heldOut) {
    Played run = Played.run().quality(p -> quality).labelsThatLookWrong(scattered, confident);
    NoiseGate.Found found = find(run, heldOut);
    assertThat(found).isNotNull();
    return found;
  }

  @Test
  void labelsScatteredOverTheLastClassesLookWrong() {
    assertThat(found(UNSETTLED, 0.36, 0.2, true))
        .isEqualTo(new NoiseGate.Found("scattered", 0.36, 0.24, 1.5));
    assertThat(found(UNSETTLED, 0.27, 0.2, false))
        .isEqualTo(new NoiseGate.Found("scattered", 0.27, 0.27, 1));
  }

  @Test
  void aNetworkThatHasNotSettledIsNotBelievedOnItsSurestSamples() {
    assertThat(found(UNSETTLED, 0.12, 0.5, true).strength()).isCloseTo(0.5, within(1e-12));
    assertThat(found(SETTLED, 0.12, 0.1, true))
        .isEqualTo(new NoiseGate.Found("confident", 0.1, 0.08, 1.25));
  }

  @Test
  void contradictionsThatAreNotScatteredAreOfPairNoise() {
    // 0.03 of 0.3 is below 15 %: concentrated, so that 0.15 is enough although nothing has settled.
    assertThat(found(UNSETTLED, 0.03, 0.24, true).sign()).isEqualTo("confident");
    assertThat(found(UNSETTLED, 0.03, 0.24, true).strength()).isCloseTo(1.6, within(1e-12));
    assertThat(found(UNSETTLED, 0.04, 0.24, true).sign()).isEqualTo("scattered");
  }

  @Test
  void theLouderSignIsNamed() {
    assertThat(found(SETTLED, 0.24, 0.04, true).sign()).isEqualTo("scattered");
    assertThat(found(SETTLED, 0.12, 0.08, true).sign()).isEqualTo("confident");
  }

  @Test
  void cleanLabelsDoNotLookWrong() {
    NoiseGate.Found found = found(SETTLED, 0, 0, true);

    assertThat(found.strength()).isZero();
  }

  @Test
  void strengthIsAtMostTwo() {
    assertThat(found(SETTLED, 1, 1, true).strength()).isEqualTo(2);
  }

  @Test
  void fewClassesAreJudgedByTheSurestSamplesAlone() {
    Played run = Played.run().labelsThatLookWrong(0, 0.18);
    run.without("train", "scattered").without("heldout", "scattered");

    assertThat(find(run, true)).isEqualTo(new NoiseGate.Found("confident", 0.18, 0.1, 0.18 / 0.1));
    assertThat(find(run, false)).isEqualTo(new NoiseGate.Found("confident", 0.18, 0.18, 1));
  }

  @Test
  void trainingSamplesAreAskedAtTheThirdProbeAndHeldOutOnesNow() {
    Played run = Played.run().quality(p -> UNSETTLED);
    run.value("train", "scattered", probe -> 0.01 * probe);
    run.value("heldout", "scattered", probe -> 0.01 * probe);

    NoiseGate.Found training = find(run, false);
    NoiseGate.Found heldOut = find(run, true);

    assertThat(training).isNotNull().extracting(NoiseGate.Found::value).isEqualTo(0.03);
    assertThat(heldOut).isNotNull().extracting(NoiseGate.Found::value).isEqualTo(0.06);
  }

  @Test
  void withoutASignNothingIsFound() {
    assertThat(find(Played.run().without("heldout", "confident"), true)).isNull();
  }
}
