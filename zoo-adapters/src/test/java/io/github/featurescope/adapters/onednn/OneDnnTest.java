package io.github.featurescope.adapters.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class OneDnnTest {

  @BeforeEach
  void needsOneDnn() {
    Networks.assumeOneDnn();
  }

  @Test
  void acceleratesANetwork() {
    MultiLayerNetwork network = Networks.convolutional();
    INDArray features = Networks.images(1).getFeatures();
    INDArray plain = network.output(features);

    Acceleration acceleration = OneDnn.accelerate(network);

    assertThat(acceleration.active()).as("%s", acceleration).isTrue();
    assertThat(acceleration.convolutions()).isEqualTo(1);
    assertThat(acceleration.batchNormalizations()).isEqualTo(1);
    assertThat(acceleration.poolings()).isEqualTo(1);
    assertThat(acceleration.layerDifference()).isBetween(1e-12, 1e-5);
    assertThat(network.getLayer(0).getHelper()).isInstanceOf(OneDnnConvolutionHelper.class);
    assertThat(network.getLayer(1).getHelper()).isInstanceOf(OneDnnBatchNormalizationHelper.class);
    assertThat(Networks.relative(plain, network.output(features))).isLessThan(1e-5);
  }

  @Test
  void acceleratesAGraph() {
    ComputationGraph graph = Networks.residual();
    INDArray features = Networks.images(1).getFeatures();
    INDArray plain = graph.outputSingle(features);

    Acceleration acceleration = OneDnn.accelerate(graph);

    assertThat(acceleration.active()).as("%s", acceleration).isTrue();
    assertThat(acceleration.convolutions()).isEqualTo(2);
    assertThat(Networks.relative(plain, graph.outputSingle(features))).isLessThan(1e-5);
  }

  @Test
  void trainingStaysCloseToThePlainPathAndIsDeterministic() {
    MultiLayerNetwork plain = Networks.convolutional();
    MultiLayerNetwork accelerated = Networks.convolutional();
    MultiLayerNetwork again = Networks.convolutional();
    OneDnn.accelerate(accelerated);
    OneDnn.accelerate(again);

    for (int i = 0; i < 10; i++) {
      for (MultiLayerNetwork network : List.of(plain, accelerated, again)) {
        network.fit(Networks.images(i));
      }
    }

    assertThat(Networks.relative(plain.params(), accelerated.params())).isBetween(1e-12, 1e-4);
    assertThat(again.params()).isEqualTo(accelerated.params());
  }

  @Test
  void aModelThatHasTrainedPlainGoesOnAccelerated() {
    MultiLayerNetwork plain = Networks.convolutional();
    MultiLayerNetwork accelerated = Networks.convolutional();
    for (int i = 0; i < 3; i++) {
      plain.fit(Networks.images(i));
      accelerated.fit(Networks.images(i));
    }

    assertThat(OneDnn.accelerate(accelerated).active()).isTrue();
    for (int i = 3; i < 6; i++) {
      plain.fit(Networks.images(i));
      accelerated.fit(Networks.images(i));
    }

    assertThat(Networks.relative(plain.params(), accelerated.params())).isBetween(1e-12, 1e-4);
  }

  @Test
  void aModelThatWasAcceleratedGoesOnPlain() {
    MultiLayerNetwork plain = Networks.convolutional();
    MultiLayerNetwork removed = Networks.convolutional();
    OneDnn.accelerate(removed);

    assertThat(OneDnn.remove(removed)).isEqualTo(2);
    plain.fit(Networks.images(1));
    removed.fit(Networks.images(1));

    assertThat(removed.getLayer(0).getHelper()).isNull();
    assertThat(removed.params()).isEqualTo(plain.params());
  }

  @Test
  void aReplicaComputesOnThePathOfItsModel() {
    MultiLayerNetwork network = Networks.convolutional();
    assertThat(((MultiLayerNetwork) OneDnn.replica(network)).getLayer(0).getHelper()).isNull();
    OneDnn.accelerate(network);

    MultiLayerNetwork replica = (MultiLayerNetwork) OneDnn.replica(network);

    assertThat(replica.getLayer(0).getHelper()).isInstanceOf(OneDnnConvolutionHelper.class);
    assertThat(replica.getLayer(1).getHelper()).isInstanceOf(OneDnnBatchNormalizationHelper.class);
    INDArray features = Networks.images(1).getFeatures();
    assertThat(replica.output(features)).isEqualTo(network.output(features));
    assertThat(replica.params()).isNotSameAs(network.params()).isEqualTo(network.params());
  }

  @Test
  void nothingElseCanBeCopied() {
    assertThatThrownBy(
            () ->
                OneDnn.replica(
                    new MultiLayerNetwork(
                        Networks.convolutional().getLayerWiseConfigurations().clone())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("init()");
  }

  @Test
  void theCheckLeavesTheModelAndTheRandomStateAsTheyWere() {
    MultiLayerNetwork touched = Networks.convolutional();
    MultiLayerNetwork untouched = Networks.convolutional();
    touched.fit(Networks.images(1));
    untouched.fit(Networks.images(1));
    RecordingListener listener = new RecordingListener();
    touched.setListeners(listener);
    Nd4j.getRandom().setSeed(11);
    double expected = Nd4j.rand(1).getDouble(0);
    Nd4j.getRandom().setSeed(11);

    OneDnn.accelerate(touched);

    assertThat(Nd4j.rand(1).getDouble(0)).isEqualTo(expected);
    assertThat(touched.params()).isEqualTo(untouched.params());
    assertThat(touched.getUpdater().getStateViewArray())
        .isEqualTo(untouched.getUpdater().getStateViewArray());
    assertThat(touched.getIterationCount()).isEqualTo(1);
    assertThat(touched.score()).isEqualTo(untouched.score());
    assertThat(touched.getInput()).isEqualTo(untouched.getInput());
    assertThat(listener.calls()).isZero();
  }

  @Test
  void accelerationTwiceIsAccelerationOnce() {
    MultiLayerNetwork network = Networks.convolutional();
    Acceleration first = OneDnn.accelerate(network);
    LayerHelper helper = network.getLayer(0).getHelper();

    assertThat(OneDnn.accelerate(network)).isEqualTo(first);
    assertThat(network.getLayer(0).getHelper()).isSameAs(helper);
    assertThat(OneDnn.remove(network)).isEqualTo(2);
    assertThat(OneDnn.remove(network)).isZero();
  }

  @Test
  void aCloneIsAcceleratedAgain() {
    MultiLayerNetwork network = Networks.convolutional();
    OneDnn.accelerate(network);

    MultiLayerNetwork clone = network.clone();

    assertThat(clone.getLayer(0).getHelper()).isNull();
    assertThat(OneDnn.accelerate(clone).active()).isTrue();
  }

  @Test
  void refusesDoublePrecision() {
    MultiLayerNetwork network =
        Networks.sequential(
            DataType.DOUBLE,
            InputType.convolutional(9, 11, 2),
            List.of(Networks.convolution(3).build()));

    assertRefused(network, "DOUBLE");
  }

  @Test
  void refusesChannelsLast() {
    assertRefused(Networks.channelsLast(), "NHWC");
  }

  @Test
  void hasNothingToDoInADenseModel() {
    assertRefused(Networks.dense(), "no convolution or batch normalisation");
  }

  @Test
  void asksForAnExampleWhereTheConfigurationDoesNotTellTheInput() {
    var graph =
        new ComputationGraph(
            Networks.base(DataType.FLOAT)
                .graphBuilder()
                .addInputs("a", "b")
                .setInputTypes(InputType.convolutional(9, 11, 2), InputType.convolutional(9, 11, 2))
                .addLayer("conva", Networks.convolution(3).build(), "a")
                .addLayer("convb", Networks.convolution(3).build(), "b")
                .addVertex(
                    "both", new org.deeplearning4j.nn.conf.graph.MergeVertex(), "conva", "convb")
                .addLayer("pool", new GlobalPoolingLayer(), "both")
                .addLayer("out", Networks.head(), "pool")
                .setOutputs("out")
                .build());
    graph.init();

    assertRefused(graph, "Give an example batch");
    INDArray a = Networks.images(1).getFeatures();
    assertThat(OneDnn.accelerate(graph, a, a.mul(2)).active()).isTrue();
  }

  @Test
  void refusesWhatDisagreesAndTakesTheHelpersOut() {
    MultiLayerNetwork network = Networks.convolutional();
    OneDnn.accelerate(network);
    network.params().putScalar(0, Float.NaN);

    assertRefused(network, "does not agree");
  }

  @Test
  void aModelThatIsNotInitialisedIsAnError() {
    var network =
        new MultiLayerNetwork(Networks.convolutional().getLayerWiseConfigurations().clone());

    assertThatThrownBy(() -> OneDnn.accelerate(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("init()");
  }

  @Test
  void normalisesDenseFeaturesToo() {
    MultiLayerNetwork plain =
        Networks.sequential(
            DataType.FLOAT,
            InputType.feedForward(6),
            List.of(new DenseLayer.Builder().nOut(8).build(), new BatchNormalization()));
    MultiLayerNetwork accelerated = plain.clone();
    DataSet batch = Networks.batch(3, 12, 6);

    Acceleration acceleration = OneDnn.accelerate(accelerated);
    plain.fit(batch);
    accelerated.fit(batch);

    assertThat(acceleration.batchNormalizations()).as("%s", acceleration).isEqualTo(1);
    assertThat(Networks.relative(plain.params(), accelerated.params())).isLessThan(1e-5);
  }

  private static void assertRefused(Model model, String reason) {
    Acceleration acceleration = OneDnn.accelerate(model);

    assertThat(acceleration.active()).isFalse();
    assertThat(acceleration.reason()).contains(reason);
    assertThat(acceleration.toString()).contains(reason);
    assertThat(OneDnn.remove(model)).isZero();
  }
}
