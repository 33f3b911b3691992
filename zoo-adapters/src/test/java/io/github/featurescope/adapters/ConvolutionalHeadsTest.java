package io.github.featurescope.adapters;

import static io.github.featurescope.adapters.Nets.activation;
import static io.github.featurescope.adapters.Nets.average;
import static io.github.featurescope.adapters.Nets.loss;
import static io.github.featurescope.adapters.Nets.network;
import static io.github.featurescope.adapters.Nets.random;
import static io.github.featurescope.adapters.Nets.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;

class ConvolutionalHeadsTest {

  private static final InputType IMAGE = InputType.convolutional(7, 6, 2);

  private final INDArray images = random(4, 2, 7, 6);

  private static ConvolutionLayer convolution(int kernel, int channels, CNN2DFormat format) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(channels)
        .dataFormat(format)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static ConvolutionLayer convolution(int kernel, int channels) {
    return convolution(kernel, channels, CNN2DFormat.NCHW);
  }

  private static void assertLinearHead(MultiLayerNetwork network, INDArray input, int layer) {
    Logits.assertLinear(
        ModelAdapters.open(network).read(input),
        network.getLayer(layer).getParam("b"),
        Logits.own(network, ModelInputs.of(input)));
  }

  @ParameterizedTest
  @EnumSource(CNN2DFormat.class)
  void oneByOneConvolutionThenGlobalPooling(CNN2DFormat format) {
    MultiLayerNetwork network =
        network(
            InputType.convolutional(7, 6, 2, format),
            convolution(3, 5, format),
            new BatchNormalization(),
            activation(Activation.RELU),
            convolution(1, 3, format),
            average(),
            activation(Activation.SOFTMAX),
            loss(Activation.IDENTITY));
    INDArray input = format == CNN2DFormat.NCHW ? images : images.permute(0, 2, 3, 1).dup();

    assertLinearHead(network, input, 3);
    assertThat(ModelAdapters.open(network).head().width()).isEqualTo(5);
  }

  @Test
  void globalPoolingThenOutputLayer() {
    MultiLayerNetwork network =
        network(IMAGE, convolution(3, 5), activation(Activation.RELU), average(), softmax(3));

    assertLinearHead(network, images, 3);
  }

  @Test
  void globalMaximumThenOutputLayer() {
    MultiLayerNetwork network =
        network(IMAGE, convolution(3, 5), new GlobalPoolingLayer(PoolingType.MAX), softmax(3));

    assertLinearHead(network, images, 2);
  }

  @ParameterizedTest
  @EnumSource(CNN2DFormat.class)
  void flattenedMapsThenOutputLayer(CNN2DFormat format) {
    MultiLayerNetwork network =
        network(InputType.convolutional(7, 6, 2, format), convolution(3, 5, format), softmax(3));
    INDArray input = format == CNN2DFormat.NCHW ? images : images.permute(0, 2, 3, 1).dup();

    assertLinearHead(network, input, 1);
    assertThat(ModelAdapters.open(network).head().width()).isEqualTo(5 * 5 * 4);
  }

  @Test
  void kernelThatCoversTheWholeMap() {
    MultiLayerNetwork network =
        network(
            IMAGE,
            convolution(3, 5),
            new ConvolutionLayer.Builder(5, 4).nOut(3).activation(Activation.IDENTITY).build(),
            loss(Activation.SOFTMAX));

    assertLinearHead(network, images, 1);
    assertThat(ModelAdapters.open(network).head().width()).isEqualTo(5 * 5 * 4);
  }

  @Test
  void oneByOneConvolutionOnPooledMaps() {
    MultiLayerNetwork network =
        network(
            IMAGE,
            convolution(3, 5),
            new GlobalPoolingLayer.Builder(PoolingType.AVG).collapseDimensions(false).build(),
            convolution(1, 3),
            loss(Activation.SOFTMAX));

    assertLinearHead(network, images, 2);
  }

  @Test
  void volumes() {
    MultiLayerNetwork network =
        network(
            InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 4, 3, 5, 2),
            new Convolution3D.Builder(2, 2, 2).nOut(5).build(),
            new Convolution3D.Builder(1, 1, 1).nOut(3).activation(Activation.IDENTITY).build(),
            average(),
            loss(Activation.SOFTMAX));

