package io.github.featurescope.adapters;

import static io.github.featurescope.adapters.Nets.activation;
import static io.github.featurescope.adapters.Nets.dense;
import static io.github.featurescope.adapters.Nets.linear;
import static io.github.featurescope.adapters.Nets.loss;
import static io.github.featurescope.adapters.Nets.network;
import static io.github.featurescope.adapters.Nets.random;
import static io.github.featurescope.adapters.Nets.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class DenseHeadsTest {

  private static final InputType FIVE = InputType.feedForward(5);

  private final INDArray input = random(6, 5);

  private Readout read(MultiLayerNetwork network) {
    return ModelAdapters.open(network).read(input);
  }

  private void assertLinearHead(MultiLayerNetwork network, int layer) {
    INDArray own = Logits.own(network, ModelInputs.of(input));
    Logits.assertLinear(read(network), network.getLayer(layer).getParam("b"), own);
  }

  @Test
  void outputLayer() {
    MultiLayerNetwork network =
        network(FIVE, dense(8), new BatchNormalization(), new DropoutLayer(0.5), softmax(3));

    assertLinearHead(network, 3);
  }

  @Test
  void lossLayerOverADenseLayer() {
    MultiLayerNetwork network = network(FIVE, dense(8), linear(3), loss(Activation.SOFTMAX));

    assertLinearHead(network, 1);
    assertThat(ModelAdapters.open(network).head())
        .isEqualTo(
            new HeadDescription(
                "MultiLayerNetwork", "layer1", "layer0", 8, 3, true, network.numParams()));
  }

  @Test
  void lossLayerOverADenseLayerWithTheSoftmaxItself() {
    MultiLayerNetwork network =
        network(
            FIVE,
            dense(8),
            new DenseLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
            loss(Activation.IDENTITY));

    assertLinearHead(network, 1);
  }

  @Test
  void lossLayerOverDropoutAndAnActivation() {
    MultiLayerNetwork network =
        network(
            FIVE,
            dense(8),
            linear(3),
            new DropoutLayer(0.5),
            activation(Activation.SOFTMAX),
            loss(Activation.IDENTITY));

    assertLinearHead(network, 1);
  }

  @Test
  void centerLossOutputLayer() {
    MultiLayerNetwork network =
        network(
            FIVE,
            dense(8),
            new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(3)
                .build());

    assertLinearHead(network, 1);
  }

  @Test
  void sigmoidUnitsAreOneClassEach() {
    MultiLayerNetwork network =
        network(
            FIVE,
            dense(8),
            new OutputLayer.Builder(LossFunction.XENT)
                .activation(Activation.SIGMOID)
                .nOut(3)
                .build());

    assertLinearHead(network, 1);
  }

  @Test
  void oneSigmoidUnitBeforeALossLayerIsTwoClasses() {
    MultiLayerNetwork network =
        network(
            FIVE,
            dense(8),
            linear(1),
            new LossLayer.Builder(LossFunction.XENT).activation(Activation.SIGMOID).build());

    Readout readout = read(network);
    INDArray own = Logits.own(network, ModelInputs.of(input));

    assertThat(ModelAdapters.open(network).head().classes()).isEqualTo(2);
    for (int i = 0; i < 6; i++) {
      assertThat(readout.logits().get(i, 1) - readout.logits().get(i, 0))
          .isCloseTo(own.getDouble(i, 0), within(1e-5));
    }
  }

  @Test
  void whatStandsBetweenLeavesTheHeadWithoutWeights() {
    MultiLayerNetwork network = network(FIVE, dense(8), dense(3), loss(Activation.SOFTMAX));

    Readout readout = read(network);

    assertThat(readout.weights()).isNull();
    assertThat(readout.features().cols()).isEqualTo(8);
    Logits.assertSame(readout, Logits.own(network, ModelInputs.of(input)));
  }

  @Test
  void layerNormalisationInTheHeadLeavesTheLogarithmOfTheSoftmax() {
    MultiLayerNetwork network =
        network(
            FIVE,
            dense(8),
            new DenseLayer.Builder()
                .nOut(3)
                .hasLayerNorm(true)
                .activation(Activation.SOFTMAX)
                .build(),
            loss(Activation.IDENTITY));

    Readout readout = read(network);
    INDArray output = network.output(input);

    assertThat(readout.weights()).isNull();
    for (int i = 0; i < 6; i++) {
      for (int c = 0; c < 3; c++) {
        assertThat(readout.logits().get(i, c))
            .isCloseTo(Math.log(output.getDouble(i, c)), within(1e-5));
      }
    }
  }

  /** The loss sees a softmax of a softmax, whose logits are the inner one's probabilities. */
  @Test
  void secondSoftmaxLeavesTheHeadWithoutWeights() {
    DenseLayer answers = new DenseLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
    MultiLayerNetwork network = network(FIVE, dense(8), answers, loss(Activation.SOFTMAX));

    Readout readout = read(network);

    assertThat(readout.weights()).isNull();
    Logits.assertSame(readout, network.feedForward(input, false).get(2));
  }
}
