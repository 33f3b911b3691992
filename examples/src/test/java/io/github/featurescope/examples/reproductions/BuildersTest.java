package io.github.featurescope.examples.reproductions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.adapters.models.AttentionMaps;
import io.github.featurescope.adapters.models.ImageModelBuilder;
import io.github.featurescope.adapters.models.LeNet;
import io.github.featurescope.adapters.models.Mlp;
import io.github.featurescope.adapters.models.ResNet;
import io.github.featurescope.adapters.models.Vgg;
import io.github.featurescope.adapters.models.VisionTransformer;
import io.github.featurescope.adapters.onednn.Acceleration;
import io.github.featurescope.adapters.onednn.OneDnn;
import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.ImageShape;
import io.github.featurescope.listeners.Observation;
import io.github.featurescope.probes.LabelFit;
import io.github.featurescope.probes.Measurements;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** Every builder, narrow, learns on real images, and every metric is finite all the way. */
class BuildersTest {

  private static final long SEED = 1;

  /** The builders by the names that the command line knows, each at a width that trains fast. */
  private static final Map<String, Supplier<ImageModelBuilder<?, ?>>> BUILDERS =
      Map.of(
          "mlp", () -> Mlp.mlp().width(0.25),
          "lenet", LeNet::lenet,
          "vgg11", () -> Vgg.vgg11().width(0.125),
          "vgg11-plain", () -> Vgg.vgg11().batchNorm(false).width(0.125),
          "vgg16", () -> Vgg.vgg16().width(0.125),
          "vgg16-plain", () -> Vgg.vgg16().batchNorm(false).width(0.125),
          "resnet18", () -> ResNet.resnet18().width(0.125),
          "resnet20", () -> ResNet.resnet20().width(0.5),
          "vit", () -> VisionTransformer.small().depth(2).width(0.5));

  private static Model build(String name, ImageShape shape) {
    ImageModelBuilder<?, ?> builder = BUILDERS.get(name).get();
    builder.image(shape.channels(), shape.height(), shape.width());
    builder.updater(new Adam(0.001)).seed(SEED);
    return builder.build();
  }

  private static void assertLearns(
      String name, ImageSets images, int batch, int epochs, double accuracy) {
    Model model = build(name, images.train().shape());
    Acceleration acceleration = OneDnn.accelerate(model);
    List<Observation> seen =
        new WatchedTraining(name, batch, epochs, 500, SEED, Measurements.full())
            .train(model, images);

    double reached =
        seen.get(epochs)
            .reports()
            .get(WatchedTraining.TEST)
            .find(LabelFit.FIT)
            .orElseThrow()
            .given();
    System.out.printf(
        "%s on %s, %d parameters, %s: test accuracy %.3f after %d epochs%n",
        name, images.train().shape(), model.numParams(), acceleration.path(), reached, epochs);
    seen.forEach(FiniteNumbers::assertComplete);
    assertThat(reached).as("test accuracy of %s", name).isGreaterThan(accuracy);
    if (name.equals("vit")) {
      assertAttends((ComputationGraph) model, images);
    }
  }

  private static void assertAttends(ComputationGraph vit, ImageSets images) {
    INDArray batch = images.test().subset(20, SEED).features(ImageLayout.NCHW);
    Map<String, INDArray> maps = AttentionMaps.of(vit).read(batch);

    assertThat(maps).containsOnlyKeys("block1_attention", "block2_attention");
    maps.forEach(
        (layer, map) -> {
          INDArray sums = map.sum(3);
          assertThat(sums.minNumber().doubleValue()).as(layer).isCloseTo(1, within(1e-5));
          assertThat(sums.maxNumber().doubleValue()).as(layer).isCloseTo(1, within(1e-5));
          assertThat(map.minNumber().doubleValue()).as(layer).isNotNegative();
          assertThat(map.maxNumber().doubleValue())
              .as("%s looks here more than there", layer)
              .isGreaterThan(1.5 / map.size(3));
        });
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "mlp, 0.25",
    "lenet, 0.25",
    "vgg11, 0.25",
    "vgg11-plain, 0.25",
    "vgg16, 0.25",
    "vgg16-plain, 0.25",
    "resnet18, 0.25",
    "resnet20, 0.25",
    "vit, 0.25"
  })
  void learnsCifar10(String name, double accuracy) {
    assertLearns(name, ImageSets.real("cifar10", 3000, 500, 1000, SEED), 64, 5, accuracy);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "mlp, 0.8",
    "lenet, 0.8",
    "vgg11, 0.8",
    "vgg11-plain, 0.8",
    "vgg16, 0.8",
    "vgg16-plain, 0.8",
    "resnet18, 0.8",
    "resnet20, 0.8",
    "vit, 0.6"
  })
  void learnsMnist(String name, double accuracy) {
    ImageSets images = ImageSets.real("mnist", 3000, 500, 1000, SEED).padded(32);
    assertLearns(name, images, 64, 3, accuracy);
  }

  @Test
  void aTransformerLearnsDrawnDigitsWithinSeconds() {
    assertLearns("vit", ImageSets.drawn(600, 100, 200, SEED), 8, 2, 0.25);
  }
}
