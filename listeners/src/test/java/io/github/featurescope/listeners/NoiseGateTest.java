package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NoiseGateTest {

  /** So many that shares have no error. */
  private static final double MANY = 1e14;

  private static Signs signs(
      double classes, @Nullable Double scattered, double confident, double contradicted) {
    return signs(MANY, classes, scattered, confident, contradicted);
  }

  private static Signs signs(
      double samples,
      double classes,
      @Nullable Double scattered,
      double confident,
      double contradicted) {
    Map<String, Double> values = new HashMap<>();
    values.put("train.samples", samples);
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

  /** Two probes that say the same, after a first one that says nothing. */
  private static NoiseGate.Found ten(double scattered, double confident, double contradicted) {
    Signs probe = signs(10, scattered, confident, contradicted);
    NoiseGate gate = gate(List.of(signs(10, 0.0, 0, 0.9), probe, probe));
    NoiseGate.Found found = gate.found();
    assertThat(found).isNotNull();
    assertThat(gate.speaks()).isEqualTo(found.strength() >= 1);
    return found;
  }

  @Test
  void scatteredLabelsLookWrongWhereLittleElseIsContradicted() {
    // Of ten classes 0.45 is half of what chance contradicts: 0.65 / 2^3.5 + 0.04 = 0.09745.
    NoiseGate.Found found = ten(0.15, 0, 0.45);

    assertThat(found.sign()).isEqualTo("scattered");
    assertThat(found.value()).isEqualTo(0.15);
    assertThat(found.enough()).isCloseTo(0.09745, within(1e-5));
    assertThat(found.strength()).isCloseTo(0.15 / 0.09745, within(1e-4));
    assertThat(found.speaks()).isTrue();
  }

  @Test
  void aWeakNetworkScattersCleanLabelsToo() {
    // 0.81 contradicted is 0.9 of chance: 0.65 · 0.9^3.5 + 0.04 = 0.4895.
    assertThat(ten(0.4, 0, 0.81).enough()).isCloseTo(0.4895, within(1e-4));
    assertThat(ten(0.4, 0, 0.81).speaks()).isFalse();
    assertThat(ten(0.4, 0, 0.54).speaks()).isTrue();
  }

  @Test
  void surestSamplesThatAreContradictedLookWrong() {
    // 0.9 · (1.35 / 2^2.5 + 0.045) = 0.2553.
    NoiseGate.Found found = ten(0, 0.4, 0.45);

    assertThat(found.sign()).isEqualTo("confident");
    assertThat(found.enough()).isCloseTo(0.2553, within(1e-4));
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
    // 0.2 of two classes is 0.4 of chance: 0.5 · (0.475 · 0.4 + 0.05) = 0.12, at the first probe.
    NoiseGate gate = gate(List.of(signs(2, null, 0.15, 0.2)));

    NoiseGate.Found found = gate.found();
    assertThat(found).isNotNull();
    assertThat(found.sign()).isEqualTo("confident");
    assertThat(found.value()).isEqualTo(0.15);
    assertThat(found.enough()).isCloseTo(0.12, within(1e-6));
    assertThat(gate.speaks()).isTrue();
  }

  @Test
  void theFirstProbeOfManyClassesSaysNothing() {
    assertThat(gate(List.of(signs(10, 0.5, 0.5, 0.5))).found()).isNull();
  }

  @Test
  void oneLoudProbeOfManyClassesIsHalvedByAQuietOne() {
    // Enough are 0.09745, so that 0.15 speaks alone and 0.075 does not.
    NoiseGate gate = gate(List.of(signs(10, 0.0, 0, 0.45), signs(10, 0.0, 0, 0.45)));
    gate.observe(signs(10, 0.15, 0, 0.45));
    gate.observe(signs(10, 0.0, 0, 0.45));
    assertThat(gate.speaks()).isFalse();

    gate.observe(signs(10, 0.15, 0, 0.45));
    gate.observe(signs(10, 0.15, 0, 0.45));
    assertThat(gate.speaks()).isTrue();
  }

  @Test
  void aFinalWordAsksForATenthMore() {
    // Enough are 0.09745; a tenth more is 0.1072.
    Signs nearly = signs(10, 0.107, 0, 0.45);
    Signs surely = signs(10, 0.1073, 0, 0.45);

    assertThat(gate(List.of(nearly, nearly, nearly)).speaks()).isTrue();
    assertThat(gate(List.of(nearly, nearly, nearly)).isSure()).isFalse();
    assertThat(gate(List.of(surely, surely, surely)).isSure()).isTrue();
  }

  @Test
  void fewSamplesHaveToSayMore() {
    // 0.15 scattered of ten classes is 0.05 of the samples, 0.15 of 20 surest ones are confident.
    Signs scattered = signs(100, 10, 0.15, 0, 0.45);
    Signs confident = signs(100, 10, 0.0, 0.15, 0.45);

    assertThat(gate(List.of(scattered, scattered, scattered)).found())
        .isNotNull()
        .extracting(NoiseGate.Found::enough, as(InstanceOfAssertFactories.DOUBLE))
        .isCloseTo(0.65 / Math.pow(2, 3.5) + 0.04 + 3 * Math.sqrt(0.05 * 0.95 / 100), within(1e-9));
    assertThat(gate(List.of(confident, confident, confident)).found())
        .isNotNull()
        .extracting(NoiseGate.Found::enough, as(InstanceOfAssertFactories.DOUBLE))
        .isCloseTo(
            0.9 * (1.35 / Math.pow(2, 2.5) + 0.045) + Math.sqrt(0.15 * 0.85 / 20), within(1e-9));
  }

  @Test
  void aNetworkAtChanceSaysNothing() {
    Signs chance = signs(10, 0.9, 0.9, 0.87);

    assertThat(gate(List.of(chance, chance, chance)).found()).isNull();
    Signs better = signs(10, 0.9, 0.9, 0.85);
    assertThat(gate(List.of(chance, better, better)).found()).isNotNull();
    assertThat(gate(List.of(chance, better, chance, better)).found())
        .as("no two probes on end")
        .isNull();
  }

  @Test
  void labelsThatOnceLookedWrongStayWrong() {
    Signs probe = signs(10, 0.4, 0.3, 0.5);
    NoiseGate gate = gate(List.of(probe, probe, probe));
    NoiseGate.Found found = gate.found();

    gate.observe(signs(10, 0.0, 0, 0.01));

    assertThat(gate.found()).isEqualTo(found);
    assertThat(gate.speaks()).isTrue();
  }

  @Test
  void whatIsLouderLaterIsHeardEvenAboveTwo() {
    Signs loud = signs(10, 0.3, 0.1, 0.5);
    NoiseGate gate = gate(List.of(loud, loud, loud));
    assertThat(gate.found()).isNotNull().extracting(NoiseGate.Found::value).isEqualTo(0.3);
    gate.observe(signs(10, 0.4, 0.1, 0.5));

    assertThat(gate.found())
        .isNotNull()
        .extracting(NoiseGate.Found::value)
        .as("mean over two probes")
        .isEqualTo(0.35);
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
