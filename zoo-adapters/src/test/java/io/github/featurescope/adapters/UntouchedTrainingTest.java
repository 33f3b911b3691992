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

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Reading between two iterations changes no bit of parameters or updater state. */
class UntouchedTrainingTest {

  private static final int BATCH = 6;
  private static final int STEPS = 5;
  private static final InputType FIVE = InputType.feedForward(5);
  private static final InputType IMAGE = InputType.convolutional(6, 6, 2);
  private static final InputType SEQUENCES = InputType.recurrent(3, STEPS);

  /** A model, its batch, and inputs to read that are not the batch. */
  record Case(
      String name,
      Supplier<? extends Model> model,
      MultiDataSet batch,
      ModelInputs probe,
      HeadChoice choice) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static INDArray oneHot() {
    INDArray labels = Nd4j.zeros(BATCH, 3);
    Random random = new Random(3);
    for (int i = 0; i < BATCH; i++) {
      labels.putScalar(i, random.nextInt(3), 1);
    }
    return labels;
  }

  private static INDArray oneHotSteps() {
    INDArray labels = Nd4j.zeros(BATCH, 3, STEPS);
    Random random = new Random(3);
    for (int i = 0; i < BATCH; i++) {
      for (int t = 0; t < STEPS; t++) {
        labels.putScalar(new int[] {i, random.nextInt(3), t}, 1);
      }
    }
    return labels;
  }

  private static INDArray mask(int shortest) {
    INDArray mask = Nd4j.ones(BATCH, STEPS);
    for (int t = shortest; t < STEPS; t++) {
      mask.putScalar(0, t, 0);
      mask.putScalar(BATCH - 1, t, 0);
    }
    return mask;
  }

  private static Case of(String name, Supplier<? extends Model> model, long... shape) {
    long[] fewer = shape.clone();
    fewer[0] = 4;
    return new Case(
        name,
        model,
        new MultiDataSet(random(shape), oneHot()),
        ModelInputs.of(random(fewer)),
        HeadChoice.automatic());
  }

  private static Case masked(
      String name, Supplier<? extends Model> model, boolean steps, TimeReduction reduction) {
    INDArray mask = mask(3);
    return new Case(
        name,
        model,
        new MultiDataSet(
            new INDArray[] {random(BATCH, 3, STEPS)},
            new INDArray[] {steps ? oneHotSteps() : oneHot()},
            new INDArray[] {mask},
            new INDArray[] {steps ? mask : null}),
        ModelInputs.of(random(BATCH, 3, STEPS), mask(1)),
        HeadChoice.automatic().withOverTime(reduction));
  }

  private static LSTM lstm() {
    return new LSTM.Builder().nOut(6).activation(Activation.TANH).dropOut(0.8).build();
  }

  private static RnnOutputLayer rnnOutput() {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .nOut(3)
        .build();
  }

  private static ConvolutionLayer convolution(int kernel, int channels) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(channels)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static DenseLayer dropped(int units) {
    return new DenseLayer.Builder().nOut(units).dropOut(0.6).build();
  }

  private static ComputationGraph convolutionalGraph() {
    return graph(
        body ->
            body.addInputs("in")
                .setInputTypes(IMAGE)
                .addLayer("conv", convolution(3, 5), "in")
                .addLayer("norm", new BatchNormalization(), "conv")
                .addLayer("relu", activation(Activation.RELU), "norm")
                .addLayer("drop", new DropoutLayer(0.5), "relu")
                .addLayer("answers", convolution(1, 3), "drop")
                .addLayer("pool", average(), "answers")
                .addLayer("softmax", activation(Activation.SOFTMAX), "pool")
                .addLayer("out", loss(Activation.IDENTITY), "softmax")
                .setOutputs("out"));
  }

  private static ComputationGraph twoInputsTwoOutputs() {
    return graph(
        body ->
            body.addInputs("vectors", "sequences")
                .setInputTypes(FIVE, SEQUENCES)
                .addLayer("dense", dropped(6), "vectors")
                .addLayer("lstm", lstm(), "sequences")
                .addVertex("last", new LastTimeStepVertex("sequences"), "lstm")
                .addVertex("both", new MergeVertex(), "dense", "last")
                .addLayer("left", softmax(3), "both")
                .addLayer("right", softmax(3), "dense")
                .setOutputs("left", "right"));
  }

