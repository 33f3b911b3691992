package io.github.featurescope.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class ModelReplicaTest {

  private static final DataSet DATA =
      new DataSet(
          Nd4j.rand(DataType.FLOAT, 12, 1, 6, 6), Nd4j.eye(3).castTo(DataType.FLOAT).repeat(0, 4));

  private static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(11)
        .updater(new Adam(0.01))
        .activation(Activation.RELU);
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            base()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new BatchNormalization())
                .layer(new DenseLayer.Builder().nOut(8).dropOut(0.5).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(6, 6, 1))
                .build());
    network.init();
    return network;
  }

  private static Stream<Model> models() {
    return Stream.of(network(), network().toComputationGraph());
  }

  private static void fit(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      network.fit(DATA);
    } else {
      ((ComputationGraph) model).fit(DATA);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void saysWhatTheModelSaidAtThatMoment(Model model) {
    ModelReader reader = ModelAdapters.open(model, HeadChoice.automatic());
    fit(model);
    ModelReplica replica = reader.replica().orElseThrow();
    Readout early = reader.read(DATA.getFeatures());
    INDArray then = replica.parameters();
    fit(model);
    INDArray now = replica.parameters();
    Readout late = reader.read(DATA.getFeatures());

    assertSame(replica.at(then).read(DATA.getFeatures()), early);
    assertSame(replica.at(now).read(DATA.getFeatures()), late);
    assertThat(early.logits().get(0, 0)).isNotEqualTo(late.logits().get(0, 0));
  }

  private static void assertSame(Readout actual, Readout expected) {
    assertThat(actual.features().toRowMajor()).isEqualTo(expected.features().toRowMajor());
    assertThat(actual.logits().toRowMajor()).isEqualTo(expected.logits().toRowMajor());
  }

  @ParameterizedTest
  @MethodSource("models")
  void leavesModelAndRandomNumbersAlone(Model model) {
    ModelReader reader = ModelAdapters.open(model, HeadChoice.automatic());
    INDArray before = model.params().dup();
    Nd4j.getRandom().setSeed(5);
    double expected = Nd4j.rand(1).getDouble(0);
    Nd4j.getRandom().setSeed(5);

    ModelReplica replica = reader.replica().orElseThrow();
    INDArray other = replica.parameters().mul(2);
    replica.at(other).read(DATA.getFeatures());

    assertThat(Nd4j.rand(1).getDouble(0)).isEqualTo(expected);
    assertThat(model.params()).isEqualTo(before);
  }

  @Test
  void reusesTheArraysThatItWasGivenBack() {
    ModelReplica replica =
        ModelAdapters.open(network(), HeadChoice.automatic()).replica().orElseThrow();
    INDArray first = replica.parameters();
    assertThat(replica.parameters()).as("the first is still in use").isNotSameAs(first);
    replica.at(first);

    assertThat(replica.parameters()).isSameAs(first);
  }
}
