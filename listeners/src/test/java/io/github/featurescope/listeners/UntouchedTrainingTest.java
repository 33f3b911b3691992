package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Parameters and updater state come out bit for bit as without the plugin. */
class UntouchedTrainingTest {

  private static final int EPOCHS = 3;
  private static final DataSet DATA = TestModels.data(60, 1);

  @TempDir private Path folder;

  static Stream<Arguments> models() {
    Supplier<Model> network = TestModels::network;
    Supplier<Model> graph = TestModels::graph;
    return Stream.of(
        Arguments.of("network, async", network, true),
        Arguments.of("network", network, false),
        Arguments.of("graph, async", graph, true),
        Arguments.of("graph", graph, false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void everyIterationProbed(String name, Supplier<Model> maker, boolean async) {
    assertSame(maker, async, ProbeSchedule.everyIterations(1), seen -> {});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void everyEpochProbed(String name, Supplier<Model> maker, boolean async) {
    assertSame(maker, async, ProbeSchedule.everyEpoch(), seen -> {});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void everyProbeFailing(String name, Supplier<Model> maker, boolean async) {
    assertSame(
        maker,
        async,
        ProbeSchedule.everyIterations(1),
        observation -> {
          if (observation.iteration() > 0) {
            throw new IllegalStateException("a broken sink");
          }
        });
  }

  private void assertSame(
      Supplier<Model> maker, boolean async, ProbeSchedule schedule, Consumer<Observation> sink) {
    assertSame(maker, async, schedule, sink, true);
    assertSame(maker, async, schedule, sink, false);
  }

  private void assertSame(
      Supplier<Model> maker,
      boolean async,
      ProbeSchedule schedule,
      Consumer<Observation> sink,
      boolean synchronous) {
    Model plain = maker.get();
    Nd4j.getRandom().setSeed(5);
    fit(plain, TestModels.iterator(DATA, 20, async));

    Model watched = maker.get();
    MeterRegistry registry = new SimpleMeterRegistry();
    List<StreamReport> streamed = new CopyOnWriteArrayList<>();
    Nd4j.getRandom().setSeed(5);
    SampleIdIterator iterator = SampleIdIterator.byPosition(TestModels.iterator(DATA, 20, async));
    FeatureScope.Builder builder =
        FeatureScope.watch(watched)
            .probeSet(ProbeSet.of("train", DATA))
            .probeSet(ProbeSet.of("heldout", TestModels.data(30, 2)))
            .schedule(schedule)
            .riding(Riding.every(2).within(Double.POSITIVE_INFINITY))
            .meterRegistry(registry)
            .runLog(folder.resolve("run.jsonl"))
            .sampleIds(iterator)
            .onObservation(sink)
            .sink(
                new RunSink() {
                  @Override
                  public void streamed(StreamReport stream) {
                    streamed.add(stream);
                  }
                });
    try (FeatureScope scope = (synchronous ? builder.synchronous() : builder.beside()).start()) {
      fit(watched, iterator);
      // Beside training some looks may be dropped.
      int seen = scope.latest().orElseThrow().cost().probes();
      assertThat(seen).isGreaterThan(synchronous ? EPOCHS : 1);
    }
    assertThat(streamed).as("training was ridden on").isNotEmpty();

    assertThat(bits(watched.params())).isEqualTo(bits(plain.params()));
    assertThat(bits(updaterState(watched))).isEqualTo(bits(updaterState(plain)));
  }

  private static void fit(Model model, DataSetIterator iterator) {
    if (model instanceof MultiLayerNetwork network) {
      network.fit(iterator, EPOCHS);
    } else {
      ((ComputationGraph) model).fit(iterator, EPOCHS);
    }
  }

  private static INDArray updaterState(Model model) {
    return model instanceof MultiLayerNetwork network
        ? network.getUpdater().getStateViewArray()
        : ((ComputationGraph) model).getUpdater().getStateViewArray();
  }

  private static int[] bits(INDArray array) {
    float[] values = array.dup('c').data().asFloat();
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
