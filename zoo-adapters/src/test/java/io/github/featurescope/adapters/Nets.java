package io.github.featurescope.adapters;

import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks and inputs of the tests. */
final class Nets {

  private Nets() {}

  static NeuralNetConfiguration.Builder base() {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .updater(new Adam(0.05))
        .activation(Activation.RELU)
        .trainingWorkspaceMode(WorkspaceMode.ENABLED)
        .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
        .biasInit(0.1);
  }

  static MultiLayerNetwork network(InputType input, Layer... layers) {
    var list = base().list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    return network;
  }

  static ComputationGraph graph(UnaryOperator<GraphBuilder> body) {
    ComputationGraph graph = new ComputationGraph(body.apply(base().graphBuilder()).build());
    graph.init();
    return graph;
  }

  static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).build();
  }

  static DenseLayer linear(int units) {
    return new DenseLayer.Builder().nOut(units).activation(Activation.IDENTITY).build();
  }

  static OutputLayer softmax(int classes) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nOut(classes)
        .build();
  }

  static LossLayer loss(Activation activation) {
    return new LossLayer.Builder(LossFunction.MCXENT).activation(activation).build();
  }

  static ActivationLayer activation(Activation activation) {
    return new ActivationLayer(activation);
  }

  static GlobalPoolingLayer average() {
    return new GlobalPoolingLayer(PoolingType.AVG);
  }

  static INDArray random(long... shape) {
    return Nd4j.randn(DataType.FLOAT, shape);
  }
}
