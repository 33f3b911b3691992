package io.github.featurescope.examples.optim;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/** Networks of a few parameters, in double precision, and data for them. */
final class TinyNetworks {

  static final int INPUTS = 4;
  static final int CLASSES = 3;

  private TinyNetworks() {}

  private static NeuralNetConfiguration.Builder base(IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .dataType(DataType.DOUBLE)
        .activation(Activation.TANH)
        .updater(updater);
  }

  static MultiLayerNetwork sequential(IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            base(updater)
                .list()
                .layer(new DenseLayer.Builder().nIn(INPUTS).nOut(5).build())
                .layer(head())
                .build());
    network.init();
    return network;
  }

  static MultiLayerNetwork normalised(IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            base(updater)
                .list()
                .layer(new DenseLayer.Builder().nIn(INPUTS).nOut(5).build())
                .layer(new BatchNormalization.Builder().nIn(5).nOut(5).build())
                .layer(head())
                .build());
    network.init();
    return network;
  }

  static ComputationGraph graph(IUpdater updater) {
    ComputationGraph graph =
        new ComputationGraph(
            base(updater)
                .graphBuilder()
                .addInputs("in")
                .addLayer("dense", new DenseLayer.Builder().nIn(INPUTS).nOut(5).build(), "in")
                .addLayer("head", head(), "dense")
                .setOutputs("head")
                .build());
    graph.init();
    return graph;
  }

  private static OutputLayer head() {
    return new OutputLayer.Builder().nIn(5).nOut(CLASSES).activation(Activation.SOFTMAX).build();
  }

  static DataSet data(int samples) {
    java.util.Random random = new java.util.Random(3);
    double[] inputs = random.doubles((long) samples * INPUTS, -1, 1).toArray();
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, samples, CLASSES);
    for (int i = 0; i < samples; i++) {
      labels.putScalar(i, random.nextInt(CLASSES), 1);
    }
    return new DataSet(Nd4j.createFromArray(inputs).reshape(samples, INPUTS), labels);
  }
}
