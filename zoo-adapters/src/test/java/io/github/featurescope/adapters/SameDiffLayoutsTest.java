package io.github.featurescope.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/** Sequences and maps become a row a sample. */
class SameDiffLayoutsTest {

  private static final double TOLERANCE = 1e-5;

  /** Logits [n, 4, 3] at every step of sequences [n, 4, 6]. */
  private static SameDiff sequences() {
    SameDiff graph = SameDiffModels.graph();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 4, 6);
    SDVariable mask = graph.placeHolder("mask", DataType.FLOAT, -1, 4);
    SDVariable h = graph.math().tanh("h", x);
    SDVariable z =
        graph.tensorMmul("z", h, SameDiffModels.parameter(graph, "w", 6, 3), new int[] {2}, 0);
    SDVariable y = graph.placeHolder("y", DataType.FLOAT, -1, 4, 3);
    graph.loss().softmaxCrossEntropy("each", y, z, null);
    SDVariable loss = graph.nn().logSoftmax(z, -1).mul(y).sum(2).mul(mask).mean().neg();
    graph.setLossVariables(loss);
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Sgd(0.1))
            .dataSetFeatureMapping("x")
            .dataSetFeatureMaskMapping("mask")
            .dataSetLabelMapping("y")
            .build());
    return graph;
  }

  private static INDArray randomSequences() {
    return Nd4j.randn(DataType.FLOAT, 5, 4, 6);
  }

  private static INDArray mask() {
    INDArray mask = Nd4j.ones(DataType.FLOAT, 5, 4);
    mask.putScalar(0, 3, 0);
    return mask;
  }

  @Test
  void logitsAtEveryStepNeedADeclaredReduction() {
    HeadChoice choice = HeadChoice.automatic().withFeatureLayer("h");
    assertThatThrownBy(() -> ModelAdapters.open(sequences(), choice))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'z' at every step")
        .hasMessageContaining(".overTime(TimeReduction.LAST)");
  }

  @Test
  void theLastStepThatIsNotMaskedCounts() {
    INDArray x = randomSequences();
    HeadChoice choice =
        HeadChoice.automatic().withFeatureLayer("h").withOverTime(TimeReduction.LAST);

    Readout readout = ModelAdapters.open(sequences(), choice).read(ModelInputs.of(x, mask()));

    assertThat(readout.features().cols()).isEqualTo(6);
    assertThat(readout.logits().cols()).isEqualTo(3);
    assertThat(readout.features().get(0, 1))
        .isCloseTo(Math.tanh(x.getDouble(0, 2, 1)), within(TOLERANCE));
    assertThat(readout.features().get(1, 1))
        .isCloseTo(Math.tanh(x.getDouble(1, 3, 1)), within(TOLERANCE));
  }

  @Test
  void theMeanIsOverStepsThatAreNotMasked() {
    INDArray x = randomSequences();
    HeadChoice choice =
        HeadChoice.automatic().withFeatureLayer("h").withOverTime(TimeReduction.MEAN);

    Readout readout = ModelAdapters.open(sequences(), choice).read(ModelInputs.of(x, mask()));

    double mean = 0;
    for (int step = 0; step < 3; step++) {
      mean += Math.tanh(x.getDouble(0, step, 1)) / 3;
    }
    assertThat(readout.features().get(0, 1)).isCloseTo(mean, within(TOLERANCE));
  }

  @Test
  void aMaskThatTheGraphHasNoPlaceForIsRefused() {
    ModelReader reader = ModelAdapters.open(SameDiffModels.classifier());

    assertThatThrownBy(() -> reader.read(ModelInputs.of(SameDiffModels.batch(5), Nd4j.ones(5, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dataSetFeatureMaskMapping");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NCHW", "NHWC"})
  void mapsAreAveragedOverSpace(String format) {
    boolean last = format.equals("NHWC");
    SameDiff graph = SameDiffModels.graph();
    SDVariable x =
        last
            ? graph.placeHolder("x", DataType.FLOAT, -1, 7, 7, 2)
            : graph.placeHolder("x", DataType.FLOAT, -1, 2, 7, 7);
    SDVariable maps =
        graph
            .cnn()
            .conv2d(
                "maps",
                x,
                SameDiffModels.parameter(graph, "kernel", 3, 3, 2, 4),
                Conv2DConfig.builder().kH(3).kW(3).dataFormat(format).build());
    SDVariable pooled = last ? maps.mean("pooled", 1, 2) : maps.mean("pooled", 2, 3);
    SDVariable z = pooled.mmul("z", SameDiffModels.parameter(graph, "w", 4, 3));
    graph.loss().softmaxCrossEntropy("loss", SameDiffModels.labels(graph), z, null);
    INDArray images = Nd4j.randn(DataType.FLOAT, last ? shape(7, 7, 2) : shape(2, 7, 7));

    ModelReader found = ModelAdapters.open(graph);
    ModelReader named = ModelAdapters.open(graph, HeadChoice.automatic().withFeatureLayer("maps"));

    assertThat(found.head().featureLayer()).isEqualTo("pooled");
    assertThat(named.head().width()).isEqualTo(4);
    double[] pool = found.read(images).features().toRowMajor();
    assertThat(named.read(images).features().toRowMajor()).containsExactly(pool, within(TOLERANCE));
    assertThat(found.readLayers(ModelInputs.of(images), List.of("maps")).get("maps").toRowMajor())
        .containsExactly(pool, within(TOLERANCE));
  }

  private static long[] shape(long... rest) {
    return new long[] {5, rest[0], rest[1], rest[2]};
  }

  @Test
  void rowsThatAreNotSamplesAreRefused() {
    SameDiff graph = sequences();
    INDArray x = randomSequences();
    SDVariable flat = graph.getVariable("h").reshape(-1, 6).rename("flat");
    SDVariable z = flat.mmul("rows", graph.getVariable("w"));
    ModelReader reader = ModelAdapters.open(graph, HeadChoice.automatic().withOutput(z.name()));

    assertThatThrownBy(() -> reader.read(ModelInputs.of(x)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[20, 3] for 5 samples");
    assertThat(x.get(NDArrayIndex.point(0)).rank()).isEqualTo(2);
  }
}
