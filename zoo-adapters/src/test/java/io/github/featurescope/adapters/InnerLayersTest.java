package io.github.featurescope.adapters;

import static io.github.featurescope.adapters.Nets.activation;
import static io.github.featurescope.adapters.Nets.graph;
import static io.github.featurescope.adapters.Nets.linear;
import static io.github.featurescope.adapters.Nets.network;
import static io.github.featurescope.adapters.Nets.random;
import static io.github.featurescope.adapters.Nets.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.probes.Matrix;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** In inference mode DL4J's activation layers write over what they read. */
class InnerLayersTest {

  private static final InputType FIVE = InputType.feedForward(5);

  private final INDArray input = random(6, 5);

  private static double least(Matrix matrix) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.cols(); j++) {
        least = Math.min(least, matrix.get(i, j));
      }
    }
    return least;
  }

  @Test
  void ofANetworkAreReadAsTheyAreBeforeTheActivation() {
    MultiLayerNetwork network = network(FIVE, linear(8), activation(Activation.RELU), softmax(3));

    var layers =
        ModelAdapters.open(network).readLayers(ModelInputs.of(input), List.of("layer0", "layer1"));

    assertThat(least(layers.get("layer0"))).isNegative();
    assertThat(least(layers.get("layer1"))).isZero();
  }

  /** The shortcut carries what is not activated: in place, the model's answer would change too. */
  @Test
  void ofAGraphAreReadAsTheyAreBeforeTheActivation() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("in")
                    .setInputTypes(FIVE)
                    .addLayer("dense", linear(8), "in")
                    .addLayer("relu", activation(Activation.RELU), "dense")
                    .addVertex(
                        "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "dense", "relu")
                    .addLayer("out", softmax(3), "sum")
                    .setOutputs("out"));
    HeadChoice choice = HeadChoice.automatic().withFeatureLayer("dense");

    Readout readout = ModelAdapters.open(graph, choice).read(input);

    assertThat(least(readout.features())).isNegative();
    Logits.assertSame(readout, Logits.own(graph, ModelInputs.of(input)));
  }

  @Test
  void theCallersArrayIsNotWrittenOver() {
    MultiLayerNetwork network = network(FIVE, activation(Activation.RELU), linear(8), softmax(3));
    INDArray before = input.dup();

    ModelAdapters.open(network).read(input);

    assertThat(input).isEqualTo(before);
    assertThat(before.minNumber().doubleValue()).isNegative();
  }

  @Test
  void stackedSamplesAreNotTakenForSteps() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("a", "b")
                    .setInputTypes(FIVE, FIVE)
                    .addVertex("stack", new StackVertex(), "a", "b")
                    .addLayer("shared", linear(8), "stack")
                    .addVertex("first", new UnstackVertex(0, 2), "shared")
                    .addVertex("second", new UnstackVertex(1, 2), "shared")
                    .addLayer("out", softmax(3), "first", "second")
                    .setOutputs("out"));
    ModelInputs inputs = ModelInputs.of(new INDArray[] {input, random(6, 5)}, null);
    ModelReader reader = ModelAdapters.open(graph);

    Logits.assertLinear(
        reader.read(inputs), graph.getLayer("out").getParam("b"), Logits.own(graph, inputs));
    assertThatThrownBy(() -> reader.readLayers(inputs, List.of("shared")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DenseLayer 'shared' puts out [12, 8] for 6 samples");
  }
}
