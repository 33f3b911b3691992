package io.github.featurescope.adapters;

import static io.github.featurescope.adapters.Nets.activation;
import static io.github.featurescope.adapters.Nets.graph;
import static io.github.featurescope.adapters.Nets.linear;
import static io.github.featurescope.adapters.Nets.network;
import static io.github.featurescope.adapters.Nets.random;
import static io.github.featurescope.adapters.Nets.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.Matrix;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** In inference mode DL4J's activation layers write over what they read. */
class InnerLayersTest {

  private static final InputType FIVE = InputType.feedForward(5);

  private final INDArray input = random(6, 5);

  private static double least(Matrix matrix) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.cols(); j++) {
        least = Math.min(least, matrix.get(i, j));
      }
    }
    return least;
  }

  @Test
  void ofANetworkAreReadAsTheyAreBeforeTheActivation() {
    MultiLayerNetwork network = network(FIVE, linear(8), activation(Activation.RELU), softmax(3));

    var layers =
        ModelAdapters.open(network).readLayers(ModelInputs.of(input), List.of("layer0", "layer1"));

    assertThat(least(layers.get("layer0"))).isNegative();
    assertThat(least(layers.get("layer1"))).isZero();
  }

  /** The shortcut carries what is not activated: in place, the model's answer would change too. */
  @Test
  void ofAGraphAreReadAsTheyAreBeforeTheActivation() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("in")
                    .setInputTypes(FIVE)
                    .addLayer("dense", linear(8), "in")
                    .addLayer("relu", activation(Activation.RELU), "dense")
                    .addVertex(
                        "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "dense", "relu")
                    .addLayer("out", softmax(3), "sum")
                    .setOutputs("out"));
    HeadChoice choice = HeadChoice.automatic().withFeatureLayer("dense");

    Readout readout = ModelAdapters.open(graph, choice).read(input);

    assertThat(least(readout.features())).isNegative();
    Logits.assertSame(readout, Logits.own(graph, ModelInputs.of(input)));
  }

  @Test
  void theCallersArrayIsNotWrittenOver() {
    MultiLayerNetwork network = network(FIVE, activation(Activation.RELU), linear(8), softmax(3));
    INDArray before = input.dup();

    ModelAdapters.open(network).read(input);

    assertThat(input).isEqualTo(before);
    assertThat(before.minNumber().doubleValue()).isNegative();
  }

  private static PReLULayer prelu(long units) {
    return new PReLULayer.Builder().inputShape(units).build();
  }

  @Test
  void ofANetworkAreReadAsTheyAreBeforeAPrelu() {
    MultiLayerNetwork network =
        network(FIVE, prelu(5), linear(8), new FrozenLayerWithBackprop(prelu(8)), softmax(3));
    Layer frozen = network.getLayer(2);
    INDArray before = input.dup();

    var layers =
        ModelAdapters.open(network).readLayers(ModelInputs.of(input), List.of("layer1", "layer2"));

    assertThat(least(layers.get("layer1"))).isNegative();
    assertThat(least(layers.get("layer2"))).as("a fresh PReLU is a ReLU").isZero();
    assertThat(input).isEqualTo(before);
    assertThat(network.getLayer(2)).isSameAs(frozen);
  }

  /** In place, what the watched head reads would change with it. */
  @Test
  void ofAGraphAreReadAsTheyAreBeforeAPrelu() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("in")
                    .setInputTypes(FIVE)
                    .addLayer("dense", linear(8), "in")
                    .addLayer("prelu", prelu(8), "dense")
                    .addLayer("watched", softmax(3), "dense")
                    .addLayer("other", softmax(4), "prelu")
                    .setOutputs("watched", "other"));
    Layer own = graph.getLayer("prelu");

    ModelReader reader = ModelAdapters.open(graph, HeadChoice.automatic().withOutput("watched"));
    Readout readout = reader.read(input);

    assertThat(least(readout.features())).isNegative();
    Logits.assertLinear(
        readout,
        graph.getLayer("watched").getParam("b"),
        Logits.own(graph, ModelInputs.of(input), 0));
    assertThat(graph.getVertex("prelu").getLayer()).isSameAs(own);
  }

  static Stream<org.deeplearning4j.nn.conf.layers.Layer> mapsWithChannelsLast() {
    return Stream.of(
        new ZeroPaddingLayer.Builder(1, 1).build(),
        new Cropping2D.Builder(1, 1).build(),
        new Upsampling2D.Builder(2).build(),
        new SpaceToDepthLayer.Builder<>(2, CNN2DFormat.NHWC).build(),
        new LocallyConnected2D.Builder()
            .kernelSize(3, 3)
            .nOut(4)
            .dataFormat(CNN2DFormat.NHWC)
            .build());
  }

  /** Nothing before it says where the channels are. */
  @ParameterizedTest
  @MethodSource("mapsWithChannelsLast")
  void theFirstOfANetworkWithChannelsLast(org.deeplearning4j.nn.conf.layers.Layer first) {
    MultiLayerNetwork network =
        network(InputType.convolutional(6, 6, 2, CNN2DFormat.NHWC), first, softmax(3));
    INDArray images = random(4, 6, 6, 2);

    Matrix read =
        ModelAdapters.open(network)
            .readLayers(ModelInputs.of(images), List.of("layer0"))
            .get("layer0");

    INDArray own = network.feedForwardToLayer(0, images, false).get(1).mean(1, 2);
    assertThat(read.cols()).isEqualTo((int) own.size(1));
    for (int i = 0; i < read.rows(); i++) {
      for (int j = 0; j < read.cols(); j++) {
        assertThat(read.get(i, j)).isCloseTo(own.getDouble(i, j), within(1e-6));
      }
    }
  }

  @Test
  void sequencesWithUnitsLastInAWrapper() {
    LSTM lstm = new LSTM.Builder().nOut(6).dataFormat(RNNFormat.NWC).build();
    MultiLayerNetwork network =
        network(
            InputType.recurrent(3, 5, RNNFormat.NWC),
            new MaskZeroLayer(lstm, 0),
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .dataFormat(RNNFormat.NWC)
                .nOut(3)
                .build());
    HeadChoice choice = HeadChoice.automatic().withOverTime(TimeReduction.MEAN);

    Matrix read =
        ModelAdapters.open(network, choice)
            .readLayers(ModelInputs.of(random(4, 5, 3)), List.of("layer0"))
            .get("layer0");

    assertThat(read.cols()).isEqualTo(6);
  }

  @Test
  void stackedSamplesAreNotTakenForSteps() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("a", "b")
                    .setInputTypes(FIVE, FIVE)
                    .addVertex("stack", new StackVertex(), "a", "b")
                    .addLayer("shared", linear(8), "stack")
                    .addVertex("first", new UnstackVertex(0, 2), "shared")
                    .addVertex("second", new UnstackVertex(1, 2), "shared")
                    .addLayer("out", softmax(3), "first", "second")
                    .setOutputs("out"));
    ModelInputs inputs = ModelInputs.of(new INDArray[] {input, random(6, 5)}, null);
    ModelReader reader = ModelAdapters.open(graph);

    Logits.assertLinear(
        reader.read(inputs), graph.getLayer("out").getParam("b"), Logits.own(graph, inputs));
    assertThatThrownBy(() -> reader.readLayers(inputs, List.of("shared")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DenseLayer 'shared' puts out [12, 8] for 6 samples");
  }
}
