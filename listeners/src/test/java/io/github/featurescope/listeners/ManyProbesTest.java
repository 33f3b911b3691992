package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
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

  /**
   * Resident memory is printed and not judged: it goes on growing by some 0.3 MB a run, though
   * nothing of ND4J's or the heap's does.
   */
  @Test
  void ofHundredsOfRunsLeaveNothingBehind() {
    MultiLayerNetwork network = dense();
    runs(network, "warm", 160);
    Footprint first = Footprint.now();
    System.out.printf("after 160 runs of 25 probes: %s%n", first);
    runs(network, "then", 240);
    Footprint last = Footprint.now();
    System.out.printf("after 400 runs of 25 probes: %s%n", last);
    assertNothingKept(first, last);
    assertThat(registry.getMeters()).isEmpty();
  }

  private void runs(MultiLayerNetwork network, String name, int runs) {
    for (int run = 0; run < runs; run++) {
      try (FeatureScope scope = watch(network, name + run)) {
        fit(network, scope, 25);
        assertThat(scope.failures()).isZero();
      }
    }
  }

  private static void assertFlat(Footprint first, Footprint last) {
    assertNothingKept(first, last);
    assertThat(last.outside()).isLessThan((long) (1.05 * first.outside()));
  }

  private static void assertNothingKept(Footprint first, Footprint last) {
    assertThat(last.heap()).isLessThan((long) (1.05 * first.heap()));
    // An array or two may wait for their deallocator, of kilobytes in all.
    assertThat(last.offHeap()).isLessThan((long) (1.05 * first.offHeap()) + 100_000);
    assertThat(last.files()).isEqualTo(first.files());
    assertThat(last.threads()).isLessThanOrEqualTo(first.threads());
  }
}
