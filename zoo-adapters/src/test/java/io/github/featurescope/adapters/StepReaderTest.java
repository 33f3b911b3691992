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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.Matrix;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Without dropout and batch statistics, a training step sees what the reader of probes does. */
class StepReaderTest {

  private static final int SAMPLES = 6;
  private static final InputType FIVE = InputType.feedForward(5);
  private static final InputType IMAGE = InputType.convolutional(7, 6, 2);

  /** Reads one step. */
  private static final class Rider extends BaseTrainingListener {
    private final StepReader reader;
    private final StepRows rows;
    private boolean read;
    private INDArray labels = Nd4j.empty();

    private Rider(StepReader reader, int capacity) {
      this.reader = reader;
      this.rows = StepRows.of(capacity, reader.width());
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
      read = reader.read(activations, rows);
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      read = reader.read(activations, rows);
    }

    @Override
    public void onBackwardPass(Model model) {
      INDArray seen = reader.labels();
      labels = seen == null ? labels : seen.dup();
    }

    private double[] values() {
      double[] values = new double[rows.samples() * reader.width()];
      rows.copyTo(values, 0);
      return values;
    }
  }

  private static INDArray oneHot() {
    INDArray labels = Nd4j.zeros(SAMPLES, 3);
    for (int i = 0; i < SAMPLES; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    return labels;
  }

  private static Rider step(Model model, INDArray input, INDArray labels) {
    Rider rider = new Rider(ModelAdapters.open(model).steps(), SAMPLES);
    model.setListeners(rider);
    if (model instanceof MultiLayerNetwork network) {
      network.fit(input, labels);
    } else {
      ((ComputationGraph) model).fit(new INDArray[] {input}, new INDArray[] {labels});
    }
    return rider;
  }

  private static void assertSeesWhatProbesDo(Model model, INDArray input) {
    Readout expected = ModelAdapters.open(model).read(input);
    Rider rider = step(model, input, oneHot());
    assertThat(rider.read).isTrue();
    assertThat(rider.rows.samples()).isEqualTo(SAMPLES);
    assertThat(rider.values()).containsExactly(expected.features().toRowMajor(), within(1e-5));
    assertThat(rider.labels).isEqualTo(oneHot());
  }

  @ParameterizedTest
  @EnumSource(
      value = WorkspaceMode.class,
      names = {"ENABLED", "NONE"})
  void ofADenseNetwork(WorkspaceMode mode) {
    MultiLayerNetwork network = network(FIVE, dense(8), dense(7), softmax(3));
    network.getLayerWiseConfigurations().setTrainingWorkspaceMode(mode);
    assertSeesWhatProbesDo(network, random(SAMPLES, 5));
  }

  @Test
  void ofAHeadThatReadsTheInput() {
    assertSeesWhatProbesDo(network(FIVE, softmax(3)), random(SAMPLES, 5));
  }

  @Test
  void ofMapsThatAreFlattened() {
    Layer convolution = new ConvolutionLayer.Builder(3, 3).nOut(4).build();
    Layer pooling = new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).build();
    assertSeesWhatProbesDo(
        network(IMAGE, convolution, pooling, softmax(3)), random(SAMPLES, 2, 7, 6));
  }

  @Test
  void ofMapsThatAreAveragedBehindTheHead() {
    Layer convolution = new ConvolutionLayer.Builder(3, 3).nOut(4).build();
    Layer head = new ConvolutionLayer.Builder(1, 1).nOut(3).activation(Activation.IDENTITY).build();
    assertSeesWhatProbesDo(
        network(
            IMAGE,
            convolution,
            head,
            average(),
            activation(Activation.SOFTMAX),
            loss(Activation.IDENTITY)),
        random(SAMPLES, 2, 7, 6));
  }

  @Test
  void ofSequencesThatArePooled() {
    assertSeesWhatProbesDo(
        network(
            InputType.recurrent(4, 5), new LSTM.Builder().nOut(6).build(), average(), softmax(3)),
        random(SAMPLES, 4, 5));
  }

  @Test
  void ofAGraph() {
    ComputationGraph graph =
        graph(
            body ->
                body.addInputs("in")
                    .addLayer("a", dense(8), "in")
                    .addLayer("b", dense(4), "in")
                    .addLayer("logits", linear(3), "a", "b")
                    .addLayer("out", loss(Activation.SOFTMAX), "logits")
                    .setOutputs("out")
                    .setInputTypes(FIVE));
    assertSeesWhatProbesDo(graph, random(SAMPLES, 5));
  }

  @Test
  void logitsAreTheHeadsWithWeightsAndBias() {
    MultiLayerNetwork network = network(FIVE, dense(8), softmax(3));
    network.getLayer(1).getParam("b").assign(random(1, 3));
    StepReader reader = ModelAdapters.open(network).steps();
    Readout readout = ModelAdapters.open(network).read(random(SAMPLES, 5));
    assertLogits(reader, readout);
  }

  @Test
  void aSingleSigmoidUnitIsTwoClasses() {
    MultiLayerNetwork network =
        network(
            FIVE,
            dense(8),
            new OutputLayer.Builder(LossFunction.XENT)
                .activation(Activation.SIGMOID)
                .nOut(1)
                .build());
    network.getLayer(1).getParam("b").assign(0.7);
    StepReader reader = ModelAdapters.open(network).steps();
    assertLogits(reader, ModelAdapters.open(network).read(random(SAMPLES, 5)));
  }

  private static void assertLogits(StepReader reader, Readout readout) {
    Matrix weights = reader.weights();
    double[] bias = reader.bias();
    assertThat(bias).hasSize(readout.logits().cols());
    for (int i = 0; i < SAMPLES; i++) {
      for (int c = 0; c < bias.length; c++) {
        double logit = bias[c];
        for (int j = 0; j < reader.width(); j++) {
          logit += weights.get(c, j) * readout.features().get(i, j);
        }
        assertThat(logit).isCloseTo(readout.logits().get(i, c), within(1e-5));
      }
    }
  }

  @Test
  void aStepThatIsTooLargeIsNotRead() {
    MultiLayerNetwork network = network(FIVE, dense(8), softmax(3));
    Rider rider = new Rider(ModelAdapters.open(network).steps(), SAMPLES - 1);
    network.setListeners(rider);
    network.fit(random(SAMPLES, 5), oneHot());
    assertThat(rider.read).isFalse();
    assertThat(rider.rows.samples()).isZero();
  }

  @Test
  void aHeadThatIsNotLinearIsRefused() {
    MultiLayerNetwork network =
        network(
            FIVE,
            dense(8),
            new DenseLayer.Builder().nOut(3).activation(Activation.RELU).build(),
            loss(Activation.SOFTMAX));
    ModelReader reader = ModelAdapters.open(network);
    assertThatThrownBy(reader::steps)
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("linear head");
  }

  @Test
  void featuresOfAnotherLayerAreRefused() {
    MultiLayerNetwork network = network(FIVE, dense(8), dense(7), softmax(3));
    ModelReader reader =
        ModelAdapters.open(network, HeadChoice.automatic().withFeatureLayer("layer0"));
    assertThatThrownBy(reader::steps)
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("another layer");
  }
}
