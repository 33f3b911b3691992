package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

/** Parameters and updater state of a SameDiff graph come out bit for bit as without the plugin. */
class UntouchedSameDiffTest {

  private static final int EPOCHS = 3;
  private static final DataSet DATA = TestModels.data(60, 1);

  static Stream<Arguments> ways() {
    Consumer<SameDiff> async = graph -> graph.fit(TestGraphs.iterator(DATA, true), EPOCHS);
    Consumer<SameDiff> plain = graph -> graph.fit(TestGraphs.iterator(DATA, false), EPOCHS);
    Consumer<SameDiff> multi = graph -> graph.fit(TestGraphs.multiIterator(DATA, true), EPOCHS);
    Consumer<SameDiff> single =
        graph -> {
          for (int i = 0; i < EPOCHS; i++) {
            graph.fit(TestModels.data(TestGraphs.BATCH, 3));
          }
        };
    return Stream.of(
        Arguments.of("async", async),
        Arguments.of("plain", plain),
        Arguments.of("several data sets", multi),
        Arguments.of("single batches", single));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void everyIterationProbed(String name, Consumer<SameDiff> fit) {
    assertSame(fit, ProbeSchedule.everyIterations(1), EPOCHS, seen -> {});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void everyEpochProbed(String name, Consumer<SameDiff> fit) {
    assertSame(fit, ProbeSchedule.everyEpoch(), name.startsWith("single") ? 0 : EPOCHS, seen -> {});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void everyProbeFailing(String name, Consumer<SameDiff> fit) {
    assertSame(
        fit,
        ProbeSchedule.everyIterations(1),
        EPOCHS,
        observation -> {
          if (observation.iteration() > 0) {
            throw new IllegalStateException("a broken sink");
          }
        });
  }

  private static void assertSame(
      Consumer<SameDiff> fit, ProbeSchedule schedule, int probes, Consumer<Observation> sink) {
    assertSame(fit, schedule, probes, sink, true);
    assertSame(fit, schedule, probes, sink, false);
  }

  private static void assertSame(
      Consumer<SameDiff> fit,
      ProbeSchedule schedule,
      int probes,
      Consumer<Observation> sink,
      boolean synchronous) {
    SameDiff plain = TestGraphs.graph();
    Nd4j.getRandom().setSeed(5);
    fit.accept(plain);

    SameDiff watched = TestGraphs.graph();
    Nd4j.getRandom().setSeed(5);
    FeatureScope.Builder builder =
        FeatureScope.watch(watched)
            .probeSet(ProbeSet.of("train", DATA))
            .probeSet(ProbeSet.of("heldout", TestModels.data(30, 2)))
            .allLayers()
            .schedule(schedule)
            .onObservation(sink);
    try (FeatureScope scope = (synchronous ? builder.synchronous() : builder.beside()).start()) {
      fit.accept(watched);
      // Beside training some looks may be dropped.
      int seen = scope.latest().orElseThrow().cost().probes();
      assertThat(seen).isGreaterThan(synchronous ? probes : 0);
    }

    assertThat(state(watched)).isEqualTo(state(plain));
  }

  /** The bits of all parameters and of what Adam remembers of them, by name. */
  private static Map<String, String> state(SameDiff graph) {
    Map<String, String> state = new TreeMap<>();
    for (String name : new String[] {"w1", "b1", "w2", "b2"}) {
      state.put(name, bits(graph.getVariable(name).getArr()));
      GradientUpdater<?> updater = graph.getUpdaterMap().get(name);
      updater.getState().forEach((key, value) -> state.put(name + "/" + key, bits(value)));
    }
    assertThat(state).hasSize(12);
    return state;
  }

  private static String bits(INDArray array) {
    StringBuilder bits = new StringBuilder();
    for (float value : array.dup('c').data().asFloat()) {
      bits.append(Integer.toHexString(Float.floatToRawIntBits(value))).append(' ');
    }
    return bits.toString();
  }
}
