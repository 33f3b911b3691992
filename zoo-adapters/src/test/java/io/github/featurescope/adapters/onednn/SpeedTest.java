package io.github.featurescope.adapters.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Prints how fast a narrow VGG is on both paths, side by side; asserts only that they agree. */
@Tag("long")
class SpeedTest {

  private static final int BATCH = 128;
  private static final int ROUNDS = 6;

  @BeforeEach
  void needsOneDnn() {
    Networks.assumeOneDnn();
  }

  @Test
  void narrowVgg() {
    MultiLayerNetwork plain = vgg();
    MultiLayerNetwork accelerated = vgg();
    Acceleration acceleration = OneDnn.accelerate(accelerated);
    DataSet batch = Networks.batch(1, BATCH, 3, 32, 32);
    double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};

    for (int round = 0; round < ROUNDS; round++) {
      best[0] = Math.min(best[0], seconds(1, () -> plain.fit(batch)));
      best[1] = Math.min(best[1], seconds(4, () -> accelerated.fit(batch)));
      best[2] = Math.min(best[2], seconds(1, () -> plain.output(batch.getFeatures())));
      best[3] = Math.min(best[3], seconds(8, () -> accelerated.output(batch.getFeatures())));
    }

    System.out.printf(
        "%s%ntraining, iterations/s of %d: plain %.2f, oneDNN %.2f (%.1f times)%n"
            + "inference, images/s: plain %.0f, oneDNN %.0f (%.1f times)%n",
        acceleration,
        BATCH,
        1 / best[0],
        1 / best[1],
        best[0] / best[1],
        BATCH / best[2],
        BATCH / best[3],
        best[2] / best[3]);
    assertThat(acceleration.active()).as("%s", acceleration).isTrue();
    assertThat(acceleration.gradientDifference()).isLessThan(1e-5);
  }

  private static double seconds(int times, Runnable work) {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      work.run();
    }
    return (System.nanoTime() - start) / 1e9 / times;
  }

  private static MultiLayerNetwork vgg() {
    List<Layer> layers = new ArrayList<>();
    for (int width : new int[] {16, 16, 0, 32, 32, 0, 64, 64}) {
      if (width == 0) {
        layers.add(Networks.pooling().build());
      } else {
        layers.add(Networks.convolution(3).nOut(width).hasBias(false).build());
        layers.add(new BatchNormalization());
        layers.add(Networks.relu());
      }
    }
    layers.add(new DenseLayer.Builder().nOut(64).activation(Activation.RELU).build());
    MultiLayerNetwork network =
        Networks.sequential(DataType.FLOAT, InputType.convolutional(32, 32, 3), layers);
    return network;
  }
}
