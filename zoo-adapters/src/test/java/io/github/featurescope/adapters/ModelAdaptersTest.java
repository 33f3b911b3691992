package io.github.featurescope.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.Matrix;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ModelAdaptersTest {

  private static final InputType IMAGE = InputType.convolutional(8, 8, 1);

  private static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .updater(new Sgd(0.1))
        .activation(Activation.RELU)
        .biasInit(0.1);
  }

  private static OutputLayer.Builder softmax(int classes) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nOut(classes);
  }

  private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static INDArray images(int n) {
    return Nd4j.rand(DataType.FLOAT, n, 1, 8, 8);
  }

  /** The softmax of our logits is what the model itself answers. */
  private static void assertSoftmaxOfLogits(Readout readout, INDArray output) {
    Matrix logits = readout.logits();
    for (int i = 0; i < logits.rows(); i++) {
      double sum = 0;
      for (int c = 0; c < logits.cols(); c++) {
        sum += Math.exp(logits.get(i, c));
      }
      for (int c = 0; c < logits.cols(); c++) {
        assertThat(Math.exp(logits.get(i, c)) / sum)
            .isCloseTo(output.getDouble(i, c), within(1e-5));
      }
    }
  }

  @Test
  void readsTheHeadOfAMultiLayerPerceptron() {
    MultiLayerNetwork network =
        network(
            base()
                .list()
                .layer(new DenseLayer.Builder().nOut(12).dropOut(0.5).build())
                .layer(new DenseLayer.Builder().name("penultimate").nOut(9).build())
                .layer(softmax(3).name("head").dropOut(0.5).build())
                .setInputType(InputType.feedForward(5))
                .build());
    INDArray input = Nd4j.rand(DataType.FLOAT, 4, 5);

    ModelReader reader = ModelAdapters.open(network);

    assertThat(reader.head())
        .isEqualTo(
            new HeadDescription(
                "MultiLayerNetwork", "head", "penultimate", 9, 3, true, network.numParams()));
    assertSoftmaxOfLogits(reader.read(input), network.output(input));
  }

  @Test
  void readsAConvolutionalNetworkThroughItsPreprocessor() {
    MultiLayerNetwork network =
        network(
            base()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new BatchNormalization())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(softmax(5).build())
                .setInputType(IMAGE)
                .build());
    INDArray input = images(6);

    Readout readout = ModelAdapters.open(network).read(input);

    assertThat(readout.features().cols()).isEqualTo(4 * 3 * 3);
    assertSoftmaxOfLogits(readout, network.output(input));
  }

  @Test
  void readsGlobalPooling() {
    MultiLayerNetwork network =
        network(
            base()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(7).build())
                .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
                .layer(softmax(4).hasBias(false).build())
                .setInputType(IMAGE)
                .build());
    INDArray input = images(3);
    ModelReader reader = ModelAdapters.open(network);

    assertThat(reader.head().bias()).isFalse();
    assertThat(reader.head().width()).isEqualTo(7);
    assertSoftmaxOfLogits(reader.read(input), network.output(input));
  }

  @Test
  void readsAModelThatIsOnlyAHead() {
    MultiLayerNetwork network =
        network(
            base().list().layer(softmax(3).build()).setInputType(InputType.feedForward(5)).build());
    INDArray input = Nd4j.rand(DataType.FLOAT, 4, 5);
    ModelReader reader = ModelAdapters.open(network);

    assertThat(reader.head().featureLayer()).isEqualTo("input");
    assertSoftmaxOfLogits(reader.read(input), network.output(input));
  }

  @Test
  void readsASigmoidUnitAsTwoClasses() {
    MultiLayerNetwork network =
        network(
            base()
                .list()
                .layer(new DenseLayer.Builder().nOut(6).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.XENT)
                        .activation(Activation.SIGMOID)
                        .nOut(1)
                        .build())
                .setInputType(InputType.feedForward(5))
                .build());
    INDArray input = Nd4j.rand(DataType.FLOAT, 4, 5);
    ModelReader reader = ModelAdapters.open(network);
    INDArray yes = network.output(input);

    assertThat(reader.head().classes()).isEqualTo(2);
    assertSoftmaxOfLogits(reader.read(input), Nd4j.concat(1, yes.rsub(1), yes));
  }

  @Test
  void readsAGraphWhoseFeaturesComeFromABranch() {
    ComputationGraphConfiguration configuration =
        base()
            .graphBuilder()
            .addInputs("in")
            .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "in")
            .addLayer("a", new DenseLayer.Builder().nOut(6).build(), "conv")
            .addLayer("b", new DenseLayer.Builder().nOut(5).build(), "conv")
            .addLayer("out", softmax(3).build(), "a", "b")
            .setOutputs("out")
            .setInputTypes(IMAGE)
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    INDArray input = images(5);
    ModelReader reader = ModelAdapters.open(graph);

    assertThat(reader.head().width()).isEqualTo(11);
    assertSoftmaxOfLogits(reader.read(input), graph.outputSingle(input));
  }

  @Test
  void readsAGraphThroughItsPreprocessor() {
    ComputationGraphConfiguration configuration =
        base()
            .graphBuilder()
            .addInputs("in")
            .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "in")
            .addLayer("out", softmax(3).build(), "conv")
            .setOutputs("out")
            .setInputTypes(IMAGE)
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    INDArray input = images(5);

    assertSoftmaxOfLogits(ModelAdapters.open(graph).read(input), graph.outputSingle(input));
  }

  @Test
  void namesTheOutputsOfAGraphWithSeveral() {
    ComputationGraphConfiguration configuration =
        base()
            .graphBuilder()
            .addInputs("in")
            .addLayer("features", new DenseLayer.Builder().nOut(4).build(), "in")
            .addLayer("left", softmax(3).build(), "features")
            .addLayer("right", softmax(2).build(), "features")
            .setOutputs("left", "right")
            .setInputTypes(InputType.feedForward(5))
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();

    assertThatThrownBy(() -> ModelAdapters.open(graph))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("[left, right]");
    assertThat(
            ModelAdapters.open(graph, HeadChoice.automatic().withOutput("right")).head().classes())
        .isEqualTo(2);
  }

  @Test
  void refusesWhatIsNoModel() {
    assertThatThrownBy(() -> ModelAdapters.open("a string"))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("java.lang.String");
  }

  @Test
  @SuppressWarnings("try")
  void keepsNothingInAWorkspaceThatIsOpen() {
    MultiLayerNetwork network =
        network(
            base().list().layer(softmax(3).build()).setInputType(InputType.feedForward(5)).build());
    Readout readout;
    try (var ignored = Nd4j.getWorkspaceManager().getAndActivateWorkspace("outer")) {
      readout = ModelAdapters.open(network).read(Nd4j.rand(DataType.FLOAT, 4, 5));
    }

    assertThat(readout.logits().get(3, 2)).isFinite();
  }
}