    assertLinearHead(network, random(4, 2, 4, 3, 5), 1);
  }

  @Test
  void reluBeforeTheAverageLeavesTheHeadWithoutWeights() {
    MultiLayerNetwork network =
        network(
            IMAGE,
            convolution(3, 5),
            convolution(1, 3),
            activation(Activation.RELU),
            average(),
            loss(Activation.SOFTMAX));

    Readout readout = ModelAdapters.open(network).read(images);

    assertThat(readout.weights()).isNull();
    assertThat(readout.features().cols()).isEqualTo(5);
    Logits.assertSame(readout, Logits.own(network, ModelInputs.of(images)));
  }

  @Test
  void widerKernelBeforeTheAverageLeavesTheHeadWithoutWeights() {
    MultiLayerNetwork network =
        network(IMAGE, convolution(3, 5), convolution(3, 3), average(), loss(Activation.SOFTMAX));
    ModelReader reader = ModelAdapters.open(network);

    Readout readout = reader.read(images);

    assertThat(readout.weights()).isNull();
    assertThat(reader.head().width()).isEqualTo(readout.features().cols()).isEqualTo(5);
    assertThat(reader.head().classes()).isEqualTo(3);
    Logits.assertSame(readout, Logits.own(network, ModelInputs.of(images)));
  }

  @Test
  void strideSkipsPlacesAndLeavesTheHeadWithoutWeights() {
    MultiLayerNetwork network =
        network(
            IMAGE,
            new ConvolutionLayer.Builder(1, 1)
                .stride(2, 2)
                .nOut(3)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.IDENTITY)
                .build(),
            average(),
            loss(Activation.SOFTMAX));

    Readout readout = ModelAdapters.open(network).read(images);

    assertThat(readout.weights()).isNull();
    Logits.assertSame(readout, Logits.own(network, ModelInputs.of(images)));
  }

  @Test
  void softmaxBeforeTheAverageLeavesTheLogarithmOfTheModelsAnswer() {
    MultiLayerNetwork network =
        network(
            IMAGE,
            convolution(3, 5),
            convolution(1, 3),
            activation(Activation.SOFTMAX),
            average(),
            loss(Activation.IDENTITY));

    Readout readout = ModelAdapters.open(network).read(images);

    assertThat(readout.weights()).isNull();
    Logits.assertSame(readout, Transforms.log(network.output(images)));
  }

  @Test
  void sigmoidBeforeTheAverageIsPartOfTheLogitsOfTheSoftmaxBehindIt() {
    MultiLayerNetwork network =
        network(
            IMAGE,
            convolution(3, 5),
            convolution(1, 3),
            activation(Activation.SIGMOID),
            average(),
            loss(Activation.SOFTMAX));

    Readout readout = ModelAdapters.open(network).read(images);

    assertThat(readout.weights()).isNull();
    Logits.assertSame(readout, network.feedForward(images, false).get(4));
  }

  @Test
  void lossOverMapsOfOnePlace() {
    MultiLayerNetwork network =
        network(
            IMAGE,
            convolution(3, 5),
            convolution(1, 3),
            new GlobalPoolingLayer.Builder(PoolingType.AVG).collapseDimensions(false).build(),
            new CnnLossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());

    assertLinearHead(network, images, 1);
  }

  @Test
  void anAnswerAtEveryPlaceIsRefused() {
    MultiLayerNetwork network =
        network(
            IMAGE,
            convolution(1, 3),
            new CnnLossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());

    assertThatThrownBy(() -> ModelAdapters.open(network))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("CnnLossLayer 'layer1'")
        .hasMessageContaining("every place of a map")
        .hasMessageContaining("GlobalPoolingLayer");
  }

  @Test
  void flattenedAnswersOfSeveralPlacesAreRefusedWhenRead() {
    MultiLayerNetwork network = network(IMAGE, convolution(1, 3), loss(Activation.SOFTMAX));

    assertThatThrownBy(() -> ModelAdapters.open(network).read(images))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("one answer for each sample")
        .hasMessageContaining("[4, 2, 7, 6]");
  }
}
