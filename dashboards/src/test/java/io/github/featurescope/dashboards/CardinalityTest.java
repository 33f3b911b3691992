package io.github.featurescope.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.adapters.models.ResNet;
import io.github.featurescope.listeners.FeatureScope;
import io.github.featurescope.listeners.MetricCatalogue;
import io.github.featurescope.listeners.ProbeSchedule;
import io.github.featurescope.listeners.ProbeSet;
import io.micrometer.core.instrument.HighCardinalityTagsDetector;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A large model does not make many series. */
class CardinalityTest {

  private static final int CLASSES = 100;
  private static final int SAMPLES = 200;
  private static final int SIZE = 8;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  CardinalityTest() {
    registry.throwExceptionOnRegistrationFailure();
  }

  private static ComputationGraph network() {
    return ResNet.resnet34()
        .accelerated(false)
        .image(3, SIZE, SIZE)
        .classes(CLASSES)
        .width(0.125)
        .seed(1)
        .build();
  }

  private static DataSet data(long seed) {
    Random random = new Random(seed);
    float[] pixels = new float[SAMPLES * 3 * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    INDArray images = Nd4j.create(pixels, SAMPLES, 3, SIZE, SIZE);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, SAMPLES, CLASSES);
    for (int i = 0; i < SAMPLES; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return new DataSet(images, labels);
  }

  private FeatureScope watch(String run) {
    return FeatureScope.watch(network())
        .run(run)
        .allLayers()
        .probeSet(ProbeSet.of("train", data(1)))
        .probeSet(ProbeSet.of("heldout", data(2)))
        .probeSet(ProbeSet.of("test", data(3)))
        .schedule(ProbeSchedule.everyEpoch().within(0.02))
        .meterRegistry(registry)
        .start();
  }

  private long series() {
    return registry.scrape().lines().filter(line -> !line.startsWith("#")).count();
  }

  @Test
  void aResnetOf34LayersAndAHundredClassesHas487SeriesAndNoneAfterwards() {
    try (FeatureScope scope = watch("a");
        HighCardinalityTagsDetector detector =
            new HighCardinalityTagsDetector(registry, 48, Duration.ofDays(1));
        HighCardinalityTagsDetector strict =
            new HighCardinalityTagsDetector(registry, 47, Duration.ofDays(1))) {
      assertThat(scope.failures()).isZero();
      assertThat(scope.info().layers()).hasSize(32);
      assertThat(scope.info().model().classes()).isEqualTo(CLASSES);

      assertThat(series()).isEqualTo(487).isEqualTo(MetricCatalogue.series(3, 32));
      assertThat(detector.findFirst()).as("more than 3 sets times 16 ranks").isEmpty();
      assertThat(strict.findFirst()).as("that many are there").isPresent();
    }

    assertThat(registry.getMeters()).isEmpty();
    assertThat(registry.scrape()).doesNotContain("featurescope");
  }

  @Test
  void theBoundIsLinearInProbeSetsAndLayers() {
    for (int sets = 0; sets < 5; sets++) {
      for (int layers = 0; layers <= 32; layers += 8) {
        assertThat(MetricCatalogue.series(sets, layers)).isEqualTo(109 * sets + 4 * layers + 32);
      }
    }
  }
}
