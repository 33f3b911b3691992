package io.github.featurescope.adapters;

import static io.github.featurescope.adapters.Nets.activation;
import static io.github.featurescope.adapters.Nets.average;
import static io.github.featurescope.adapters.Nets.dense;
import static io.github.featurescope.adapters.Nets.graph;
import static io.github.featurescope.adapters.Nets.linear;
import static io.github.featurescope.adapters.Nets.loss;
import static io.github.featurescope.adapters.Nets.network;
import static io.github.featurescope.adapters.Nets.random;
import static io.github.featurescope.adapters.Nets.softmax;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.Matrix;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class RecurrentHeadsTest {

  private static final int STEPS = 5;
  private static final InputType SEQUENCES = InputType.recurrent(3, STEPS);

  /** Sequences of 3, 5, 1 and 4 steps. */
  private static final INDArray MASK =
      Nd4j.createFromArray(
          new float[][] {{1, 1, 1, 0, 0}, {1, 1, 1, 1, 1}, {1, 0, 0, 0, 0}, {1, 1, 1, 1, 0}});

  private final INDArray sequences = random(4, 3, STEPS);

  private static LSTM lstm() {
    return new LSTM.Builder().nOut(6).activation(Activation.TANH).build();
  }

  private static RnnOutputLayer rnnOutput() {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nOut(3)
        .build();
  }

  private static RnnLossLayer rnnLoss() {
    return new RnnLossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build();
  }

  private static Convolution1DLayer overTime(int kernel) {
    return new Convolution1DLayer.Builder(kernel).nOut(3).activation(Activation.IDENTITY).build();
  }

  /** One row a sample, out of the model's own logits at every step, by hand. */
  private static INDArray reduced(
      INDArray own, boolean channelsLast, INDArray mask, TimeReduction reduction) {
    INDArray byStep = channelsLast ? own.permute(0, 2, 1) : own;
    INDArray rows = Nd4j.zeros(byStep.size(0), byStep.size(1));
    for (int i = 0; i < byStep.size(0); i++) {
      int steps = mask == null ? STEPS : mask.getRow(i).sumNumber().intValue();
      for (int c = 0; c < byStep.size(1); c++) {
        double sum = 0;
        for (int t = 0; t < steps; t++) {
          sum += byStep.getDouble(i, c, t);
        }
        rows.putScalar(
            i,
            c,
            reduction == TimeReduction.MEAN ? sum / steps : byStep.getDouble(i, c, steps - 1));
      }
    }
    return rows;
  }

  private static HeadChoice over(TimeReduction reduction) {
    return HeadChoice.automatic().withOverTime(reduction);
  }

  static Stream<Arguments> reductions() {
    return Stream.of(TimeReduction.values())
        .flatMap(
            reduction ->
                Stream.of(RNNFormat.values())
                    .flatMap(
                        format ->
                            Stream.of(true, false)
                                .map(masked -> Arguments.of(reduction, format, masked))));
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void rnnOutputLayer(TimeReduction reduction, RNNFormat format, boolean masked) {
    boolean last = format == RNNFormat.NWC;
    MultiLayerNetwork network = network(InputType.recurrent(3, STEPS, format), lstm(), rnnOutput());
    INDArray input = last ? sequences.permute(0, 2, 1).dup() : sequences;
    ModelInputs inputs = ModelInputs.of(input, masked ? MASK : null);

    Readout readout = ModelAdapters.open(network, over(reduction)).read(inputs);

    Logits.assertLinear(
        readout,
        network.getLayer(1).getParam("b"),
        reduced(Logits.own(network, inputs), last, masked ? MASK : null, reduction));
  }

  private static MultiLayerNetwork timeDistributed(RNNFormat format) {
    return network(
        InputType.recurrent(3, STEPS, format),
        lstm(),
        new TimeDistributed(linear(3)),
        new RnnLossLayer.Builder(LossFunction.MCXENT)
            .dataFormat(format)
            .activation(Activation.SOFTMAX)
            .build());
  }

  @ParameterizedTest
  @EnumSource(RNNFormat.class)
  void timeDistributedDenseLayerBeforeALoss(RNNFormat format) {
    boolean last = format == RNNFormat.NWC;
    MultiLayerNetwork network = timeDistributed(format);
    INDArray input = last ? sequences.permute(0, 2, 1).dup() : sequences;
    ModelInputs inputs = ModelInputs.of(input);

    Readout readout = ModelAdapters.open(network, over(TimeReduction.LAST)).read(inputs);

    Logits.assertLinear(
        readout,
        network.getLayer(1).getParam("b"),
        reduced(Logits.own(network, inputs), last, null, TimeReduction.LAST));
  }

  @Test
  void timeDistributedHeadRefusesMasksThatDl4jMisapplies() {
    ModelReader reader =
        ModelAdapters.open(timeDistributed(RNNFormat.NCW), over(TimeReduction.LAST));

    assertThatThrownBy(() -> reader.read(ModelInputs.of(sequences, MASK)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("TimeDistributed 'layer1' with masked steps")
        .hasMessageContaining("RnnOutputLayer");
  }

  @ParameterizedTest
  @MethodSource("reductions")
  void denseLayersBetween(TimeReduction reduction, RNNFormat format, boolean masked) {
    boolean last = format == RNNFormat.NWC;
    MultiLayerNetwork network =
        network(InputType.recurrent(3, STEPS, format), lstm(), dense(7), rnnOutput());
    INDArray input = last ? sequences.permute(0, 2, 1).dup() : sequences;
    ModelInputs inputs = ModelInputs.of(input, masked ? MASK : null);

    Readout readout = ModelAdapters.open(network, over(reduction)).read(inputs);

    Logits.assertLinear(
        readout,
        network.getLayer(2).getParam("b"),
        reduced(Logits.own(network, inputs), last, masked ? MASK : null, reduction));
  }

  @Test
  void denseLayerThatReadsEveryStep() {
    MultiLayerNetwork network = network(SEQUENCES, lstm(), linear(3), rnnLoss());
    ModelInputs inputs = ModelInputs.of(sequences, MASK);

    Readout readout = ModelAdapters.open(network, over(TimeReduction.LAST)).read(inputs);

    Logits.assertLinear(
        readout,
        network.getLayer(1).getParam("b"),
        reduced(Logits.own(network, inputs), false, MASK, TimeReduction.LAST));
  }

  @Test
  void convolutionOverTimeThenItsAverage() {
    MultiLayerNetwork network =
        network(SEQUENCES, lstm(), overTime(1), average(), loss(Activation.SOFTMAX));
    ModelInputs inputs = ModelInputs.of(sequences, MASK);

    Logits.assertLinear(
        ModelAdapters.open(network).read(inputs),
        network.getLayer(1).getParam("b"),
        Logits.own(network, inputs));
  }

  @Test
  void averageOverTimeThenOutputLayer() {
    MultiLayerNetwork network = network(SEQUENCES, lstm(), average(), softmax(3));
    ModelInputs inputs = ModelInputs.of(sequences, MASK);

    Logits.assertLinear(
        ModelAdapters.open(network).read(inputs),
        network.getLayer(2).getParam("b"),
        Logits.own(network, inputs));
  }

  @Test
  void lastTimeStepThenOutputLayer() {
    MultiLayerNetwork network = network(SEQUENCES, new LastTimeStep(lstm()), softmax(3));

    for (ModelInputs inputs : List.of(ModelInputs.of(sequences), ModelInputs.of(sequences, MASK))) {
      Logits.assertLinear(
          ModelAdapters.open(network).read(inputs),
          network.getLayer(1).getParam("b"),
          Logits.own(network, inputs));
    }
  }

  @Test
  void bidirectionalThenOutputLayer() {
    MultiLayerNetwork network =
        network(SEQUENCES, new LastTimeStep(new Bidirectional(lstm())), softmax(3));
    ModelInputs inputs = ModelInputs.of(sequences);

    Logits.assertLinear(
        ModelAdapters.open(network).read(inputs),
        network.getLayer(1).getParam("b"),
        Logits.own(network, inputs));
  }

  @Test
  void bidirectionalThenRnnOutputLayer() {
    MultiLayerNetwork network = network(SEQUENCES, new Bidirectional(lstm()), rnnOutput());
    ModelInputs inputs = ModelInputs.of(sequences, MASK);
    ModelReader reader = ModelAdapters.open(network, over(TimeReduction.MEAN));

    assertThat(reader.head().width()).isEqualTo(12);
    Logits.assertLinear(
        reader.read(inputs),
        network.getLayer(1).getParam("b"),
        reduced(Logits.own(network, inputs), false, MASK, TimeReduction.MEAN));
  }

  @Test
  void lastTimeStepVertexBehindTheHead() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("in")
                    .setInputTypes(SEQUENCES)
                    .addLayer("lstm", lstm(), "in")
                    .addLayer("steps", overTime(1), "lstm")
                    .addVertex("last", new LastTimeStepVertex("in"), "steps")
                    .addLayer("softmax", activation(Activation.SOFTMAX), "last")
                    .addLayer("out", loss(Activation.IDENTITY), "softmax")
                    .setOutputs("out"));
    ModelInputs inputs = ModelInputs.of(sequences, MASK);

    Logits.assertLinear(
        ModelAdapters.open(graph).read(inputs),
        graph.getLayer("steps").getParam("b"),
        Logits.own(graph, inputs));
  }

  @Test
  void rnnOutputLayerOfAGraphWithMasks() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("in")
                    .setInputTypes(SEQUENCES)
                    .addLayer("lstm", lstm(), "in")
                    .addLayer("out", rnnOutput(), "lstm")
                    .setOutputs("out"));
    ModelInputs inputs = ModelInputs.of(sequences, MASK);

    Logits.assertLinear(
        ModelAdapters.open(graph, over(TimeReduction.LAST)).read(inputs),
        graph.getLayer("out").getParam("b"),
        reduced(Logits.own(graph, inputs), false, MASK, TimeReduction.LAST));
  }

  @Test
  void recurrentLayerThatAnswersItself() {
    MultiLayerNetwork network =
        network(
            SEQUENCES,
            lstm(),
            new LSTM.Builder().nOut(3).activation(Activation.IDENTITY).build(),
            rnnLoss());
    ModelInputs inputs = ModelInputs.of(sequences, MASK);
    ModelReader reader = ModelAdapters.open(network, over(TimeReduction.LAST));

    Readout readout = reader.read(inputs);

    assertThat(readout.weights()).isNull();
    assertThat(reader.head().width()).isEqualTo(readout.features().cols()).isEqualTo(6);
    Logits.assertSame(
        readout, reduced(Logits.own(network, inputs), false, MASK, TimeReduction.LAST));
  }

  @Test
  void innerSequencesAreAveragedOverTheStepsThatAreThere() {
    MultiLayerNetwork network = network(SEQUENCES, lstm(), average(), softmax(3));
    ModelReader reader = ModelAdapters.open(network);

    var layers = reader.readLayers(ModelInputs.of(sequences, MASK), List.of("layer0", "layer1"));

    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 6; j++) {
        assertThat(layers.get("layer0").get(i, j))
            .isCloseTo(layers.get("layer1").get(i, j), within(1e-6));
      }
    }
  }

  @Test
  void denseLayersBetweenAreInnerLayersToo() {
    MultiLayerNetwork network = network(SEQUENCES, lstm(), dense(7), rnnOutput());
    ModelInputs inputs = ModelInputs.of(sequences, MASK);
    ModelReader reader = ModelAdapters.open(network, over(TimeReduction.MEAN));

    Matrix inner = requireNonNull(reader.readLayers(inputs, List.of("layer1")).get("layer1"));
    Matrix features = reader.read(inputs).features();

    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 7; j++) {
        assertThat(inner.get(i, j)).isCloseTo(features.get(i, j), within(1e-12));
      }
    }
  }
}
