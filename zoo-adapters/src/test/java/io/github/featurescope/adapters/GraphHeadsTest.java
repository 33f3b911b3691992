package io.github.featurescope.adapters;

import static io.github.featurescope.adapters.Nets.activation;
import static io.github.featurescope.adapters.Nets.average;
import static io.github.featurescope.adapters.Nets.dense;
import static io.github.featurescope.adapters.Nets.graph;
import static io.github.featurescope.adapters.Nets.linear;
import static io.github.featurescope.adapters.Nets.loss;
import static io.github.featurescope.adapters.Nets.random;
import static io.github.featurescope.adapters.Nets.softmax;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class GraphHeadsTest {

  private static final InputType FIVE = InputType.feedForward(5);

  private static ComputationGraph twoOutputs() {
    return graph(
        body ->
            body.addInputs("in")
                .setInputTypes(FIVE)
                .addLayer("features", dense(8), "in")
                .addLayer("more", dense(6), "features")
                .addLayer("left", softmax(3), "features")
                .addLayer("rightDense", linear(4), "more")
                .addLayer("right", loss(Activation.SOFTMAX), "rightDense")
                .setOutputs("left", "right"));
  }

  @Test
  void eachOfSeveralOutputsByName() {
    ComputationGraph graph = twoOutputs();
    ModelInputs inputs = ModelInputs.of(random(6, 5));

    ModelReader left = ModelAdapters.open(graph, HeadChoice.automatic().withOutput("left"));
    ModelReader right = ModelAdapters.open(graph, HeadChoice.automatic().withOutput("right"));

    assertThat(left.head().featureLayer()).isEqualTo("features");
    assertThat(right.head())
        .isEqualTo(
            new HeadDescription(
                "ComputationGraph", "rightDense", "more", 6, 4, true, graph.numParams()));
    Logits.assertLinear(
        left.read(inputs), graph.getLayer("left").getParam("b"), Logits.own(graph, inputs, 0));
    Logits.assertLinear(
        right.read(inputs),
        graph.getLayer("rightDense").getParam("b"),
        Logits.own(graph, inputs, 1));
  }

  @Test
  void severalOutputsWithoutANameAreListed() {
    assertThatThrownBy(() -> ModelAdapters.open(twoOutputs()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("Looked for a graph with one output")
        .hasMessageContaining("found the outputs [left, right]")
        .hasMessageContaining("FeatureScope.watch(model).output(\"left\")");
  }

  @Test
  void unknownOutputIsNamedWithThoseThereAre() {
    assertThatThrownBy(
            () -> ModelAdapters.open(twoOutputs(), HeadChoice.automatic().withOutput("middle")))
        .hasMessageContaining("an output named 'middle'")
        .hasMessageContaining("[left, right]");
  }

  @Test
  void severalInputsAndAMaskForOne() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("vectors", "sequences")
                    .setInputTypes(FIVE, InputType.recurrent(3, 4))
                    .addLayer("dense", dense(6), "vectors")
                    .addLayer("lstm", new LSTM.Builder().nOut(4).build(), "sequences")
                    .addLayer("pool", average(), "lstm")
                    .addVertex("both", new MergeVertex(), "dense", "pool")
                    .addLayer("out", softmax(3), "both")
                    .setOutputs("out"));
    INDArray mask = Nd4j.createFromArray(new float[][] {{1, 1, 0, 0}, {1, 1, 1, 1}, {1, 0, 0, 0}});
    ModelInputs inputs =
        ModelInputs.of(new INDArray[] {random(3, 5), random(3, 3, 4)}, new INDArray[] {null, mask});

    ModelReader reader = ModelAdapters.open(graph);

    assertThat(reader.head().width()).isEqualTo(10);
    assertThat(reader.head().featureLayer()).isEqualTo("both");
    Logits.assertLinear(
        reader.read(inputs), graph.getLayer("out").getParam("b"), Logits.own(graph, inputs));
  }

  @Test
  void tooFewInputsAreCounted() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("a", "b")
                    .setInputTypes(FIVE, FIVE)
                    .addLayer("out", softmax(3), "a", "b")
                    .setOutputs("out"));

    assertThatThrownBy(() -> ModelAdapters.open(graph).read(random(3, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 input arrays for a graph with the inputs [a, b]");
  }

  @Test
  void normalisedEmbeddingsWithCentreLoss() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("in")
                    .setInputTypes(FIVE)
                    .addLayer("bottleneck", linear(6), "in")
                    .addVertex("embeddings", new L2NormalizeVertex(), "bottleneck")
                    .addLayer(
                        "out",
                        new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                            .activation(Activation.SOFTMAX)
                            .nOut(3)
                            .build(),
                        "embeddings")
                    .setOutputs("out"));
    ModelInputs inputs = ModelInputs.of(random(6, 5));

    Logits.assertLinear(
        ModelAdapters.open(graph).read(inputs),
        graph.getLayer("out").getParam("b"),
        Logits.own(graph, inputs));
  }

  /** DL4J M2.1 loses count of its workspaces here: more vertices follow the one that is read. */
  @Test
  void convolutionalHeadWithSeveralStepsBehindIt() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("in")
                    .setInputTypes(InputType.convolutional(6, 6, 2))
                    .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(5).build(), "in")
                    .addLayer("relu", activation(Activation.RELU), "conv")
                    .addLayer(
                        "answers",
                        new ConvolutionLayer.Builder(1, 1)
                            .nOut(3)
                            .activation(Activation.IDENTITY)
                            .build(),
                        "relu")
                    .addLayer("pool", average(), "answers")
                    .addLayer("softmax", activation(Activation.SOFTMAX), "pool")
                    .addLayer("out", loss(Activation.IDENTITY), "softmax")
                    .setOutputs("out"));
    ModelInputs inputs = ModelInputs.of(random(4, 2, 6, 6));
    ModelReader reader = ModelAdapters.open(graph);

    Logits.assertLinear(
        reader.read(inputs), graph.getLayer("answers").getParam("b"), Logits.own(graph, inputs));
    assertThat(graph.getConfiguration().getInferenceWorkspaceMode())
        .isEqualTo(WorkspaceMode.ENABLED);
    assertThat(reader.readLayers(inputs, reader.layers())).hasSize(5);
  }

  @Test
  void namedFeatureLayerIsReadWithTheModelsLogitsAndWithoutWeights() {
    ComputationGraph graph = twoOutputs();
    ModelInputs inputs = ModelInputs.of(random(6, 5));
    HeadChoice choice = HeadChoice.automatic().withOutput("right").withFeatureLayer("features");

    ModelReader reader = ModelAdapters.open(graph, choice);
    Readout readout = reader.read(inputs);

    assertThat(reader.head().featureLayer()).isEqualTo("features");
    assertThat(reader.head().width()).isEqualTo(8);
    assertThat(readout.weights()).isNull();
    INDArray activation = graph.feedForward(inputs.array(0), false).get("features");
    assertThat(readout.features().get(5, 7)).isEqualTo(activation.getDouble(5, 7));
    Logits.assertSame(readout, Logits.own(graph, inputs, 1));
  }

  @Test
  void featureLayerThatFeedsTheHeadKeepsItsWeights() {
    ComputationGraph graph = twoOutputs();
    HeadChoice choice = HeadChoice.automatic().withOutput("right").withFeatureLayer("more");

    assertThat(ModelAdapters.open(graph, choice).read(random(6, 5)).weights()).isNotNull();
  }
}
