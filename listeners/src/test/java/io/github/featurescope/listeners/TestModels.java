package io.github.featurescope.listeners;

import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small models with dropout and batch normalisation, and data for them. */
final class TestModels {

  static final int CLASSES = 3;

  private TestModels() {}

  private static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(11)
        .updater(new Adam(0.01))
        .activation(Activation.RELU);
  }

  private static OutputLayer head() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nOut(CLASSES)
        .dropOut(0.8)
        .build();
  }

  static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            base()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                .layer(new BatchNormalization())
                .layer(new DenseLayer.Builder().nOut(8).dropOut(0.5).build())
                .layer(head())
                .setInputType(InputType.convolutional(6, 6, 1))
                .build());
    network.init();
    return network;
  }

  static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            base()
                .graphBuilder()
                .addInputs("in")
                .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "in")
                .addLayer("bn", new BatchNormalization(), "conv")
                .addLayer("a", new DenseLayer.Builder().nOut(5).dropOut(0.5).build(), "bn")
                .addLayer("b", new DenseLayer.Builder().nOut(4).build(), "bn")
                .addLayer("out", head(), "a", "b")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(6, 6, 1))
                .build());
    graph.init();
    return graph;
  }

  /** Noisy images with a bright patch that tells the class. */
  static DataSet data(int n, long seed) {
    Random random = new Random(seed);
    INDArray images = Nd4j.create(DataType.FLOAT, n, 1, 6, 6);
    INDArray labels = Nd4j.create(DataType.FLOAT, n, CLASSES);
    for (int i = 0; i < n; i++) {
      int label = i % CLASSES;
      for (int y = 0; y < 6; y++) {
        for (int x = 0; x < 6; x++) {
          double signal = y / 2 == label ? 1 : 0;
          images.putScalar(new int[] {i, 0, y, x}, signal + 0.5 * random.nextGaussian());
        }
      }
      labels.putScalar(i, label, 1);
    }
    return new DataSet(images, labels);
  }

  static DataSetIterator iterator(DataSet data, int batch, boolean async) {
    return new ListDataSetIterator<DataSet>(data.asList(), batch) {
      @Override
      public boolean asyncSupported() {
        return async;
      }
    };
  }
}
