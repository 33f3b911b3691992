package io.github.featurescope.examples.toys.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.examples.data.LabelNoise;
import io.github.featurescope.probes.Snapshot;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchNetworkTest {

  private static final PatchData DATA =
      PatchData.draw(9, 6, 2, 1, LabelNoise.symmetric(0.3), new Random(1));
  private static final PatchNetwork NETWORK =
      PatchNetwork.draw(3, 6, 0.5, ReluPower.RELU, new Random(2));

  private static Snapshot snapshot(boolean flattened) {
    return flattened ? NETWORK.flattenedSnapshot(DATA) : NETWORK.snapshot(DATA);
  }

  @ParameterizedTest(name = "flattened {0}")
  @ValueSource(booleans = {false, true})
  void theHeadTurnsFeaturesIntoLogitsAndLogitsDifferByTheOutput(boolean flattened) {
    Snapshot snapshot = snapshot(flattened);
    assertThat(snapshot.width()).isEqualTo(flattened ? 12 : 6);
    double[] f = NETWORK.outputs(DATA);
    for (int i = 0; i < f.length; i++) {
      for (int c = 0; c < 2; c++) {
        double logit = 0;
        for (int k = 0; k < snapshot.width(); k++) {
          logit += snapshot.features().get(i, k) * snapshot.headWeights().get(c, k);
        }
        assertThat(snapshot.logits().get(i, c)).isCloseTo(logit, within(1e-14));
      }
      assertThat(snapshot.logits().get(i, 1) - snapshot.logits().get(i, 0))
          .isCloseTo(f[i], within(1e-14));
    }
  }

  @Test
  void labelsOfTheSnapshotAreThoseOfTheData() {
    Snapshot snapshot = snapshot(false);
    assertThat(snapshot.givenLabels()).isEqualTo(DATA.givenLabels());
    assertThat(snapshot.trueLabels()).hasValue(DATA.trueLabels());
  }

  @Test
  void aHandMadeNetworkGivesItsOutput() {
    // One filter a sign: w₊ = (1, 2), w₋ = (3, −1); μ = (2, 0), ξ = (0, 5), y = −1.
    PatchData one =
        PatchData.of(new double[] {2, 0}, new double[][] {{0, 5}}, new int[] {0}, new int[] {1});
    PatchNetwork network = PatchNetwork.of(new double[][] {{1, 2}, {3, -1}}, ReluPower.RELU);
    assertThat(network.outputs(one)).containsExactly(10);
    assertThat(one.isWrong(0)).isTrue();
  }

  @Test
  void labelsAreBalancedAndExactlyTheShareIsWrong() {
    PatchData data = PatchData.draw(50, 4, 1, 1, LabelNoise.symmetric(0.2), new Random(3));
    assertThat(IntStream.of(data.trueLabels()).sum()).isEqualTo(25);
    assertThat(IntStream.range(0, 50).filter(data::isWrong).count()).isEqualTo(10);
    assertThat(IntStream.range(0, 50).mapToDouble(i -> data.noise(i)[0])).containsOnly(0.0);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    assertThatThrownBy(() -> PatchNetwork.of(new double[3][2], ReluPower.RELU))
        .hasMessageContaining("3 filters");
    assertThatThrownBy(() -> PatchData.of(new double[2], new double[1][3], new int[1], new int[1]))
        .hasMessageContaining("patches of one size");
    assertThatThrownBy(
            () -> PatchData.of(new double[2], new double[1][2], new int[] {-1}, new int[1]))
        .hasMessageContaining("true label -1");
    assertThatThrownBy(() -> PatchData.draw(1, 4, 1, 1, LabelNoise.none(), new Random(1)))
        .hasMessage("number of samples 1: give at least 2");
  }
}