  private static MultiLayerNetwork truncated() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            Nets.base()
                .list()
                .layer(lstm())
                .layer(rnnOutput())
                .setInputType(SEQUENCES)
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(2)
                .build());
    network.init();
    return network;
  }

  private static MultiLayerNetwork transferred() {
    return new TransferLearning.Builder(network(FIVE, dense(8), dropped(7), softmax(5)))
        .fineTuneConfiguration(
            new FineTuneConfiguration.Builder().updater(new Adam(0.05)).seed(5).build())
        .setFeatureExtractor(0)
        .nOutReplace(2, 3, org.deeplearning4j.nn.weights.WeightInit.XAVIER)
        .build();
  }

  static Stream<Case> cases() {
    return Stream.of(
        of(
            "OutputLayer, dropout, batch normalisation",
            () -> network(FIVE, dropped(8), new BatchNormalization(), softmax(3)),
            BATCH,
            5),
        of(
            "LossLayer over a dense layer",
            () -> network(FIVE, dropped(8), linear(3), loss(Activation.SOFTMAX)),
            BATCH,
            5),
        of(
            "CenterLossOutputLayer",
            () ->
                network(
                    FIVE,
                    dropped(8),
                    new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nOut(3)
                        .build()),
            BATCH,
            5),
        of(
            "1x1 convolution, channels last",
            () ->
                network(
                    InputType.convolutional(6, 6, 2, CNN2DFormat.NHWC),
                    new ConvolutionLayer.Builder(3, 3).nOut(5).dataFormat(CNN2DFormat.NHWC).build(),
                    new BatchNormalization(),
                    new ConvolutionLayer.Builder(1, 1)
                        .nOut(3)
                        .dataFormat(CNN2DFormat.NHWC)
                        .activation(Activation.IDENTITY)
                        .build(),
                    average(),
                    loss(Activation.SOFTMAX)),
            BATCH,
            6,
            6,
            2),
        of("1x1 convolution of a graph", UntouchedTrainingTest::convolutionalGraph, BATCH, 2, 6, 6),
        of(
            "global pooling then OutputLayer",
            () ->
                network(
                    IMAGE, convolution(3, 5), activation(Activation.RELU), average(), softmax(3)),
            BATCH,
            2,
            6,
            6),
        of(
            "frozen head",
            () ->
                network(
                    FIVE,
                    dropped(8),
                    new FrozenLayerWithBackprop(linear(3)),
                    loss(Activation.SOFTMAX)),
            BATCH,
            5),
        of("transfer learning", UntouchedTrainingTest::transferred, BATCH, 5),
        masked(
            "RnnOutputLayer with masks, last step",
            () -> network(SEQUENCES, lstm(), rnnOutput()),
            true,
            TimeReduction.LAST),
        masked(
            "bidirectional RnnOutputLayer with masks, mean",
            () -> network(SEQUENCES, new Bidirectional(lstm()), rnnOutput()),
            true,
            TimeReduction.MEAN),
        masked(
            "truncated backpropagation",
            UntouchedTrainingTest::truncated,
            true,
            TimeReduction.LAST),
        masked(
            "LastTimeStep with masks",
            () -> network(SEQUENCES, new LastTimeStep(lstm()), softmax(3)),
            false,
            TimeReduction.MEAN),
        masked(
            "global pooling over time with masks",
            () -> network(SEQUENCES, lstm(), average(), softmax(3)),
            false,
            TimeReduction.MEAN),
        new Case(
            "several inputs and outputs, masks",
            UntouchedTrainingTest::twoInputsTwoOutputs,
            new MultiDataSet(
                new INDArray[] {random(BATCH, 5), random(BATCH, 3, STEPS)},
                new INDArray[] {oneHot(), oneHot()},
                new INDArray[] {null, mask(2)},
                null),
            ModelInputs.of(
                new INDArray[] {random(BATCH, 5), random(BATCH, 3, STEPS)},
                new INDArray[] {null, mask(4)}),
            HeadChoice.automatic().withOutput("left")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void parametersAndUpdaterStateAreTheSameBitForBit(Case one) {
    Model alone = one.model().get();
    Model watched = one.model().get();
    int[] reads = {0};
    ModelReader reader = ModelAdapters.open(watched, one.choice());
    List<String> layers = reader.layers();
    TrainingListener reading =
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            reader.read(one.probe());
            reader.readLayers(one.probe(), layers);
            reads[0]++;
          }
        };

    INDArray before = alone.params().dup();
    fit(alone, one.batch());
    watched.addListeners(reading);
    fit(watched, one.batch());

    assertThat(reads[0]).isGreaterThanOrEqualTo(6);
    assertThat(alone.params().equalsWithEps(before, 1e-3)).as("nothing was trained").isFalse();
    assertThat(bits(watched.params())).isEqualTo(bits(alone.params()));
    assertThat(bits(updaterState(watched))).isEqualTo(bits(updaterState(alone)));
  }

  /** Dropout draws from ND4J's own generator, so that both runs must begin at one seed. */
  private static void fit(Model model, MultiDataSet batch) {
    Nd4j.getRandom().setSeed(11);
    for (int i = 0; i < 6; i++) {
      if (model instanceof MultiLayerNetwork network) {
        network.fit(batch);
      } else {
        ((ComputationGraph) model).fit(batch);
      }
    }
  }

  private static INDArray updaterState(Model model) {
    return model instanceof MultiLayerNetwork network
        ? network.getUpdater().getStateViewArray()
        : ((ComputationGraph) model).getUpdater().getUpdaterStateViewArray();
  }

  private static int[] bits(INDArray array) {
    float[] values = array.dup('c').ravel().toFloatVector();
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }
}
