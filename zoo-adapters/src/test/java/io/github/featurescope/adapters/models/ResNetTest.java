package io.github.featurescope.adapters.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

class ResNetTest {

  private static ResNet.Builder small() {
    return ResNet.cifar(8).image(2, 8, 8).classes(4).width(0.25).updater(new Adam(1e-2));
  }

  /** Layer by layer: 3 x 3 kernels without bias, gamma and beta, shortcuts, and the head. */
  private static long expected(int[] channels, int[] blocks, boolean projection) {
    long total = 9L * 3 * channels[0] + 2 * channels[0];
    int in = channels[0];
    for (int stage = 0; stage < channels.length; stage++) {
      int out = channels[stage];
      for (int block = 0; block < blocks[stage]; block++) {
        total += 9L * in * out + 2 * out + 9L * out * out + 2 * out;
        total += projection && in != out ? (long) in * out + 2 * out : 0;
        in = out;
      }
    }
    return total + in * 10L + 10;
  }

  @Test
  void resnet18HasThePublishedParameters() {
    assertThat(TrainableParameters.count(ResNet.resnet18().accelerated(false).build()))
        .isEqualTo(expected(new int[] {64, 128, 256, 512}, new int[] {2, 2, 2, 2}, true))
        .isEqualTo(11_173_962);
  }

  @Test
  void resnet34HasThePublishedParameters() {
    assertThat(TrainableParameters.count(ResNet.resnet34().accelerated(false).build()))
        .isEqualTo(expected(new int[] {64, 128, 256, 512}, new int[] {3, 4, 6, 3}, true))
        .isEqualTo(21_282_122);
  }

  @Test
  void resnet20HasThePublishedParameters() {
    assertThat(TrainableParameters.count(ResNet.resnet20().accelerated(false).build()))
        .isEqualTo(expected(new int[] {16, 32, 64}, new int[] {3, 3, 3}, false))
        .isEqualTo(269_722);
  }

  @Test
  void resnet20WithProjectionsHasMore() {
    assertThat(
            TrainableParameters.count(
                ResNet.resnet20().projection(true).accelerated(false).build()))
        .isEqualTo(expected(new int[] {16, 32, 64}, new int[] {3, 3, 3}, true))
        .isEqualTo(272_474);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 28, 32})
  void answersProbabilitiesForAnySize(int size) {
    for (boolean projection : new boolean[] {false, true}) {
      ComputationGraph graph = small().image(2, size, size).projection(projection).build();

      ModelChecks.assertProbabilities(
          graph.outputSingle(ModelChecks.images(2, 2, size, size)), 2, 4);
    }
  }

  @Test
  void shortcutTakesEverySecondPixelAndPadsWithZeros() {
    ComputationGraph graph = small().image(2, 7, 8).build();
    INDArray images = ModelChecks.images(3, 2, 7, 8);

    var activations = graph.feedForward(images, false);
    INDArray input = activations.get("stage1_block1");
    INDArray shortcut = activations.get("stage2_block1_shortcut");

    assertThat(shortcut.shape()).containsExactly(3, 8, 4, 4);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(shortcut.getDouble(1, 3, i, j)).isEqualTo(input.getDouble(1, 3, 2 * i, 2 * j));
      }
    }
    INDArray padded =
        shortcut.get(
            NDArrayIndex.all(),
            NDArrayIndex.interval(4, 8),
            NDArrayIndex.all(),
            NDArrayIndex.all());
    assertThat(padded.ameanNumber().doubleValue()).isZero();
    assertThat(input.ameanNumber().doubleValue()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void learnsByHeart(boolean projection) {
    ModelChecks.assertLearnsByHeart(small().projection(projection).build(), 2, 8, 40);
  }

  @Test
  void hasTheGradientOfItsLoss() {
    ComputationGraph graph = small().image(1, 5, 5).width(0.125).dataType(DataType.DOUBLE).build();

    GradientChecks.assertGradient(graph, ModelChecks.noise(1, 5, DataType.DOUBLE), 11, 1e-5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void savesAndRestores(boolean projection) throws IOException {
    ModelChecks.assertRestored(
        small().projection(projection).build(), ModelChecks.images(3, 2, 8, 8));
  }

  @Test
  void isWatched() {
    ModelChecks.assertWatched(small().build(), ModelChecks.images(3, 2, 8, 8), 16);
  }

  @Test
  void refusesWrongDepths() {
    assertThatThrownBy(() -> ResNet.cifar(18)).hasMessageContaining("depth is 18");
    assertThatThrownBy(() -> ResNet.resnet18().blocks(2, 2, 2))
        .hasMessageContaining("[2, 2, 2]; give one number for each of the 4 stages");
    assertThatThrownBy(() -> ResNet.resnet20().blocks(1, 0, 1))
        .hasMessageContaining("blocks of a stage is 0");
  }
}
