package io.github.featurescope.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SampleHistoryTest {

  private static final int[] GIVEN = {0, 1};

  private static SampleHistory twoLooks() {
    SampleHistory history = SampleHistory.of(GIVEN, 2);
    history.observe(Samples.matrix(new double[][] {{1, 0}, {3, 0}}));
    history.observe(Samples.matrix(new double[][] {{2, 0}, {0, 1}}));
    return history;
  }

  @Test
  void countsEventsAndChanges() {
    SampleHistory history = twoLooks();
    assertThat(history.looks()).isEqualTo(2);
    assertThat(history.wrongEvents()).containsExactly(0, 1);
    assertThat(history.forgettingEvents()).containsExactly(0, 0);
    assertThat(history.predictionChanges()).containsExactly(0, 1);
    assertThat(history.areaUnderMargin()).containsExactly(1.5, -1);
  }

  @Test
  void knowsTheLossNowAndOnAverage() {
    SampleHistory history = twoLooks();
    double[] first = {Math.log(1 + Math.exp(-1)), Math.log(1 + Math.exp(3))};
    double[] second = {Math.log(1 + Math.exp(-2)), Math.log(1 + Math.exp(-1))};
    assertThat(history.loss()).containsExactly(second, within(1e-12));
    assertThat(history.meanLoss()[0]).isEqualTo((first[0] + second[0]) / 2, within(1e-12));
    assertThat(history.meanLoss()[1]).isEqualTo((first[1] + second[1]) / 2, within(1e-12));
  }

  @Test
  void averagesTheSoftmax() {
    double first = 1 / (1 + Math.exp(-1));
    double second = 1 / (1 + Math.exp(-2));
    assertThat(twoLooks().earlyPrediction().get(0, 0))
        .isEqualTo((first + second / 2) / 1.5, within(1e-12));
    assertThat(twoLooks().recentPrediction().get(0, 0))
        .isEqualTo(0.7 * first + 0.3 * second, within(1e-12));
  }

  @Test
  void remembersNothingOfALookThatIsNotFinite() {
    SampleHistory history = twoLooks();
    Matrix broken = Samples.matrix(new double[][] {{1, 0}, {Double.NaN, 0}});
    assertThatThrownBy(() -> history.observe(broken)).isInstanceOf(InvalidSnapshotException.class);
    assertThat(history.looks()).isEqualTo(2);
    assertThat(history.wrongEvents()).containsExactly(0, 1);
    assertThat(history.loss()).containsExactly(twoLooks().loss());
  }

  @Test
  void givesCopies() {
    SampleHistory history = twoLooks();
    history.loss()[0] = 99;
    history.given()[0] = 1;
    assertThat(history.loss()).containsExactly(twoLooks().loss());
    assertThat(history.given()).containsExactly(GIVEN);
  }

  @Test
  void refusesLabelsWithoutAClass() {
    assertThatThrownBy(() -> SampleHistory.of(new int[] {0, 2}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label 2 of sample 1");
  }

  @Test
  void refusesOtherSamplesAndOtherClasses() {
    SampleHistory history = twoLooks();
    assertThatThrownBy(() -> history.observe(Samples.matrix(new double[3][2])))
        .hasMessageContaining("3 samples");
    assertThatThrownBy(() -> history.observe(Samples.matrix(new double[2][3])))
        .hasMessageContaining("3 classes");
  }
}
