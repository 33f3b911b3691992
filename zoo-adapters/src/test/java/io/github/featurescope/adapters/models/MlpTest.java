package io.github.featurescope.adapters.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class MlpTest {

  private static Mlp.Builder small() {
    return Mlp.mlp().image(2, 6, 6).classes(4).width(0.125).updater(new Adam(1e-2));
  }

  @Test
  void hasTheParametersOfItsDefaultSize() {
    MultiLayerNetwork network = Mlp.mlp().image(1, 28, 28).build();

    assertThat(TrainableParameters.count(network))
        .isEqualTo((784 + 1) * 512 + (512 + 1) * 512 + (512 + 1) * 10)
        .isEqualTo(669_706);
  }

  @Test
  void scalesUnitsAndDepth() {
    MultiLayerNetwork network =
        Mlp.mlp().image(1, 4, 4).classes(3).units(20).depth(3).width(0.5).build();

    assertThat(network.getLayerNames()).containsExactly("hidden1", "hidden2", "features", "head");
    assertThat(TrainableParameters.count(network))
        .isEqualTo((16 + 1) * 10 + 2 * (10 + 1) * 10 + (10 + 1) * 3);
  }

  @Test
  void answersProbabilities() {
    INDArray images = ModelChecks.images(5, 2, 6, 6);

    ModelChecks.assertProbabilities(small().build().output(images), 5, 4);
  }

  @Test
  void readsFlatImagesAsWell() {
    MultiLayerNetwork network = small().build();
    INDArray images = ModelChecks.images(5, 2, 6, 6);

    assertThat(network.output(images.reshape(5, 72))).isEqualTo(network.output(images));
  }

  @Test
  void learnsFlatImagesAsTheOthers() {
    MultiLayerNetwork flat = small().build();
    MultiLayerNetwork square = small().build();
    var data = ModelChecks.noise(2, 6);

    square.fit(data.getFeatures(), data.getLabels());
    flat.fit(data.getFeatures().reshape(32, 72), data.getLabels());

    assertThat(flat.params()).isEqualTo(square.params());
  }

  @Test
  void learnsByHeart() {
    ModelChecks.assertLearnsByHeart(small().build(), 2, 6, 60);
  }

  @Test
  void savesAndRestores() throws IOException {
    ModelChecks.assertRestored(small().build(), ModelChecks.images(3, 2, 6, 6));
  }

  @Test
  void isWatched() {
    ModelChecks.assertWatched(small().build(), ModelChecks.images(3, 2, 6, 6), 64);
  }

  @Test
  void repeatsItsSeed() {
    assertThat(small().seed(3).build().params())
        .isEqualTo(small().seed(3).build().params())
        .isNotEqualTo(small().seed(4).build().params());
  }

  @Test
  void hasTheUpdaterAndThePenaltyOfItsBuilder() {
    var layer = small().updater(new Sgd(0.25)).l2(0.5).build().getLayer(0).conf().getLayer();

    assertThat(layer.getUpdaterByParam("W")).isEqualTo(new Sgd(0.25));
    assertThat(layer.getRegularizationByParam("W")).hasSize(1);
    assertThat(layer.getRegularizationByParam("b")).isEmpty();
  }

  @Test
  void refusesSizesThatAreNoSizes() {
    assertThatThrownBy(() -> Mlp.mlp().image(0, 28, 28)).hasMessageContaining("channels is 0");
    assertThatThrownBy(() -> Mlp.mlp().classes(1)).hasMessageContaining("classes is 1");
    assertThatThrownBy(() -> Mlp.mlp().width(Double.NaN)).hasMessageContaining("width is NaN");
    assertThatThrownBy(() -> Mlp.mlp().width(1e9).build()).hasMessageContaining("smaller multiple");
    assertThatThrownBy(() -> Mlp.mlp().depth(0)).hasMessageContaining("depth is 0");
    assertThatThrownBy(() -> Mlp.mlp().l2(-1)).hasMessageContaining("l2 is -1");
  }
}
