package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NoiseGateTest {

  private static Signs signs(
      double classes, @Nullable Double scattered, double confident, double contradicted) {
    Map<String, Double> values = new HashMap<>();
    values.put("train.classes", classes);
    if (scattered != null) {
      values.put("train.scattered", scattered);
    }
    values.put("train.confident", confident);
    values.put("train.contradicted", contradicted);
    return new Signs(values, Map.of());
  }

  private static NoiseGate gate(List<Signs> probes) {
    NoiseGate gate = new NoiseGate();
    probes.forEach(gate::observe);
    return gate;
  }

  /** After a first probe that says nothing. */
  private static NoiseGate.Found ten(double scattered, double confident, double contradicted) {
    NoiseGate gate =
        gate(List.of(signs(10, 0.0, 0, 0.9), signs(10, scattered, confident, contradicted)));
    NoiseGate.Found found = gate.found();
    assertThat(found).isNotNull();
    assertThat(gate.speaks()).isEqualTo(found.strength() >= 1);
    return found;
  }

  @Test
  void scatteredLabelsLookWrongWhereLittleElseIsContradicted() {
    // Of ten classes 0.45 is half of what chance contradicts: 0.69 / 2^3.5 + 0.04 = 0.10099.
    NoiseGate.Found found = ten(0.15, 0, 0.45);

    assertThat(found.sign()).isEqualTo("scattered");
    assertThat(found.value()).isEqualTo(0.15);
    assertThat(found.enough()).isCloseTo(0.10099, within(1e-5));
    assertThat(found.strength()).isCloseTo(0.15 / 0.10099, within(1e-4));
    assertThat(found.speaks()).isTrue();
  }

  @Test
  void aWeakNetworkScattersCleanLabelsToo() {
    // 0.81 contradicted is 0.9 of chance: 0.69 · 0.9^3.5 + 0.04 = 0.5172.
    assertThat(ten(0.4, 0, 0.81).enough()).isCloseTo(0.5172, within(1e-4));
    assertThat(ten(0.4, 0, 0.81).speaks()).isFalse();
    assertThat(ten(0.4, 0, 0.54).speaks()).isTrue();
  }

  @Test
  void surestSamplesThatAreContradictedLookWrong() {
    // 0.9 · (1.45 / 2^2.5 + 0.045) = 0.2712.
    NoiseGate.Found found = ten(0, 0.4, 0.45);

    assertThat(found.sign()).isEqualTo("confident");
    assertThat(found.enough()).isCloseTo(0.2712, within(1e-4));
    assertThat(found.speaks()).isTrue();
    assertThat(ten(0, 0.25, 0.45).speaks()).isFalse();
  }

  @Test
  void theLouderSignIsNamed() {
    assertThat(ten(0.11, 0.4, 0.45).sign()).isEqualTo("confident");
    assertThat(ten(0.4, 0.4, 0.45).sign()).isEqualTo("scattered");
  }

  @Test
  void symmetricNoiseOfAPerfectNetworkSpeaksAtEveryRateButAFew() {
    for (double rate = 0.05; rate < 0.9; rate += 0.05) {
      assertThat(ten(rate, rate, rate).speaks()).as("rate %.2f", rate).isTrue();
    }
    assertThat(ten(0.02, 0.02, 0.02).speaks()).isFalse();
  }

  @Test
  void cleanLabelsOfAPerfectNetworkDoNotLookWrong() {
    assertThat(ten(0, 0, 0).strength()).isZero();
  }

  @Test
  void fewClassesAreJudgedByTheSurestSamplesAlone() {
    // 0.2 of two classes is 0.4 of chance: 0.5 · (0.5 · 0.4 + 0.05) = 0.125, at the first probe.
    NoiseGate gate = gate(List.of(signs(2, null, 0.15, 0.2)));

    assertThat(gate.found()).isEqualTo(new NoiseGate.Found("confident", 0.15, 0.125));
    assertThat(gate.speaks()).isTrue();
  }

  @Test
  void theFirstProbeOfManyClassesSaysNothing() {
    assertThat(gate(List.of(signs(10, 0.5, 0.5, 0.5))).found()).isNull();
  }

  @Test
  void aNetworkAtChanceSaysNothing() {
    Signs chance = signs(10, 0.9, 0.9, 0.87);

    assertThat(gate(List.of(chance, chance, chance)).found()).isNull();
    assertThat(gate(List.of(chance, signs(10, 0.9, 0.9, 0.85))).found()).isNotNull();
  }

  @Test
  void labelsThatOnceLookedWrongStayWrong() {
    NoiseGate gate = gate(List.of(signs(10, 0.4, 0.3, 0.5), signs(10, 0.4, 0.3, 0.5)));
    NoiseGate.Found found = gate.found();

    gate.observe(signs(10, 0.0, 0, 0.01));

    assertThat(gate.found()).isEqualTo(found);
    assertThat(gate.speaks()).isTrue();
  }

  @Test
  void whatIsLouderLaterIsHeardEvenAboveTwo() {
    NoiseGate gate = gate(List.of(signs(10, 0.0, 0, 0.5), signs(10, 0.3, 0.1, 0.5)));
    gate.observe(signs(10, 0.39, 0.1, 0.5));

    assertThat(gate.found()).isNotNull().extracting(NoiseGate.Found::value).isEqualTo(0.39);
  }

  @Test
  void strengthIsAtMostTwo() {
    assertThat(ten(1, 1, 0.8).strength()).isLessThan(2.0000001);
    assertThat(ten(0.4, 0, 0.45).strength()).isEqualTo(2);
  }

  @Test
  void withoutASignNothingIsFound() {
    Signs none = new Signs(Map.of("train.classes", 10.0, "train.scattered", 0.5), Map.of());
    Signs oneClass = signs(1, null, 0, 0);

    assertThat(gate(List.of(none, none)).found()).isNull();
    assertThat(gate(List.of(oneClass, oneClass)).speaks()).isFalse();
  }
}
