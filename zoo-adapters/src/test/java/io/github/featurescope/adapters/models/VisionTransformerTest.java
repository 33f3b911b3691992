package io.github.featurescope.adapters.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.adapters.onednn.Acceleration;
import io.github.featurescope.adapters.onednn.OneDnn;
import java.io.IOException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

class VisionTransformerTest {

  private static VisionTransformer.Builder small() {
    return VisionTransformer.small()
        .image(2, 8, 12)
        .classes(4)
        .dimension(16)
        .depth(2)
        .updater(new Adam(3e-3));
  }

  /** Layer by layer: weights and biases. */
  private static long expected(int inputs, int size, int depth, int tokens, int classes) {
    long embedding = (long) inputs * size + size + (long) tokens * size + size;
    long norms = 2 * 2L * size;
    long attention = 4 * ((long) size * size + size);
    long mlp = (long) size * 4 * size + 4L * size + 4L * size * size + size;
    return embedding
        + depth * (norms + attention + mlp)
        + 2L * size
        + (long) size * classes
        + classes;
  }

  @Test
  void tinyHasThePublishedParametersAtThePublishedImageSize() {
    ComputationGraph graph =
        VisionTransformer.tiny()
            .image(3, 224, 224)
            .patch(16)
            .classes(1000)
            .accelerated(false)
            .build();

    assertThat(TrainableParameters.count(graph))
        .isEqualTo(expected(3 * 16 * 16, 192, 12, 197, 1000))
        .isEqualTo(5_717_416);
  }

  @Test
  void tinyHasTheParametersOfItsFormulaOnSmallImages() {
    assertThat(TrainableParameters.count(VisionTransformer.tiny().accelerated(false).build()))
        .isEqualTo(expected(3 * 4 * 4, 192, 12, 65, 10))
        .isEqualTo(5_362_762);
  }

  @Test
  void smallHasTheParametersOfItsFormula() {
    assertThat(TrainableParameters.count(VisionTransformer.small().accelerated(false).build()))
        .isEqualTo(expected(3 * 4 * 4, 64, 4, 65, 10))
        .isEqualTo(208_074);
  }

  @Test
  void meanPoolingNeedsNoClassToken() {
    ComputationGraph graph = VisionTransformer.small().classToken(false).build();

    assertThat(TrainableParameters.count(graph))
        .isEqualTo(expected(3 * 4 * 4, 64, 4, 65, 10) - 2 * 64);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answersProbabilities(boolean classToken) {
    ComputationGraph graph = small().classToken(classToken).build();

    ModelChecks.assertProbabilities(graph.outputSingle(ModelChecks.images(5, 2, 8, 12)), 5, 4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void learnsByHeart(boolean classToken) {
    ModelChecks.assertLearnsByHeart(
        small().image(2, 8, 8).classToken(classToken).build(), 2, 8, 60);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hasTheGradientOfItsLoss(boolean classToken) {
    ComputationGraph graph =
        small()
            .image(1, 4, 4)
            .patch(2)
            .dimension(4)
            .heads(2)
            .depth(1)
            .classToken(classToken)
            .dataType(DataType.DOUBLE)
            .build();

    GradientChecks.assertGradient(graph, ModelChecks.noise(1, 4, DataType.DOUBLE), 3, 1e-6);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void savesAndRestores(boolean classToken) throws IOException {
    ModelChecks.assertRestored(
        small().classToken(classToken).build(), ModelChecks.images(3, 2, 8, 12));
  }

  @Test
  void trainsOnAfterARestore() throws IOException {
    ComputationGraph graph = small().image(2, 8, 8).accelerated(false).build();
    var data = ModelChecks.noise(2, 8);
    graph.fit(data);

    ComputationGraph restored = (ComputationGraph) ModelChecks.restored(graph);
    graph.fit(data);
    restored.fit(data);

    assertThat(restored.params()).isEqualTo(graph.params());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isWatched(boolean classToken) {
    ModelChecks.assertWatched(
        small().classToken(classToken).build(), ModelChecks.images(3, 2, 8, 12), 16);
  }

  @Test
  void answersEachImageAlone() {
    ComputationGraph graph = small().build();
    INDArray images = ModelChecks.images(4, 2, 8, 12);

    INDArray together = graph.outputSingle(images);
    INDArray alone = graph.outputSingle(images.slice(2).reshape(1, 2, 8, 12));

    assertThat(alone.getRow(0).distance2(together.getRow(2))).isLessThan(1e-6);
  }

  @Test
  void aCopyTrainsAlike() {
    ComputationGraph graph = small().image(2, 8, 8).accelerated(false).build();
    ComputationGraph copy = graph.clone();
    var data = ModelChecks.noise(2, 8);

    graph.fit(data);
    copy.fit(data);

    assertThat(copy.params()).isEqualTo(graph.params());
  }

  @Test
  void penalisesWeightsAlone() {
    ComputationGraph graph = small().l2(0.1).build();

    var attention = graph.getLayer("block1_attention").conf().getLayer();
    assertThat(attention.getRegularizationByParam("WQ")).hasSize(1);
    assertThat(attention.getRegularizationByParam("bQ")).isEmpty();
    assertThat(graph.getLayer("norm").conf().getLayer().getRegularizationByParam("gain")).isEmpty();
    assertThat(graph.getLayer("embedding").conf().getLayer().getRegularizationByParam("positions"))
        .isEmpty();
  }

  @Test
  void refusesImagesOfAnotherSize() {
    ComputationGraph graph = small().build();

    assertThatThrownBy(() -> graph.outputSingle(ModelChecks.images(2, 2, 16, 12)))
        .hasMessageContaining("fall into 12 patches")
        .hasMessageContaining("positions for 6");
  }

  @Test
  void isAcceleratedAtAnySquareSize() {
    ComputationGraph graph = small().image(1, 28, 28).build();

    Acceleration acceleration = OneDnn.accelerate(graph);

    assertThat(acceleration.reason()).doesNotContain("check was not possible");
  }

  @Test
  void scalesToAMultipleOfItsHeads() {
    ComputationGraph graph = small().heads(3).dimension(48).width(0.4).build();

    assertThat(graph.getLayer("head").getParam("W").size(0)).isEqualTo(18);
  }

  @Test
  void refusesSizesThatDoNotFit() {
    assertThatThrownBy(() -> VisionTransformer.small().image(1, 28, 30).build())
        .hasMessageContaining("28 x 30 do not fall into patches of 4 x 4");
    assertThatThrownBy(() -> VisionTransformer.small().dimension(30).build())
        .hasMessageContaining("dimension 30 does not fall into 4 heads");
    assertThatThrownBy(() -> VisionTransformer.small().heads(0)).hasMessageContaining("heads is 0");
  }
}
