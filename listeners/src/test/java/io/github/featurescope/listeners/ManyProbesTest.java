package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Ten thousand probes in one process leave it as large as the first thousand did. */
@Tag("long")
class ManyProbesTest {

  private static final int THOUSAND = 1000;
  private static final DataSet TRAIN = TestModels.data(60, 1);
  private static final DataSet HELD_OUT = TestModels.data(60, 2);

  private final MeterRegistry registry = new SimpleMeterRegistry();

  @TempDir private Path folder;

  private static MultiLayerNetwork dense() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder().nOut(8).activation(Activation.RELU).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nOut(TestModels.CLASSES)
                        .build())
                .setInputType(InputType.convolutional(6, 6, 1))
                .build());
    network.init();
    return network;
  }

  private FeatureScope watch(MultiLayerNetwork network, String run) {
    return FeatureScope.watch(network)
        .probeSet(ProbeSet.of("train", TRAIN))
        .probeSet(ProbeSet.of("heldout", HELD_OUT))
        .schedule(ProbeSchedule.everyIterations(1))
        .riding(Riding.every(5).within(Double.POSITIVE_INFINITY))
        .synchronous()
        .meterRegistry(registry)
        .run(run)
        .runLog(folder.resolve(run + ".jsonl"))
        .start();
  }

  private static int probes(FeatureScope scope) {
    return scope.latest().orElseThrow().cost().probes();
  }

  /** Six probes an epoch. */
  private static void fit(MultiLayerNetwork network, FeatureScope scope, int probes) {
    DataSetIterator iterator = TestModels.iterator(TRAIN, 10, false);
    while (probes(scope) < probes) {
      network.fit(iterator, 1);
    }
  }

  @Test
  void ofOneRunLeaveTheProcessAsItWas() {
    MultiLayerNetwork network = dense();
    Footprint first;
    try (FeatureScope scope = watch(network, "long")) {
      fit(network, scope, THOUSAND);
      first = Footprint.now();
      System.out.printf("after  1000 probes: %s%n", first);
      for (int thousand = 2; thousand <= 10; thousand++) {
        fit(network, scope, thousand * THOUSAND);
        System.out.printf("after %5d probes: %s%n", thousand * THOUSAND, Footprint.now());
      }
      assertFlat(first, Footprint.now());
      assertThat(scope.failures()).isZero();
    }
  }

  private static void assertFlat(Footprint first, Footprint last) {
    Percentage grown = Percentage.withPercentage(5);
    assertThat(last.heap()).isLessThan((long) (1.05 * first.heap()));
    assertThat(last.offHeap()).isCloseTo(first.offHeap(), grown);
    assertThat(last.outside()).isLessThan((long) (1.05 * first.outside()));
    assertThat(last.files()).isEqualTo(first.files());
    assertThat(last.threads()).isLessThanOrEqualTo(first.threads());
  }
}
