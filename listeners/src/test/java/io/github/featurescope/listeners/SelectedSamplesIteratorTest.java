package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class SelectedSamplesIteratorTest {

  private static final double RATE = 0.5;

  /** Six samples of two classes with the ids 0..5. */
  private static DataSet data() {
    INDArray features =
        Nd4j.create(new double[][] {{1, 2}, {-1, 1}, {0.5, -1}, {2, 1}, {-2, 0}, {1, 1}});
    INDArray labels = Nd4j.create(new double[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}, {1, 0}, {0, 1}});
    return new DataSet(features, labels);
  }

  private static DataSetIterator batches(int size) {
    return new ListDataSetIterator<>(data().asList(), size);
  }

  private static NeuralNetConfiguration.Builder configuration() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .dataType(org.nd4j.linalg.api.buffer.DataType.DOUBLE)
        .updater(new Sgd(RATE));
  }

  private static OutputLayer head() {
    return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nIn(2)
        .nOut(2)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration().list().layer(head()).build());
    network.init();
    return network;
  }

  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            configuration()
                .graphBuilder()
                .addInputs("in")
                .addLayer("out", head(), "in")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  /** One step of descent on the weighted mean loss by hand: W −= rate/n Σ w x (p − y)ᵀ. */
  private static INDArray expected(INDArray output, INDArray weights, double[] sample) {
    DataSet data = data();
    INDArray delta = output.sub(data.getLabels().castTo(output.dataType()));
    delta = delta.mulColumnVector(Nd4j.create(sample, 6, 1).castTo(delta.dataType()));
    INDArray gradient = data.getFeatures().castTo(delta.dataType()).transpose().mmul(delta).div(6);
    return weights.sub(gradient.mul(RATE));
  }

  private static final double[] WEIGHTS = {1, 0, 0, 1, 0, 1};

  private static DataSetIterator weighted() {
    return SelectedSamplesIterator.weighted(
        batches(6), SampleIdSource.POSITION, id -> WEIGHTS[(int) id], 1);
  }

  @Test
  void weightsMultiplyTheGradientOfANetwork() {
    MultiLayerNetwork network = network();
    INDArray before = network.getParam("0_W").dup();
    INDArray expected = expected(network.output(data().getFeatures()), before, WEIGHTS);
    network.fit(weighted());
    assertThat(network.getParam("0_W").distance2(expected)).isLessThan(1e-9);
    assertThat(before.distance2(expected)).isGreaterThan(1e-3);
  }

  @Test
  void weightsMultiplyTheGradientOfAGraph() {
    ComputationGraph graph = graph();
    INDArray before = graph.getParam("out_W").dup();
    INDArray expected = expected(graph.outputSingle(data().getFeatures()), before, WEIGHTS);
    graph.fit(weighted());
    assertThat(graph.getParam("out_W").distance2(expected)).isLessThan(1e-9);
  }

  @Test
  void weightsMultiplyTheLoss() {
    MultiLayerNetwork network = network();
    INDArray output = network.output(data().getFeatures());
    double expected = 0;
    for (int i = 0; i < 6; i++) {
      double own = data().getLabels().getDouble(i, 0) > 0 ? 0 : 1;
      expected -= WEIGHTS[i] * Math.log(output.getDouble(i, (int) own)) / 6;
    }
    assertThat(network.score(weighted().next())).isEqualTo(expected, within(1e-9));
  }

  @Test
  void aFractionIsTheShareOfEpochsThatASampleTakesPartIn() {
    SelectedSamplesIterator iterator =
        SelectedSamplesIterator.weighted(
            batches(6), SampleIdSource.POSITION, id -> id == 2 ? 0.25 : 1, 7);
    int epochs = 2000;
    double takenPart = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      takenPart += iterator.next().getLabelsMaskArray().getDouble(2, 0);
      iterator.reset();
    }
    assertThat(takenPart / epochs).isEqualTo(0.25, within(0.04)); // four standard errors
  }

  private static List<Long> ids(DataSetIterator iterator) {
    List<Long> all = new ArrayList<>();
    while (iterator.hasNext()) {
      iterator.next().getExampleMetaData().forEach(id -> all.add(((Number) id).longValue()));
    }
    return all;
  }

  @Test
  void leavesSamplesOutAndPassesOverEmptyBatches() {
    SelectedSamplesIterator iterator =
        SelectedSamplesIterator.leavingOut(batches(2), SampleIdSource.POSITION, Set.of(0L, 2L, 3L));
    assertThat(ids(iterator)).containsExactly(1L, 4L, 5L);
    iterator.reset();
    DataSet first = iterator.next();
    assertThat(first.getFeatures().getDouble(0, 0)).isEqualTo(-1);
    assertThat(first.getLabels().getDouble(0, 1)).isEqualTo(1);
    assertThat(iterator.next().numExamples()).isEqualTo(2);
    assertThat(iterator.hasNext()).isFalse();
  }

  @Test
  void takesIdsFromMetaData() {
    DataSet data = data();
    data.setExampleMetaData(List.of(70, 71, 72, 73, 74, 75));
    DataSetIterator base = new ListDataSetIterator<>(List.of(data), 6);
    SelectedSamplesIterator iterator =
        SelectedSamplesIterator.leavingOut(base, SampleIdSource.META_DATA, Set.of(71L, 75L));
    assertThat(ids(iterator)).containsExactly(70L, 72L, 73L, 74L);
  }

  @Test
  void refusesAWeightThatIsNone() {
    SelectedSamplesIterator iterator =
        SelectedSamplesIterator.weighted(batches(6), SampleIdSource.POSITION, id -> -1, 1);
    assertThatThrownBy(iterator::next)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight -1.0 of sample 0");
  }

  @Test
  void leavesTheBatchesOfTheBaseAsTheyAre() {
    DataSet own = data();
    own.setExampleMetaData(List.of("a", "b", "c", "d", "e", "f"));
    SelectedSamplesIterator iterator =
        SelectedSamplesIterator.leavingOut(
            new ExistingDataSetIterator(List.of(own)), SampleIdSource.POSITION, Set.of());

    assertThat(iterator.next().getExampleMetaData()).hasSize(6).doesNotContain("a");
    assertThat(own.getExampleMetaData()).startsWith("a");
  }
}
