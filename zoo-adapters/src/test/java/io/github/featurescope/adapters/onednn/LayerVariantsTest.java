package io.github.featurescope.adapters.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** One training step of plain and accelerated networks, for the kinds of layers that there are. */
class LayerVariantsTest {

  @BeforeEach
  void needsOneDnn() {
    Networks.assumeOneDnn();
  }

  static Stream<Arguments> variants() {
    return Stream.of(
        variant("1x1", Networks.convolution(1).build()),
        variant("5x3", new ConvolutionLayer.Builder(5, 3).nOut(4).build()),
        variant("no bias", Networks.convolution(3).hasBias(false).build()),
        variant("stride", Networks.convolution(3).stride(2, 2).build()),
        variant("stride 2 by 1x1", Networks.convolution(1).stride(2, 2).build()),
        variant(
            "padding",
            Networks.convolution(3)
                .convolutionMode(ConvolutionMode.Truncate)
                .padding(1, 2)
                .build()),
        variant(
            "no padding",
            Networks.convolution(3).convolutionMode(ConvolutionMode.Truncate).build()),
        variant("activation inside", Networks.convolution(3).activation(Activation.TANH).build()),
        variant("dropout", Networks.convolution(3).build(), dropout()),
        variant(
            "variance as it is",
            Networks.convolution(3).build(),
            new BatchNormalization.Builder().useLogStd(false).build()),
        variant("even kernel", Networks.convolution(2).build()),
        variant(
            "maximum, ceiling",
            Networks.convolution(3).build(),
            Networks.pooling().convolutionMode(ConvolutionMode.Same).build()),
        variant(
            "maximum, overlapping",
            Networks.convolution(3).build(),
            Networks.pooling().kernelSize(3, 3).build()),
        variant(
            "mean",
            Networks.convolution(3).build(),
            Networks.pooling().poolingType(PoolingType.AVG).build()),
        variant(
            "mean over padding",
            Networks.convolution(3).build(),
            Networks.pooling()
                .poolingType(PoolingType.AVG)
                .avgPoolIncludePadInDivisor(true)
                .build()));
  }

  private static Arguments variant(String name, Layer... layers) {
    return Arguments.of(name, layers);
  }

  private static Layer dropout() {
    return Networks.convolution(3).dropOut(0.5).build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void agrees(String name, Layer[] layers) {
    MultiLayerNetwork plain = Networks.sequential(layers);
    MultiLayerNetwork accelerated = Networks.sequential(layers);
    DataSet batch = Networks.images(5);

    Acceleration acceleration = OneDnn.accelerate(accelerated);

    assertThat(acceleration.active()).as("%s: %s", name, acceleration).isTrue();
    assertThat(acceleration.layerDifference()).isBetween(1e-12, 1e-5);
    assertThat(Networks.relative(gradient(plain, batch), gradient(accelerated, batch)))
        .isLessThan(1e-5);
    INDArray output = plain.output(batch.getFeatures());
    assertThat(Networks.relative(output, accelerated.output(batch.getFeatures()))).isLessThan(1e-5);
  }

  /** The native operation takes any batch for one in C order. */
  @Test
  void batchNormalisationOfABatchInFortranOrder() {
    Layer[] layers = {new BatchNormalization(), Networks.convolution(3).build()};
    MultiLayerNetwork plain = Networks.sequential(layers);
    MultiLayerNetwork accelerated = Networks.sequential(layers);
    INDArray images = Networks.images(5).getFeatures().dup('f');
    INDArray labels = Networks.images(5).getLabels();

    assertThat(OneDnn.accelerate(accelerated).batchNormalizations()).isEqualTo(1);

    assertThat(Networks.relative(plain.output(images), accelerated.output(images)))
        .isLessThan(1e-5);
    plain.fit(images, labels);
    accelerated.fit(images, labels);
    assertThat(Networks.relative(plain.output(images), accelerated.output(images)))
        .as("after a step of training")
        .isLessThan(1e-4);
  }

  private static INDArray gradient(MultiLayerNetwork network, DataSet batch) {
    org.nd4j.linalg.factory.Nd4j.getRandom().setSeed(3);
    network.setInput(batch.getFeatures().dup());
    network.setLabels(batch.getLabels().dup());
    network.computeGradientAndScore();
    return network.gradient().gradient().dup();
  }

  @Test
  void aFixedScaleAndShiftStaysPlain() {
    MultiLayerNetwork network =
        Networks.sequential(
            Networks.convolution(3).build(),
            new BatchNormalization.Builder().lockGammaBeta(true).build());

    assertThat(OneDnn.accelerate(network).batchNormalizations()).isZero();
  }

  @Test
  void aDilatedConvolutionStaysPlainBesideOthers() {
    MultiLayerNetwork network =
        Networks.sequential(
            Networks.convolution(3).build(), Networks.convolution(3).dilation(2, 2).build());

    assertThat(OneDnn.accelerate(network).convolutions()).isEqualTo(1);
    assertThat(network.getLayer(1).getHelper()).isNull();
  }

  @Test
  void flatImagesAreTakenAsTheyCome() {
    MultiLayerNetwork network =
        Networks.sequential(
            DataType.FLOAT,
            InputType.convolutionalFlat(9, 11, 2),
            List.of(Networks.convolution(3).build()));

    assertThat(OneDnn.accelerate(network).active()).isTrue();
  }

  @Test
  void batchesAndImagesOfAnotherSizeGoThroughTheSameHelpers() {
    var plain = Networks.residual();
    var accelerated = Networks.residual();
    OneDnn.accelerate(accelerated);

    for (long[] shape : new long[][] {{6, 2, 9, 11}, {3, 2, 12, 8}, {5, 2, 9, 11}}) {
      DataSet batch = Networks.batch(1, shape);
      plain.fit(batch);
      accelerated.fit(batch);
    }

    assertThat(Networks.relative(plain.params(), accelerated.params())).isLessThan(1e-5);
  }
}
