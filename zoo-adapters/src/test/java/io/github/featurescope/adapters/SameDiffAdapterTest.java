package io.github.featurescope.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.probes.Matrix;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SameDiffAdapterTest {

  /** Of single precision, for values of order one. */
  private static final double TOLERANCE = 1e-5;

  private static final int N = 20;

  /** How logits z follow from features h, by a name that says it. */
  static Stream<Map.Entry<String, BiFunction<SameDiff, SDVariable, SDVariable>>> heads() {
    Map<String, BiFunction<SameDiff, SDVariable, SDVariable>> heads = new LinkedHashMap<>();
    heads.put("linear", (sd, h) -> sd.nn().linear("z", h, weights(sd), bias(sd)));
    heads.put("matmul", (sd, h) -> h.mmul("z", weights(sd)));
    heads.put("matmul plus bias", (sd, h) -> h.mmul(weights(sd)).add("z", bias(sd)));
    heads.put("bias plus matmul", (sd, h) -> bias(sd).add("z", h.mmul(weights(sd))));
    heads.put("biasAdd", (sd, h) -> sd.nn().biasAdd("z", h.mmul(weights(sd)), bias(sd), false));
    heads.put(
        "transposed",
        (sd, h) -> {
          SDVariable w = SameDiffModels.parameter(sd, "w", 3, 8);
          return sd.mmul(h, w, false, true, false).add("z", bias(sd));
        });
    heads.put(
        "made weights",
        (sd, h) -> {
          SDVariable w = SameDiffModels.parameter(sd, "w", 3, 8);
          return h.mmul(w.permute(1, 0)).add("z", bias(sd));
        });
    heads.put("identity", (sd, h) -> sd.identity("z", sd.nn().linear(h, weights(sd), bias(sd))));
    return heads.entrySet().stream();
  }

  private static SDVariable weights(SameDiff graph) {
    return SameDiffModels.parameter(graph, "w", 8, 3);
  }

  private static SDVariable bias(SameDiff graph) {
    return SameDiffModels.parameter(graph, "b", 3);
  }

  @ParameterizedTest
  @MethodSource("heads")
  void featuresTimesWeightsPlusBiasAreTheLogits(
      Map.Entry<String, BiFunction<SameDiff, SDVariable, SDVariable>> way) {
    SameDiff graph = SameDiffModels.graph();
    SDVariable z = way.getValue().apply(graph, SameDiffModels.hidden(graph));
    graph.loss().softmaxCrossEntropy("loss", SameDiffModels.labels(graph), z, null);
    INDArray x = SameDiffModels.batch(N);

    ModelReader reader = ModelAdapters.open(graph);
    Readout readout = reader.read(x);

    assertThat(reader.head().featureLayer()).isEqualTo("h");
    boolean biased = !way.getKey().equals("matmul");
    assertThat(reader.head().bias()).isEqualTo(biased);
    INDArray product = array(readout.features()).mmul(array(readout.weights()).transpose());
    if (biased) {
      product.addiRowVector(graph.getVariable("b").getArr().castTo(DataType.DOUBLE).reshape(1, 3));
    }
    assertClose(readout.logits(), product);
    assertClose(readout.logits(), SameDiffModels.output(graph, x, "z"));
    assertClose(readout.features(), SameDiffModels.output(graph, x, "h"));
  }

  /** How a loss follows from labels y and logits z. */
  static Stream<Map.Entry<String, BiFunction<SameDiff, SDVariable, SDVariable>>> losses() {
    Map<String, BiFunction<SameDiff, SDVariable, SDVariable>> losses = new LinkedHashMap<>();
    losses.put(
        "softmax cross-entropy",
        (sd, z) -> sd.loss().softmaxCrossEntropy(SameDiffModels.labels(sd), z, null));
    losses.put(
        "sparse softmax cross-entropy",
        (sd, z) ->
            sd.loss()
                .sparseSoftmaxCrossEntropy(z, sd.placeHolder("classes", DataType.INT32, -1))
                .mean());
    losses.put(
        "sigmoid cross-entropy",
        (sd, z) -> sd.loss().sigmoidCrossEntropy(SameDiffModels.labels(sd), z, null));
    losses.put(
        "log loss of a softmax",
        (sd, z) -> sd.loss().logLoss(SameDiffModels.labels(sd), sd.nn().softmax(z, -1)));
    losses.put(
        "squared error of a softmax",
        (sd, z) ->
            sd.loss().meanSquaredError(SameDiffModels.labels(sd), sd.nn().softmax(z, -1), null));
    losses.put(
        "negative log-likelihood by hand",
        (sd, z) ->
            sd.math()
                .log(sd.nn().softmax(z, -1).add(1e-7))
                .mul(SameDiffModels.labels(sd))
                .sum(1)
                .neg()
                .mean());
    losses.put(
        "log-softmax by hand",
        (sd, z) -> sd.nn().logSoftmax(z, -1).mul(SameDiffModels.labels(sd)).sum(1).mean().neg());
    losses.put(
        "with weight decay in the graph",
        (sd, z) ->
            sd.loss()
                .softmaxCrossEntropy(SameDiffModels.labels(sd), z, null)
                .add(sd.getVariable("w1").norm2().mul(1e-3)));
    losses.put(
        "with a penalty on activations",
        (sd, z) ->
            sd.loss()
                .softmaxCrossEntropy(SameDiffModels.labels(sd), z, null)
                .add(sd.math().square(sd.getVariable("h")).mean().mul(1e-3)));
    return losses.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void findsTheLogitsBehindTheLoss(
      Map.Entry<String, BiFunction<SameDiff, SDVariable, SDVariable>> way) {
    SameDiff graph = SameDiffModels.graph();
    SDVariable z = SameDiffModels.logits(graph);
    SDVariable loss = way.getValue().apply(graph, z);
    graph.setLossVariables(loss);

    HeadDescription head = ModelAdapters.open(graph).head();

    assertThat(head)
        .isEqualTo(new HeadDescription("SameDiff", "z", "h", 8, 3, true, 6 * 8 + 8 + 8 * 3 + 3));
  }

  @Test
  void readsASingleSigmoidUnitAsTwoClasses() {
    SameDiff graph = SameDiffModels.graph();
    SDVariable h = SameDiffModels.hidden(graph);
    SDVariable w = SameDiffModels.parameter(graph, "w", 8, 1);
    SDVariable z = graph.nn().linear("z", h, w, SameDiffModels.parameter(graph, "b", 1));
    SDVariable y = graph.placeHolder("y", DataType.FLOAT, -1, 1);
    graph.loss().sigmoidCrossEntropy("loss", y, z, null);
    INDArray x = SameDiffModels.batch(N);

    Readout readout = ModelAdapters.open(graph).read(x);

    INDArray own = SameDiffModels.output(graph, x, "z");
    assertThat(readout.logits().cols()).isEqualTo(2);
    assertThat(readout.logits().get(4, 1) - readout.logits().get(4, 0))
        .isCloseTo(own.getDouble(4, 0), within(TOLERANCE));
    assertThat(readout.weights().rows()).isEqualTo(2);
  }

  @Test
  void takesTheInputOfANamedSoftmaxForTheLogits() {
    SameDiff graph = SameDiffModels.graph();
    graph.nn().softmax("probabilities", SameDiffModels.logits(graph), -1);

    ModelReader reader =
        ModelAdapters.open(graph, HeadChoice.automatic().withOutput("probabilities"));

    assertThat(reader.head().head()).isEqualTo("z");
  }

  @Test
  void hasNoWeightsWhereFeaturesAreNamedThatTheHeadDoesNotRead() {
    SameDiff graph = SameDiffModels.classifier();
    INDArray x = SameDiffModels.batch(N);

    ModelReader reader = ModelAdapters.open(graph, HeadChoice.automatic().withFeatureLayer("pre"));
    Readout readout = reader.read(x);

    assertThat(readout.weights()).isNull();
    assertClose(readout.features(), SameDiffModels.output(graph, x, "pre"));
    assertThat(reader.head().width()).isEqualTo(8);
  }

  @Test
  void readsAnUntrainedGraphWithoutAConfiguration() {
    SameDiff graph = SameDiffModels.graph();
    SameDiffModels.logits(graph);
    INDArray x = SameDiffModels.batch(N);

    Readout readout = ModelAdapters.open(graph, HeadChoice.automatic().withOutput("z")).read(x);

    assertClose(readout.logits(), SameDiffModels.output(graph, x, "z"));
  }

  @Test
  void givesSeveralInputsInTheOrderOfTheConfiguration() {
    SameDiff graph = SameDiffModels.graph();
    SDVariable b = graph.placeHolder("right", DataType.FLOAT, -1, 2);
    SDVariable a = graph.placeHolder("left", DataType.FLOAT, -1, 4);
    SDVariable h = graph.nn().relu("h", graph.concat(1, a.mul(2), b), 0);
    SDVariable z = h.mmul("z", SameDiffModels.parameter(graph, "w", 6, 3));
    graph.loss().softmaxCrossEntropy("loss", SameDiffModels.labels(graph), z, null);
    graph.setTrainingConfig(
        org.nd4j.autodiff.samediff.TrainingConfig.builder()
            .updater(new org.nd4j.linalg.learning.config.Sgd(0.1))
            .dataSetFeatureMapping("left", "right")
            .dataSetLabelMapping("y")
            .build());
    INDArray left = Nd4j.ones(DataType.FLOAT, N, 4);
    INDArray right = Nd4j.ones(DataType.FLOAT, N, 2).mul(5);

    Readout readout =
        ModelAdapters.open(graph).read(ModelInputs.of(new INDArray[] {left, right}, null));

    assertThat(readout.features().get(0, 0)).isEqualTo(2);
    assertThat(readout.features().get(0, 5)).isEqualTo(5);
  }

  @Test
  void refusesABatchOfTooFewInputs() {
    ModelReader reader = ModelAdapters.open(SameDiffModels.classifier());
    INDArray x = SameDiffModels.batch(N);

    assertThatThrownBy(() -> reader.read(ModelInputs.of(new INDArray[] {x, x}, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 input arrays")
        .hasMessageContaining("[x]");
  }

  @Test
  void listsAndReadsInnerLayers() {
    SameDiff graph = SameDiffModels.classifier();
    INDArray x = SameDiffModels.batch(N);
    ModelReader reader = ModelAdapters.open(graph);

    assertThat(reader.layers()).containsExactly("pre", "h");
    assertClose(
        reader.readLayers(ModelInputs.of(x), reader.layers()).get("pre"),
        SameDiffModels.output(graph, x, "pre"));
  }

  @Test
  void knowsNoLayerThatIsNotThere() {
    ModelReader reader = ModelAdapters.open(SameDiffModels.classifier());

    assertThatThrownBy(
            () ->
                reader.readLayers(
                    ModelInputs.of(SameDiffModels.batch(N)), java.util.List.of("conv1")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("conv1")
        .hasMessageContaining("pre");
  }

  private static INDArray array(Matrix matrix) {
    return Nd4j.create(matrix.toRowMajor(), new long[] {matrix.rows(), matrix.cols()}, 'c');
  }

  private static void assertClose(Matrix matrix, INDArray expected) {
    assertThat(array(matrix).sub(expected.castTo(DataType.DOUBLE)).amaxNumber().doubleValue())
        .isLessThan(TOLERANCE);
  }
}
