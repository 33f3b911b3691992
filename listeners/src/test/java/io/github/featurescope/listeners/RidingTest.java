package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.adapters.UnsupportedModelException;
import io.github.featurescope.probes.Participation;
import io.github.featurescope.probes.Report;
import io.github.featurescope.probes.Richness;
import io.github.featurescope.probes.SpectralAlignment;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class RidingTest {

  private static final DataSet DATA = TestModels.data(120, 1);
  private static final double EVERYTHING = Double.POSITIVE_INFINITY;

  private final List<StreamReport> streamed = new ArrayList<>();
  private final List<Observation> observed = new ArrayList<>();

  @TempDir private Path folder;

  /** Without dropout and batch statistics, and with a rate at which nothing moves. */
  private static MultiLayerNetwork still(double rate) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(4)
                .updater(new Sgd(rate))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nOut(8).build())
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

  private FeatureScope.Builder watch(MultiLayerNetwork network, Riding riding) {
    return FeatureScope.watch(network)
        .probeSet(ProbeSet.of("train", DATA))
        .riding(riding)
        .synchronous()
        .sink(
            new RunSink() {
              @Override
              public void streamed(StreamReport stream) {
                streamed.add(stream);
              }

              @Override
              public void observed(Observation observation) {
                observed.add(observation);
              }
            });
  }

  private static void fit(MultiLayerNetwork network, int epochs) {
    network.fit(TestModels.iterator(DATA, 20, false), epochs);
  }

  private static double dimension(Report report) {
    return report.find(SpectralAlignment.CENTRED).orElseThrow().effectiveDimension();
  }

  private static double richness(Report report) {
    return report.find(Richness.DLR).orElseThrow().doubleCentred();
  }

  @Test
  void ofANetworkThatStandsStillItSaysWhatTheProbeOfTheSameSamplesSays() {
    MultiLayerNetwork network = still(0);
    // Six batches are an epoch; next to nothing is forgotten.
    try (FeatureScope scope =
        watch(network, Riding.every(6).forgetting(1e9).within(EVERYTHING)).start()) {
      fit(network, 1);
      Report exact = scope.latest().orElseThrow().reports().get("train");
      Report stream = streamed.get(0).report();
      assertThat(streamed).hasSize(1);
      assertThat(streamed.get(0).seen()).isEqualTo(120);
      assertThat(streamed.get(0).batches()).isEqualTo(6);
      assertThat(streamed.get(0).leftOut()).isZero();
      assertThat(dimension(stream)).isCloseTo(dimension(exact), within(1e-4));
      assertThat(richness(stream)).isCloseTo(richness(exact), within(1e-5));
      assertThat(stream.find(Participation.RATIO).orElseThrow().participationRatio())
          .isGreaterThan(1);
      assertThat(scope.failures()).isZero();
    }
  }

  @Test
  void itReportsEveryFewIterationsBetweenProbes() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network, Riding.every(4).within(EVERYTHING)).start()) {
      fit(network, 4);
      assertThat(scope.failures()).isZero();
    }
    assertThat(streamed)
        .extracting(StreamReport::iteration)
        .containsExactly(4L, 8L, 12L, 16L, 20L, 24L);
    assertThat(streamed).extracting(StreamReport::epoch).containsExactly(0, 1, 1, 2, 3, 3);
    assertThat(streamed)
        .extracting(StreamReport::seen)
        .containsExactly(80L, 160L, 240L, 320L, 400L, 480L);
  }

  @Test
  void theLastReportStandsBesideTheSetsOfAProbe() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network, Riding.every(4).within(EVERYTHING)).start()) {
      fit(network, 1);
      assertThat(scope.info().probeSets())
          .extracting(RunInfo.SetInfo::name)
          .containsExactly("train", "stream");
      assertThat(scope.info().settings().get("riding").toString()).startsWith("every 4 iterations");
    }
    assertThat(observed.get(0).reports()).containsOnlyKeys("train");
    assertThat(observed.get(1).reports()).containsOnlyKeys("train", "stream");
    assertThat(observed.get(1).reports().get("stream")).isSameAs(streamed.get(0).report());
  }

  @Test
  void logAndMetersShowOneNumber() {
    MultiLayerNetwork network = TestModels.network();
    MeterRegistry registry = new SimpleMeterRegistry();
    Path log = folder.resolve("run.jsonl");
    try (FeatureScope scope =
        watch(network, Riding.every(5).within(EVERYTHING))
            .meterRegistry(registry)
            .runLog(log)
            .start()) {
      fit(network, 1);
      assertThat(gauge(registry, "stream")).isEqualTo(dimension(streamed.get(0).report()));
      assertThat(gauge(registry, "train"))
          .as("the last probe still stands")
          .isEqualTo(dimension(scope.latest().orElseThrow().reports().get("train")));
    }
    List<ObjectNode> events = RunLog.read(log);
    assertThat(events)
        .extracting(event -> event.path("event").asText())
        .containsExactly("start", "probe", "stream", "probe", "end");
    assertThat(events.get(2).at("/sets/stream/centred/effectiveDimension").asDouble())
        .isEqualTo(dimension(streamed.get(0).report()));
    assertThat(events.get(2).at("/sets/stream/participationRatio").asDouble()).isPositive();
  }

  private static double gauge(MeterRegistry registry, String set) {
    Gauge gauge = registry.get("featurescope.effective.dimension").tag("set", set).gauge();
    return gauge.value();
  }

  @Test
  void besideTrainingEverythingArrivesInOrder() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network, Riding.every(2).within(EVERYTHING)).beside().start()) {
      fit(network, 10);
      assertThat(scope.failures()).isZero();
    }
    assertThat(streamed).isNotEmpty();
    assertThat(streamed).extracting(StreamReport::iteration).isSorted();
    StreamReport last = streamed.get(streamed.size() - 1);
    assertThat(last.batches() + last.leftOut()).isLessThanOrEqualTo(60);
    assertThat(last.seen()).isEqualTo(20 * last.batches());
  }

  @Test
  void aBudgetThatIsUsedUpPaysForNoReport() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network, Riding.every(1).within(1e-9)).start()) {
      fit(network, 5);
      assertThat(scope.failures()).isZero();
    }
    // Only the first batch is free; nothing pays for a report in this time.
    assertThat(streamed).isEmpty();
  }

  @Test
  void itsCostIsPartOfTheCostOfProbing() {
    MultiLayerNetwork network = TestModels.network();
    FeatureScope scope =
        watch(network, Riding.every(1).within(EVERYTHING))
            .schedule(ProbeSchedule.atIterations(30))
            .start();
    fit(network, 5);
    scope.close();
    Observation last = observed.get(1);
    assertThat(last.cost().total()).isGreaterThan(streamed.get(27).seconds());
  }

  @Test
  void aNetworkThatDivergesCostsTheStreamAlone() {
    MultiLayerNetwork network = still(0);
    FeatureScope scope =
        watch(network, Riding.every(3).within(EVERYTHING))
            .schedule(ProbeSchedule.atIterations(1000))
            .start();
    fit(network, 1);
    network.getLayer(0).getParam("W").assign(Float.NaN);
    fit(network, 1);
    assertThat(scope.failures()).isEqualTo(2);
    assertThat(streamed).hasSize(2);
    assertThat(network.getIterationCount()).isEqualTo(12);
    scope.close();
  }

  @Test
  void aProbeSetOfTheStreamsNameIsRefused() {
    assertThatThrownBy(
            () ->
                FeatureScope.watch(TestModels.network())
                    .probeSet(ProbeSet.of("stream", DATA))
                    .riding(Riding.every(1))
                    .start())
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("rides on training");
  }

  @Test
  void truncatedBackpropagationIsRefused() {
    MultiLayerNetwork network = TestModels.network();
    network.getLayerWiseConfigurations().setBackpropType(BackpropType.TruncatedBPTT);
    assertThatThrownBy(() -> watch(network, Riding.every(1)).start())
        .hasMessageContaining("riding(...)");
  }

  @Test
  void sameDiffIsRefused() {
    assertThatThrownBy(
            () ->
                FeatureScope.watch(TestGraphs.graph())
                    .probeSet(ProbeSet.of("train", DATA))
                    .riding(Riding.every(1))
                    .start())
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("Leave riding(...) out");
  }

  @Test
  void refusesWhatIsNoRiding() {
    assertThatThrownBy(() -> Riding.every(0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> Riding.every(1).forgetting(0)).hasMessageContaining("half-life");
    assertThatThrownBy(() -> Riding.every(1).within(0)).hasMessageContaining("0.01");
    assertThat(Riding.every(10))
        .hasToString(
            "every 10 iterations, half-life 2p samples, within 1.00 % of the training time");
  }
}
