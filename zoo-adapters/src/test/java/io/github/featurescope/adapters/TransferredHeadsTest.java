package io.github.featurescope.adapters;

import static io.github.featurescope.adapters.Nets.activation;
import static io.github.featurescope.adapters.Nets.average;
import static io.github.featurescope.adapters.Nets.dense;
import static io.github.featurescope.adapters.Nets.graph;
import static io.github.featurescope.adapters.Nets.linear;
import static io.github.featurescope.adapters.Nets.loss;
import static io.github.featurescope.adapters.Nets.network;
import static io.github.featurescope.adapters.Nets.random;
import static io.github.featurescope.adapters.Nets.softmax;
import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;

/** Frozen layers and models that are made of others. */
class TransferredHeadsTest {

  private static final InputType FIVE = InputType.feedForward(5);
  private static final FineTuneConfiguration FINE_TUNE =
      new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).seed(5).build();

  private final ModelInputs inputs = ModelInputs.of(random(6, 5));

  @Test
  void frozenHeadBehindALossLayer() {
    MultiLayerNetwork network =
        network(FIVE, dense(8), new FrozenLayer(linear(3)), loss(Activation.SOFTMAX));

    Logits.assertLinear(
        ModelAdapters.open(network).read(inputs),
        network.getLayer(1).getParam("b"),
        Logits.own(network, inputs));
  }

  @Test
  void headFrozenWithBackprop() {
    MultiLayerNetwork network =
        network(FIVE, dense(8), new FrozenLayerWithBackprop(linear(3)), loss(Activation.SOFTMAX));

    Logits.assertLinear(
        ModelAdapters.open(network).read(inputs),
        network.getLayer(1).getParam("b"),
        Logits.own(network, inputs));
  }

  @Test
  void frozenConvolutionalHead() {
    MultiLayerNetwork network =
        network(
            InputType.convolutional(5, 5, 2),
            new ConvolutionLayer.Builder(3, 3).nOut(4).build(),
            new FrozenLayer(
                new ConvolutionLayer.Builder(1, 1).nOut(3).activation(Activation.IDENTITY).build()),
            average(),
            loss(Activation.SOFTMAX));
    ModelInputs images = ModelInputs.of(random(4, 2, 5, 5));

    Logits.assertLinear(
        ModelAdapters.open(network).read(images),
        network.getLayer(1).getParam("b"),
        Logits.own(network, images));
  }

  @Test
  void networkWithAFrozenFeatureExtractorAndANewHead() {
    MultiLayerNetwork network =
        new TransferLearning.Builder(network(FIVE, dense(8), dense(7), softmax(3)))
            .fineTuneConfiguration(FINE_TUNE)
            .setFeatureExtractor(1)
            .removeOutputLayer()
            .addLayer(
                new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder()
                    .nIn(7)
                    .nOut(4)
                    .activation(Activation.SOFTMAX)
                    .build())
            .build();
    ModelReader reader = ModelAdapters.open(network);

    assertThat(reader.head().width()).isEqualTo(7);
    assertThat(reader.head().classes()).isEqualTo(4);
    assertThat(reader.layers()).hasSize(2);
    Logits.assertLinear(
        reader.read(inputs), network.getLayer(2).getParam("b"), Logits.own(network, inputs));
  }

  @Test
  void networkWithReplacedOutputs() {
    MultiLayerNetwork network =
        new TransferLearning.Builder(network(FIVE, dense(8), dense(7), softmax(3)))
            .fineTuneConfiguration(FINE_TUNE)
            .setFeatureExtractor(0)
            .nOutReplace(2, 6, WeightInit.XAVIER)
            .build();
    ModelReader reader = ModelAdapters.open(network);

    assertThat(reader.head().classes()).isEqualTo(6);
    Logits.assertLinear(
        reader.read(inputs), network.getLayer(2).getParam("b"), Logits.own(network, inputs));
  }

  private static ComputationGraph original() {
    return graph(
        body ->
            body.addInputs("in")
                .setInputTypes(FIVE)
                .addLayer("first", dense(8), "in")
                .addLayer("second", dense(7), "first")
                .addLayer("out", softmax(3), "second")
                .setOutputs("out"));
  }

  @Test
  void graphWithReplacedOutputs() {
    ComputationGraph graph =
        new TransferLearning.GraphBuilder(original())
            .fineTuneConfiguration(FINE_TUNE)
            .setFeatureExtractor("second")
            .nOutReplace("out", 5, WeightInit.XAVIER)
            .build();
    ModelReader reader = ModelAdapters.open(graph);

    assertThat(reader.head().classes()).isEqualTo(5);
    assertThat(reader.head().featureLayer()).isEqualTo("second");
    Logits.assertLinear(
        reader.read(inputs), graph.getLayer("out").getParam("b"), Logits.own(graph, inputs));
  }

  @Test
  void graphWithANewHeadOfSeveralSteps() {
    ComputationGraph graph =
        new TransferLearning.GraphBuilder(original())
            .fineTuneConfiguration(FINE_TUNE)
            .setFeatureExtractor("first")
            .removeVertexAndConnections("out")
            .addLayer(
                "answers",
                new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder()
                    .nIn(7)
                    .nOut(4)
                    .activation(Activation.IDENTITY)
                    .build(),
                "second")
            .addLayer("softmax", activation(Activation.SOFTMAX), "answers")
            .addLayer("loss", loss(Activation.IDENTITY), "softmax")
            .setOutputs("loss")
            .build();
    ModelReader reader = ModelAdapters.open(graph);

    assertThat(reader.head().head()).isEqualTo("answers");
    Logits.assertLinear(
        reader.read(inputs), graph.getLayer("answers").getParam("b"), Logits.own(graph, inputs));
  }
}
