package io.github.featurescope.adapters.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.adapters.onednn.Agreement.Pass;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AgreementTest {

  private static final Agreement SAME = new Agreement(0, 0);

  @Test
  void isRelativeInTheTwoNorm() {
    Agreement agreement = outputs(row(3, 4), row(3, 4.5));

    assertThat(agreement.output()).isCloseTo(0.1, within(1e-6));
    assertThat(agreement.gradient()).isZero();
  }

  @Test
  void aBiasIsMeasuredWithTheWeightsOfItsLayer() {
    Agreement agreement =
        Agreement.between(
            new Pass(Map.of(), Map.of("0_W", row(3, 4), "0_b", row(1e-9))),
            new Pass(Map.of(), Map.of("0_W", row(3, 4), "0_b", row(-1e-9))));

    assertThat(agreement.gradient()).isLessThan(1e-8);
  }

  @Test
  void aRunningStatisticIsMeasuredAlone() {
    Agreement agreement =
        Agreement.between(
            new Pass(Map.of(), Map.of("1_gamma", row(300, 400), "1_mean", row(1))),
            new Pass(Map.of(), Map.of("1_gamma", row(300, 400), "1_mean", row(1.5))));

    assertThat(agreement.gradient()).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void aValueThatIsNotFiniteIsNoAgreement() {
    Disagreement disagreement = new Disagreement(outputs(row(1, 2), row(1, Double.NaN)), SAME, 5);

    assertThat(disagreement.tolerable()).isFalse();
  }

  @Test
  void somethingWhereNothingWasIsNoAgreement() {
    assertThat(new Disagreement(SAME, outputs(row(0, 0), row(0, 1e-9)), 5).tolerable()).isFalse();
  }

  @Test
  void aLayerMayDifferByLessThanANetworkOfMany() {
    Agreement some = new Agreement(4e-5, 4e-5);

    assertThat(new Disagreement(some, SAME, 5).tolerable()).isTrue();
    assertThat(new Disagreement(some, SAME, 3).tolerable()).isFalse();
    assertThat(new Disagreement(SAME, some, 5).tolerable()).isFalse();
  }

  @Test
  void gradientsAloneMayBeComparedWithoutKinks() {
    Agreement gradientsApart = new Agreement(1e-6, 1e-3);
    Disagreement asItIs = new Disagreement(gradientsApart, SAME, 5);
    Disagreement without = new Disagreement(new Agreement(1e-7, 2e-6), SAME, 5);

    assertThat(asItIs.onlyGradientsApart()).isTrue();
    Disagreement both = asItIs.withGradientsOf(without);
    assertThat(both.tolerable()).isTrue();
    assertThat(both.network().output()).isEqualTo(1e-6);
    assertThat(both.toString()).contains("2.0e-06 of the gradients (with ReLUs taken as linear");
  }

  @Test
  void aLayerOrAnOutputThatIsApartIsNoMatterOfKinks() {
    assertThat(new Disagreement(SAME, new Agreement(0, 1e-3), 5).onlyGradientsApart()).isFalse();
    assertThat(new Disagreement(new Agreement(1e-3, 1e-3), SAME, 5).onlyGradientsApart()).isFalse();
    assertThat(new Disagreement(new Agreement(0, Double.NaN), SAME, 5).onlyGradientsApart())
        .isFalse();
    assertThat(new Disagreement(SAME, SAME, 5).onlyGradientsApart()).isFalse();
  }

  private static Agreement outputs(INDArray plain, INDArray other) {
    return Agreement.between(
        new Pass(Map.of("out", plain), Map.of()), new Pass(Map.of("out", other), Map.of()));
  }

  private static INDArray row(double... values) {
    return Nd4j.createFromArray(values);
  }
}
