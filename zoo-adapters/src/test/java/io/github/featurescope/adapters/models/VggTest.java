package io.github.featurescope.adapters.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

class VggTest {

  private static final int[] CHANNELS = {64, 128, 256, 512, 512};

  private static Vgg.Builder small() {
    return Vgg.vgg11().image(1, 8, 8).classes(4).width(1 / 32.0).updater(new Adam(1e-2));
  }

  private static Vgg.Builder builder(int depth) {
    return switch (depth) {
      case 11 -> Vgg.vgg11();
      case 13 -> Vgg.vgg13();
      case 16 -> Vgg.vgg16();
      default -> Vgg.vgg19();
    };
  }

  private static int[] convolutions(int depth) {
    return switch (depth) {
      case 11 -> new int[] {1, 1, 2, 2, 2};
      case 13 -> new int[] {2, 2, 2, 2, 2};
      case 16 -> new int[] {2, 2, 3, 3, 3};
      default -> new int[] {2, 2, 4, 4, 4};
    };
  }

  /** Layer by layer: 3 x 3 kernels and biases, gamma and beta, and the head. */
  private static long expected(int depth, boolean batchNorm) {
    long total = 0;
    int in = 3;
    for (int stage = 0; stage < 5; stage++) {
      int out = CHANNELS[stage];
      for (int i = 0; i < convolutions(depth)[stage]; i++) {
        total += 9L * in * out + out + (batchNorm ? 2 * out : 0);
        in = out;
      }
    }
    return total + 512 * 10 + 10;
  }

  @ParameterizedTest
  @CsvSource({
    "11, false, 9225610", "11, true, 9231114", "13, false, 9410122", "13, true, 9416010",
    "16, false, 14719818", "16, true, 14728266", "19, false, 20029514", "19, true, 20040522"
  })
  void hasThePublishedParameters(int depth, boolean batchNorm, long published) {
    MultiLayerNetwork network = builder(depth).batchNorm(batchNorm).accelerated(false).build();

    assertThat(TrainableParameters.count(network))
        .isEqualTo(published)
        .isEqualTo(expected(depth, batchNorm));
  }

  @Test
  void dl4jCountsRunningStatisticsAsWell() {
    MultiLayerNetwork network = small().build();
    long channels = 2 + 4 + 2 * 8 + 4 * 16;

    assertThat(network.numParams() - TrainableParameters.count(network)).isEqualTo(2 * channels);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 28, 32, 40})
  void answersProbabilitiesForAnySize(int size) {
    MultiLayerNetwork network = small().image(3, size, size).build();
    INDArray images = ModelChecks.images(2, 3, size, size);

    ModelChecks.assertProbabilities(network.output(images), 2, 4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void learnsByHeart(boolean batchNorm) {
    Vgg.Builder builder = small().width(1 / 16.0).batchNorm(batchNorm).updater(new Adam(3e-3));

    ModelChecks.assertLearnsByHeart(builder.build(), 1, 8, 40);
  }

  @Test
  void savesAndRestores() throws IOException {
    ModelChecks.assertRestored(small().build(), ModelChecks.images(3, 1, 8, 8));
  }

  @Test
  void isWatched() {
    ModelChecks.assertWatched(small().build(), ModelChecks.images(3, 1, 8, 8), 16);
  }
}
