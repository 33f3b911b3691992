package io.github.featurescope.adapters.onednn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks and batches of the tests. */
final class Networks {

  private Networks() {}

  static void assumeOneDnn() {
    assumeTrue(OneDnnBackend.missing().isEmpty(), () -> "needs oneDNN: " + OneDnnBackend.missing());
  }

  static NeuralNetConfiguration.Builder base(DataType type) {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .dataType(type)
        .updater(new Nesterovs(0.05, 0.9))
        .activation(Activation.IDENTITY)
        .convolutionMode(ConvolutionMode.Same);
  }

  /** The layers, and a dense head of three classes. */
  static MultiLayerNetwork sequential(DataType type, InputType input, List<Layer> layers) {
    var builder = base(type).list();
    layers.forEach(builder::layer);
    var network = new MultiLayerNetwork(builder.layer(head()).setInputType(input).build());
    network.init();
    return network;
  }

  static MultiLayerNetwork sequential(Layer... layers) {
    return sequential(DataType.FLOAT, InputType.convolutional(9, 11, 2), List.of(layers));
  }

  static MultiLayerNetwork convolutional() {
    return sequential(convolution(3).build(), new BatchNormalization(), relu(), pooling().build());
  }

  static MultiLayerNetwork channelsLast() {
    return sequential(
        DataType.FLOAT,
        InputType.convolutional(9, 11, 2, CNN2DFormat.NHWC),
        List.of(convolution(3).dataFormat(CNN2DFormat.NHWC).build()));
  }

  static MultiLayerNetwork dense() {
    return sequential(
        DataType.FLOAT,
        InputType.feedForward(6),
        List.of(new DenseLayer.Builder().nOut(8).activation(Activation.TANH).build()));
  }

  /** A residual block between a convolution and global pooling. */
  static ComputationGraph residual() {
    var graph =
        new ComputationGraph(
            base(DataType.FLOAT)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(9, 11, 2))
                .addLayer("conv", convolution(3).build(), "in")
                .addLayer("norm", new BatchNormalization(), "conv")
                .addLayer("relu", relu(), "norm")
                .addLayer("conv2", convolution(1).hasBias(false).build(), "relu")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "relu", "conv2")
                .addLayer("mean", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "sum")
                .addLayer("out", head(), "mean")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  static ConvolutionLayer.Builder convolution(int kernel) {
    return new ConvolutionLayer.Builder(kernel, kernel).nOut(4);
  }

  static SubsamplingLayer.Builder pooling() {
    return new SubsamplingLayer.Builder(
        SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {2, 2});
  }

  static ActivationLayer relu() {
    return new ActivationLayer(Activation.RELU);
  }

  static OutputLayer head() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  static DataSet batch(int seed, long... shape) {
    Random random = new Random(seed);
    INDArray features = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < features.length(); i++) {
      features.putScalar(i, random.nextGaussian());
    }
    INDArray labels = Nd4j.zeros(DataType.FLOAT, shape[0], 3);
    for (int i = 0; i < shape[0]; i++) {
      labels.putScalar(i, random.nextInt(3), 1);
    }
    return new DataSet(features, labels);
  }

  static DataSet images(int seed) {
    return batch(seed, 6, 2, 9, 11);
  }

  static double relative(INDArray expected, INDArray actual) {
    return actual.sub(expected).norm2Number().doubleValue() / expected.norm2Number().doubleValue();
  }
}
