package io.github.featurescope.adapters.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

class LeNetTest {

  private static LeNet.Builder small() {
    return LeNet.lenet().image(1, 12, 14).classes(4).updater(new Adam(1e-2));
  }

  @Test
  void hasTheParametersOfThePaper() {
    long expected =
        (25 + 1) * 6 + (6 * 25 + 1) * 16 + (400 + 1) * 120 + (120 + 1) * 84 + (84 + 1) * 10;

    assertThat(TrainableParameters.count(LeNet.lenet().image(1, 28, 28).build()))
        .isEqualTo(TrainableParameters.count(LeNet.lenet().image(1, 32, 32).build()))
        .isEqualTo(expected)
        .isEqualTo(61_706);
  }

  @Test
  void answersProbabilities() {
    INDArray images = ModelChecks.images(5, 1, 12, 14);

    ModelChecks.assertProbabilities(small().build().output(images), 5, 4);
  }

  @Test
  void learnsByHeart() {
    ModelChecks.assertLearnsByHeart(small().image(1, 12, 12).build(), 1, 12, 60);
  }

  @Test
  void savesAndRestores() throws IOException {
    ModelChecks.assertRestored(small().build(), ModelChecks.images(3, 1, 12, 14));
  }

  @Test
  void isWatched() {
    ModelChecks.assertWatched(
        small().features(20).width(0.5).build(), ModelChecks.images(3, 1, 12, 14), 10);
  }

  @Test
  void refusesTooSmallImages() {
    assertThatThrownBy(() -> LeNet.lenet().image(1, 11, 28).build())
        .hasMessageContaining("at least 12 x 12, not 11 x 28");
  }
}
