package io.github.featurescope.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInitRelu;
import org.deeplearning4j.zoo.model.AlexNet;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.FaceNetNN4Small2;
import org.deeplearning4j.zoo.model.InceptionResNetV1;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.NASNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.TextGenerationLSTM;
import org.deeplearning4j.zoo.model.TinyYOLO;
import org.deeplearning4j.zoo.model.UNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.deeplearning4j.zoo.model.VGG19;
import org.deeplearning4j.zoo.model.Xception;
import org.deeplearning4j.zoo.model.YOLO2;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The models of deeplearning4j-zoo, of the smallest size that each allows. */
class ZooModelsTest {

  private static final int CLASSES = 10;

  /** What a model is expected to be watched at. */
  record Case(
      String name,
      int side,
      int channels,
      String head,
      String featureLayer,
      int width,
      boolean linear,
      Supplier<Model> model) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static int[] shape(int channels, int side) {
    return new int[] {channels, side, side};
  }

  static final List<Case> CLASSIFIERS =
      List.of(
          new Case(
              "AlexNet",
              80,
              3,
              "output",
              "ffn2",
              4096,
              true,
              () -> AlexNet.builder().inputShape(shape(3, 80)).numClasses(CLASSES).build().init()),
          new Case(
              "Darknet19",
              64,
              3,
              "convolution2d_19",
              "activation_18",
              1024,
              true,
              () ->
                  Darknet19.builder().inputShape(shape(3, 64)).numClasses(CLASSES).build().init()),
          new Case(
              "FaceNetNN4Small2",
              96,
              3,
              "lossLayer",
              "embeddings",
              128,
              true,
              () -> FaceNetNN4Small2.builder().numClasses(CLASSES).build().init()),
          new Case(
              "InceptionResNetV1",
              160,
              3,
              "outputLayer",
              "embeddings",
              128,
              true,
              () -> InceptionResNetV1.builder().numClasses(CLASSES).build().init()),
          new Case(
              "LeNet",
              28,
              1,
              "output",
              "ffn1",
              500,
              true,
              () -> LeNet.builder().numClasses(CLASSES).build().init()),
          new Case(
              "ResNet50",
              96,
              3,
              "output",
              "avgpool",
              2048,
              true,
              () ->
                  ResNet50.builder()
                      .inputShape(shape(3, 96))
                      .numClasses(CLASSES)
                      .weightInit(new WeightInitRelu())
                      .build()
                      .init()),
          new Case(
              "SimpleCNN",
              48,
              3,
              "layer30",
              "layer29",
              256,
              false,
              () -> SimpleCNN.builder().numClasses(CLASSES).build().init()),
          new Case(
              "SqueezeNet",
              48,
              3,
              "conv10",
              "drop9",
              512,
              false,
              () ->
                  SqueezeNet.builder().inputShape(shape(3, 48)).numClasses(CLASSES).build().init()),
          new Case(
              "VGG16",
              32,
              3,
              "20",
              "19",
              4096,
              true,
              () -> VGG16.builder().inputShape(shape(3, 32)).numClasses(CLASSES).build().init()),
          new Case(
              "VGG19",
              32,
              3,
              "22",
              "21",
              4096,
              true,
              () -> VGG19.builder().inputShape(shape(3, 32)).numClasses(CLASSES).build().init()),
          new Case(
              "Xception",
              71,
              3,
              "predictions",
              "avg_pool",
              2048,
              true,
              () ->
                  Xception.builder().inputShape(shape(3, 71)).numClasses(CLASSES).build().init()));

  /** Their memory is outside the heap, where the collector does not see how much it is. */
  @AfterEach
  void freeTheModel() {
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    System.gc();
  }

  @ParameterizedTest
  @FieldSource("CLASSIFIERS")
  void attachesWithoutConfiguration(Case zoo) {
    Model model = zoo.model().get();
    ModelInputs inputs = ModelInputs.of(Nd4j.rand(2, zoo.channels(), zoo.side(), zoo.side()));

    ModelReader reader = ModelAdapters.open(model);
    Readout readout = reader.read(inputs);

    assertThat(reader.head().head()).isEqualTo(zoo.head());
    assertThat(reader.head().featureLayer()).isEqualTo(zoo.featureLayer());
    assertThat(reader.head().width()).isEqualTo(zoo.width());
    assertThat(reader.head().classes()).isEqualTo(CLASSES);
    assertThat(readout.features().cols()).isEqualTo(zoo.width());
    assertThat(readout.weights() != null).as("linear head").isEqualTo(zoo.linear());
    assertThat(reader.layers()).contains(zoo.featureLayer()).hasSizeGreaterThan(4);
    assertSoftmax(readout, output(model, inputs.array(0)));
    Logits.assertSame(readout, Logits.spending(model, inputs, 0));
  }

  private static INDArray output(Model model, INDArray input) {
    return model instanceof MultiLayerNetwork network
        ? network.output(input)
        : ((ComputationGraph) model).outputSingle(input);
  }

  private static void assertSoftmax(Readout readout, INDArray output) {
    for (int i = 0; i < readout.logits().rows(); i++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < CLASSES; c++) {
        largest = Math.max(largest, readout.logits().get(i, c));
      }
      double sum = 0;
      for (int c = 0; c < CLASSES; c++) {
        sum += Math.exp(readout.logits().get(i, c) - largest);
      }
      for (int c = 0; c < CLASSES; c++) {
        assertThat(Math.exp(readout.logits().get(i, c) - largest) / sum)
            .isCloseTo(output.getDouble(i, c), within(1e-5));
      }
    }
  }

  @Test
  void textGenerationNeedsOneLine() {
    Model model =
        TextGenerationLSTM.builder()
            .inputShape(new int[] {6, 20})
            .totalUniqueCharacters(20)
            .build()
            .init();
    ModelInputs inputs = ModelInputs.of(Nd4j.rand(3, 20, 6));

    assertThatThrownBy(() -> ModelAdapters.open(model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("FeatureScope.watch(model).overTime(TimeReduction.LAST)");
    Readout readout =
        ModelAdapters.open(model, HeadChoice.automatic().withOverTime(TimeReduction.LAST))
            .read(inputs);
    Logits.assertSame(readout, TimeSteps.last(Logits.own(model, inputs), null));
  }

  static Stream<Case> others() {
    return Stream.of(
        new Case(
            "TinyYOLO",
            64,
            3,
            "Yolo2OutputLayer 'outputs'",
            "detects objects",
            0,
            false,
            () -> TinyYOLO.builder().inputShape(shape(3, 64)).numClasses(CLASSES).build().init()),
        new Case(
            "YOLO2",
            64,
            3,
            "Yolo2OutputLayer 'outputs'",
            "detects objects",
            0,
            false,
            () -> YOLO2.builder().inputShape(shape(3, 64)).numClasses(CLASSES).build().init()),
        new Case(
            "UNet",
            32,
            3,
            "CnnLossLayer 'output'",
            "every place of a map",
            0,
            false,
            () -> UNet.builder().inputShape(shape(3, 32)).build().init()));
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatClassifiesNoSampleIsRefused(Case zoo) {
    Model model = zoo.model().get();

    assertThatThrownBy(() -> ModelAdapters.open(model))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("an output that classifies each sample")
        .hasMessageContaining(zoo.head())
        .hasMessageContaining(zoo.featureLayer());
  }

  /** When this fails, DL4J has mended its NASNet: it then belongs to the classifiers above. */
  @Test
  void nasNetCannotBeBuiltAtAll() {
    assertThatThrownBy(() -> NASNet.builder().numClasses(CLASSES).build().init())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no inputs have been set");
  }
}
