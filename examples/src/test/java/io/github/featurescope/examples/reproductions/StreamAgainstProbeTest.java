package io.github.featurescope.examples.reproductions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.adapters.models.ImageModelBuilder;
import io.github.featurescope.adapters.models.Mlp;
import io.github.featurescope.adapters.models.Vgg;
import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.LabelledImages;
import io.github.featurescope.listeners.Riding;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Nesterovs;

/** The spectrum of training's own activations against that of a fixed set, after each epoch. */
class StreamAgainstProbeTest {

  private static final int TRAIN = 5120;
  private static final Percentage TOLERANCE = Percentage.withPercentage(10);

  /** Forty iterations an epoch; every batch is taken, whatever it costs. */
  private static final Riding EVERYTHING = Riding.every(40).within(Double.POSITIVE_INFINITY);

  private static <M extends Model> M build(ImageModelBuilder<?, M> builder) {
    return builder
        .image(1, 28, 28)
        .classes(10)
        .updater(new Nesterovs(0.02, 0.9))
        .seed(1)
        .accelerated(true)
        .build();
  }

  private static List<StreamedRun.Row> run(
      String name,
      Model model,
      LabelledImages images,
      ImageLayout layout,
      Riding riding,
      int epochs) {
    List<StreamedRun.Row> rows = StreamedRun.train(model, images, layout, riding, epochs);
    System.out.printf("%s, %s%n%s%n", name, riding, StreamedRun.table(rows));
    return rows;
  }

  private static void assertClose(List<StreamedRun.Row> rows, int epochs) {
    assertThat(rows).hasSize(epochs);
    for (StreamedRun.Row row : rows) {
      assertThat(row.stream().dimension())
          .as("effective dimension after epoch %d", row.epoch())
          .isCloseTo(row.exact().dimension(), TOLERANCE);
      assertThat(row.stream().richness())
          .as("D_LR after epoch %d", row.epoch())
          .isCloseTo(row.exact().richness(), TOLERANCE);
    }
  }

  @Test
  void ofAnMlpOnDigits() {
    LabelledImages digits = ImageSets.drawn(TRAIN, 100, 100, 1).train();
    List<StreamedRun.Row> rows =
        run("MLP, digits", build(Mlp.mlp().units(256)), digits, ImageLayout.FLAT, EVERYTHING, 4);
    assertClose(rows, 4);
  }

  @Test
  @Tag("long")
  void ofAnMlpOnRealDigits() {
    LabelledImages mnist = ImageSets.real("mnist", TRAIN, 100, 100, 1).train();
    List<StreamedRun.Row> rows =
        run("MLP, MNIST", build(Mlp.mlp().units(256)), mnist, ImageLayout.FLAT, EVERYTHING, 6);
    assertClose(rows, 6);
  }

  @Test
  @Tag("long")
  void ofANarrowVggOnRealDigits() {
    LabelledImages mnist = ImageSets.real("mnist", TRAIN, 100, 100, 1).train();
    List<StreamedRun.Row> rows =
        run(
            "VGG-11, a quarter as wide, MNIST",
            build(Vgg.vgg11().width(0.25)),
            mnist,
            ImageLayout.NCHW,
            EVERYTHING,
            3);
    assertClose(rows, 3);
  }
}
