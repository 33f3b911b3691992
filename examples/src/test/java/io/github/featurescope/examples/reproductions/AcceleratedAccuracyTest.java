package io.github.featurescope.examples.reproductions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.adapters.models.Vgg;
import io.github.featurescope.adapters.onednn.Acceleration;
import io.github.featurescope.adapters.onednn.OneDnn;
import io.github.featurescope.examples.data.ImageLayout;
import io.github.featurescope.examples.data.ShuffledIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Training through oneDNN reaches the accuracy of training on Deeplearning4j's own path. */
@Tag("long")
class AcceleratedAccuracyTest {

  private static final int EPOCHS = 5;
  private static final int BATCH = 32;
  private static final int SEEDS = 3;

  private static double train(ImageSets images, long seed, boolean accelerated) {
    MultiLayerNetwork network =
        Vgg.vgg11().width(0.125).updater(new Adam(0.001)).seed(seed).accelerated(false).build();
    if (accelerated) {
      Acceleration acceleration = OneDnn.accelerate(network);
      Assumptions.assumeTrue(acceleration.active(), acceleration::toString);
      assertThat(acceleration.gradientDifference()).as("%s", acceleration).isLessThan(1e-5);
    }
    long start = System.nanoTime();
    network.fit(ShuffledIterator.over(images.train(), ImageLayout.NCHW, BATCH, seed), EPOCHS);
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(OneDnn.remove(network) > 0).as("oneDNN was in use").isEqualTo(accelerated);
    DataSetIterator test = ShuffledIterator.over(images.test(), ImageLayout.NCHW, 500, seed);
    double accuracy = network.evaluate(test).accuracy();
    System.out.printf(
        "seed %d, %s: test accuracy %.4f, trained in %.0f s%n",
        seed, accelerated ? "oneDNN" : "plain", accuracy, seconds);
    return accuracy;
  }

  /** Noise: two standard errors of the difference of the means, from the spread over the seeds. */
  @Test
  void reachesTheSameTestAccuracyOverThreeSeeds() {
    INDArray fast = Nd4j.create(DataType.DOUBLE, SEEDS);
    INDArray plain = Nd4j.create(DataType.DOUBLE, SEEDS);
    for (int seed = 1; seed <= SEEDS; seed++) {
      ImageSets images = ImageSets.real("cifar10", 2000, 10, 2000, seed);
      fast.putScalar(seed - 1, train(images, seed, true));
      plain.putScalar(seed - 1, train(images, seed, false));
    }

    double difference =
        Math.abs(fast.meanNumber().doubleValue() - plain.meanNumber().doubleValue());
    double noise = 2 * Math.sqrt(squaredError(fast) + squaredError(plain));
    System.out.printf(
        "mean test accuracy: oneDNN %.4f, plain %.4f, two standard errors %.4f%n",
        fast.meanNumber().doubleValue(), plain.meanNumber().doubleValue(), noise);
    assertThat(plain.meanNumber().doubleValue()).as("the plain path learns").isGreaterThan(0.25);
    assertThat(difference).isLessThan(noise);
  }

  /** Squared standard error of the mean. */
  private static double squaredError(INDArray values) {
    return values.varNumber().doubleValue() / values.length();
  }
}
