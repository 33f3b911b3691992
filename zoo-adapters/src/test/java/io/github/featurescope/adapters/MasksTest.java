package io.github.featurescope.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A probe between two iterations must not see the mask of the batch being trained. */
class MasksTest {

  private static final int SAMPLES = 4;

  private final INDArray sequences = Nd4j.rand(DataType.FLOAT, SAMPLES, 3, 5);
  private final INDArray mask = Nd4j.zeros(DataType.FLOAT, SAMPLES, 5);

  private static OutputLayer head() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nOut(2)
        .build();
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(new LSTM.Builder().nOut(6).build())
                .layer(new GlobalPoolingLayer())
                .layer(head())
                .setInputType(InputType.recurrent(3, 5))
                .build());
    network.init();
    return network;
  }

  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", new LSTM.Builder().nOut(6).build(), "in")
                .addLayer("pool", new GlobalPoolingLayer(), "lstm")
                .addLayer("out", head(), "pool")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(3, 5))
                .build());
    graph.init();
    return graph;
  }

  private static double sum(Readout readout) {
    double sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      sum += readout.logits().get(i, 0);
    }
    return sum;
  }

  private INDArray firstStepOnly() {
    mask.getColumn(0).assign(1);
    return mask;
  }

  @Test
  void ofANetworkAreLaidAsideAndPutBack() {
    MultiLayerNetwork network = network();
    ModelReader reader = ModelAdapters.open(network);
    double unmasked = sum(reader.read(sequences));
    network.setLayerMaskArrays(firstStepOnly(), null);

    assertThat(sum(reader.read(sequences))).isEqualTo(unmasked);
    assertThat(network.getLayer(1).getMaskArray()).isNotNull();
    INDArray masked = network.output(sequences, false, mask, null);
    network.clearLayerMaskArrays();
    assertThat(masked).as("the mask matters").isNotEqualTo(network.output(sequences));
  }

  @Test
  void ofAGraphAreLaidAsideAndPutBack() {
    ComputationGraph graph = graph();
    ModelReader reader = ModelAdapters.open(graph);
    double unmasked = sum(reader.read(sequences));
    graph.setLayerMaskArrays(new INDArray[] {firstStepOnly()}, null);

    assertThat(sum(reader.read(sequences))).isEqualTo(unmasked);
    assertThat(graph.getInputMaskArrays()).isNotNull();
  }
}
