package io.github.featurescope.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.examples.InputException;
import io.github.featurescope.examples.data.ImageShape;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class ModelSettingsTest {

  private static final ImageShape MNIST = new ImageShape(1, 28, 28);
  private static final ImageShape CIFAR = new ImageShape(3, 32, 32);

  private static Model build(ModelSettings settings, ImageShape image) {
    return settings.build(image, 10, new Sgd(0.1), 0, 1);
  }

  private static long parameters(ModelSettings settings) {
    return build(settings, MNIST).numParams();
  }

  @ParameterizedTest
  @EnumSource
  void everyNetworkReadsBothImageSizes(Networks network) {
    for (ImageShape image : new ImageShape[] {MNIST, CIFAR}) {
      Model model = build(new ModelSettings(network, 0.125, null, false, true), image);
      INDArray images = Nd4j.rand(DataType.FLOAT, network.layout().arrayShape(2, image));

      INDArray output =
          model instanceof MultiLayerNetwork sequential
              ? sequential.output(images)
              : ((org.deeplearning4j.nn.graph.ComputationGraph) model).outputSingle(images);

      assertThat(output.shape()).containsExactly(2, 10);
    }
  }

  @Test
  void defaultPerceptronHasTwoLayersOf256() {
    assertThat(parameters(ModelSettings.of(Networks.MLP)))
        .isEqualTo(784 * 256 + 256 + 256 * 256 + 256 + 256 * 10 + 10);
  }

  @Test
  void doubleWidthMakesTwoLayersOf512() {
    assertThat(parameters(new ModelSettings(Networks.MLP, 2, null, false, true)))
        .isEqualTo(784 * 512 + 512 + 512 * 512 + 512 + 512 * 10 + 10);
  }

  @Test
  void defaultLeNetHas256Features() {
    assertThat(parameters(ModelSettings.of(Networks.LENET)))
        .isEqualTo(
            25 * 6 + 6 + 25 * 6 * 16 + 16 + 400 * 120 + 120 + 120 * 256 + 256 + 256 * 10 + 10);
  }

  @Test
  void depthCountsHiddenLayers() {
    assertThat(parameters(new ModelSettings(Networks.MLP, 1, 3, false, true)))
        .isEqualTo(784 * 256 + 256 + 2 * (256 * 256 + 256) + 256 * 10 + 10);
  }

  @Test
  void batchNormalisationAddsParameters() {
    long plain = parameters(new ModelSettings(Networks.VGG11, 0.125, null, false, true));
    long normalised = parameters(new ModelSettings(Networks.VGG11, 0.125, null, true, true));

    assertThat(normalised - plain).isEqualTo(4 * 2752 / 8); // scale, shift, mean and variance
  }

  @Test
  void onlyVggChoosesBatchNormalisation() {
    assertThatThrownBy(() -> new ModelSettings(Networks.RESNET20, 1, null, true, true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--batch-norm")
        .hasMessageContaining("always has it");
    assertThatThrownBy(() -> new ModelSettings(Networks.MLP, 1, null, true, true))
        .hasMessageContaining("has none");
  }

  @Test
  void depthOfMostNetworksIsFixed() {
    assertThatThrownBy(() -> new ModelSettings(Networks.VGG16, 1, 3, false, true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--depth")
        .hasMessageContaining("[mlp, resnet20, vit]");
  }

  @Test
  void saysWhatCannotBeBuilt() {
    assertThatThrownBy(() -> build(new ModelSettings(Networks.RESNET20, 1, 21, false, true), CIFAR))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--depth 21")
        .hasMessageContaining("6 k + 2");
    assertThatThrownBy(() -> build(new ModelSettings(Networks.MLP, 1e9, null, false, true), CIFAR))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("smaller multiple");
  }
}
