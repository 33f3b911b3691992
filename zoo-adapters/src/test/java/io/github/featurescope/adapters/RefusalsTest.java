package io.github.featurescope.adapters;

import static io.github.featurescope.adapters.Nets.activation;
import static io.github.featurescope.adapters.Nets.dense;
import static io.github.featurescope.adapters.Nets.graph;
import static io.github.featurescope.adapters.Nets.linear;
import static io.github.featurescope.adapters.Nets.loss;
import static io.github.featurescope.adapters.Nets.network;
import static io.github.featurescope.adapters.Nets.random;
import static io.github.featurescope.adapters.Nets.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Each message says what was looked for, what was found, and the one line that helps. */
class RefusalsTest {

  private static final InputType FIVE = InputType.feedForward(5);

  private static void assertRefused(Object model, String lookedFor, String found, String help) {
    assertThatThrownBy(() -> ModelAdapters.open(model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("Looked for " + lookedFor)
        .hasMessageContaining("found " + found)
        .hasMessageContaining(help);
  }

  @Test
  void networkWithoutWeights() {
    assertRefused(
        network(FIVE, activation(Activation.RELU), loss(Activation.SOFTMAX)),
        "the last layer with weights",
        "ActivationLayer 'layer0', and no layer with weights before it",
        "End the model in an OutputLayer.");
  }

  @Test
  void answersJoinedFromTwoWays() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("in")
                    .setInputTypes(FIVE)
                    .addLayer("left", linear(3), "in")
                    .addLayer("right", linear(3), "in")
                    .addVertex(
                        "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "left", "right")
                    .addLayer("out", loss(Activation.SOFTMAX), "sum")
                    .setOutputs("out"));

    assertRefused(
        graph,
        "the last layer with weights, on the only way back from output 'out'",
        "ElementWiseVertex 'sum', which joins [left, right]",
        "FeatureScope.watch(model).featureLayer(\"left\").");
    var inputs = ModelInputs.of(random(4, 5));
    ModelReader reader = ModelAdapters.open(graph, HeadChoice.automatic().withFeatureLayer("left"));
    Readout readout = reader.read(inputs);
    assertThat(reader.head())
        .isEqualTo(
            new HeadDescription("ComputationGraph", "out", "left", 3, 3, false, graph.numParams()));
    assertThat(readout.weights()).isNull();
    Logits.assertSame(readout, Logits.own(graph, inputs));
  }

  @Test
  void regression() {
    assertRefused(
        network(
            FIVE,
            dense(4),
            new OutputLayer.Builder(LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .nOut(1)
                .build()),
        "a classifier",
        "OutputLayer 'layer1' with one unit and the activation identity",
        "sigmoid unit with LossFunction.XENT");
  }

  @Test
  void recurrentHeadWithoutADeclaredReduction() {
    assertRefused(
        network(
            InputType.recurrent(3, 6),
            new LSTM.Builder().nOut(4).build(),
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(3)
                .build()),
        "one answer for each sample",
        "RnnOutputLayer 'layer1', which answers at every step of a sequence",
        "FeatureScope.watch(model).overTime(TimeReduction.LAST).");
  }

  @Test
  void objectDetection() {
    assertRefused(
        network(
            InputType.convolutional(32, 32, 3),
            new ConvolutionLayer.Builder(1, 1).nOut(14).build(),
            new Yolo2OutputLayer.Builder()
                .boundingBoxPriors(Nd4j.createFromArray(new double[][] {{1, 1}, {2, 2}}))
                .build()),
        "an output that classifies each sample",
        "Yolo2OutputLayer 'layer1', which detects objects",
        ModelAdapter.class.getName());
  }

  @Test
  void autoencoder() {
    MultiLayerNetwork network =
        network(
            FIVE,
            dense(4),
            new VariationalAutoencoder.Builder().nOut(2).encoderLayerSizes(3).build());

    assertRefused(
        network,
        "an output that classifies each sample",
        "VariationalAutoencoder 'layer1', which reconstructs its input",
        ModelAdapter.class.getName());
  }

  @Test
  void oneClass() {
    MultiLayerNetwork network =
        network(FIVE, dense(4), new OCNNOutputLayer.Builder().hiddenLayerSize(3).nIn(4).build());

    assertRefused(
        network,
        "an output that classifies each sample",
        "OCNNOutputLayer 'layer1', which tells one class from anything else",
        ModelAdapter.class.getName());
  }

  @Test
  void unknownFeatureLayer() {
    MultiLayerNetwork network = network(FIVE, dense(4), softmax(3));

    assertThatThrownBy(
            () -> ModelAdapters.open(network, HeadChoice.automatic().withFeatureLayer("conv")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("Looked for a layer named 'conv'")
        .hasMessageContaining("found the layers [layer0]")
        .hasMessageContaining("Name one of them.");
  }

  @Test
  void modelThatIsNotInitialised() {
    assertRefused(
        new MultiLayerNetwork(Nets.base().list().layer(softmax(3)).setInputType(FIVE).build()),
        "an initialised network",
        "one without layers",
        "network.init()");
  }

  @Test
  void wrongOutputOfASequentialModel() {
    MultiLayerNetwork network = network(FIVE, dense(4), softmax(3));

    assertThatThrownBy(() -> ModelAdapters.open(network, HeadChoice.automatic().withOutput("b")))
        .hasMessageContaining("an output named 'b'")
        .hasMessageContaining("the only output 'layer1'");
  }
}
