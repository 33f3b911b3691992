package io.github.featurescope.examples.toys.twin;

import io.github.featurescope.examples.toys.patch.PatchData;
import io.github.featurescope.examples.toys.patch.PatchNetwork;
import io.github.featurescope.examples.toys.patch.ReluPower;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The two-layer network as a MultiLayerNetwork in double: a 1x1 convolution over the two patches,
 * their sum, and a softmax head of weights ∓1/(2m) that does not learn. Its two logits (−f/2, f/2)
 * have the logistic loss of f as their cross-entropy, so DL4J's gradient is the recursion's.
 */
public final class PatchTwin {

  private PatchTwin() {}

  /**
   * Builds the model.
   *
   * @param start its weights
   * @param rate η of gradient descent
   * @return the model, initialised
   */
  public static MultiLayerNetwork network(PatchNetwork start, double rate) {
    double[][] weights = start.weights();
    int width = weights.length;
    int dimension = weights[0].length;
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(rate))
                .list()
                .layer(
                    new ConvolutionLayer.Builder(1, 1)
                        .nIn(dimension)
                        .nOut(width)
                        .hasBias(false)
                        .activation(activation(start.activation()))
                        .build())
                .layer(new GlobalPoolingLayer(PoolingType.SUM))
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(width)
                        .nOut(2)
                        .hasBias(false)
                        .activation(Activation.SOFTMAX)
                        // A rate of 0 keeps the head: DL4J has no frozen output layer.
                        .updater(new Sgd(0))
                        .build())
                .setInputType(InputType.convolutional(2, 1, dimension))
                .build());
    network.init();
    network.setParam("0_W", Nd4j.createFromArray(weights).reshape('c', width, dimension, 1, 1));
    double[][] head = new double[width][2];
    for (int r = 0; r < width; r++) {
      head[r][1] = (r < start.filters() ? 0.5 : -0.5) / start.filters();
      head[r][0] = -head[r][1];
    }
    network.setParam("2_W", Nd4j.createFromArray(head));
    return network;
  }

  private static IActivation activation(ReluPower power) {
    return power.power() == 1
        ? Activation.RELU.getActivationFunction()
        : ReluPowerActivation.of(power.power());
  }

  /**
   * Reads the weights of the filters.
   *
   * @param network one of {@link #network}
   * @param activation s
   * @return the network with its present weights
   */
  public static PatchNetwork weights(MultiLayerNetwork network, ReluPower activation) {
    INDArray weights = network.getParam("0_W");
    return PatchNetwork.of(
        weights.reshape(weights.size(0), weights.size(1)).toDoubleMatrix(), activation);
  }

  /**
   * Makes inputs of samples.
   *
   * @param data any
   * @return [n, d, 2, 1]: d channels, the signal patch above that of noise
   */
  public static INDArray inputs(PatchData data) {
    double[] signal = data.signal();
    int[] labels = data.trueLabels();
    double[][][][] patches = new double[data.samples()][signal.length][2][1];
    for (int i = 0; i < patches.length; i++) {
      double[] noise = data.noise(i);
      for (int k = 0; k < signal.length; k++) {
        patches[i][k][0][0] = labels[i] == 1 ? signal[k] : -signal[k];
        patches[i][k][1][0] = noise[k];
      }
    }
    return Nd4j.createFromArray(patches);
  }

  /**
   * Makes a data set of samples, with the given labels.
   *
   * @param data any
   * @return inputs and one-hot labels [n, 2]
   */
  public static DataSet dataSet(PatchData data) {
    int[] given = data.givenLabels();
    double[][] oneHot = new double[given.length][2];
    for (int i = 0; i < given.length; i++) {
      oneHot[i][given[i]] = 1;
    }
    return new DataSet(inputs(data), Nd4j.createFromArray(oneHot));
  }
}
