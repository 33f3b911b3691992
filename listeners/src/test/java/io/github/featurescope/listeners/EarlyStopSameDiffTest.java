package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.featurescope.probes.LabelFit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code SameDiff.fit}: three iterations an epoch; scripted to stop after epoch 5, best epoch 3.
 */
class EarlyStopSameDiffTest {

  private static final DataSet DATA = TestModels.data(60, 1);
  private static final int STOP = 5;
  private static final int BEST = 3;

  @TempDir private Path folder;

  private final List<Observation> seen = new ArrayList<>();

  /** Records a graph as each epoch leaves it. */
  private static final class GraphRecorder extends BaseListener {
    private final Map<Integer, Map<String, int[]>> byEpoch = new LinkedHashMap<>();
    private int iterations;

    @Override
    public boolean isActive(Operation operation) {
      return operation == Operation.TRAINING;
    }

    @Override
    public void iterationDone(SameDiff sd, At at, MultiDataSet dataSet, Loss loss) {
      iterations++;
    }

    @Override
    public ListenerResponse epochEnd(SameDiff sd, At at, LossCurve curve, long millis) {
      byEpoch.put(at.epoch() + 1, Bits.of(sd));
      return ListenerResponse.CONTINUE;
    }
  }

  private FeatureScope.Builder watch(SameDiff graph) {
    return FeatureScope.watch(graph)
        .probeSet(ProbeSet.of("train", DATA))
        .measurements(List.of(LabelFit.FIT))
        .script(Script.epochs(STOP, BEST))
        .stopping(Stopping.act())
        .onObservation(seen::add);
  }

  private static GraphRecorder record(SameDiff graph) {
    GraphRecorder recorder = new GraphRecorder();
    graph.addListeners(recorder);
    return recorder;
  }

  private static void assertSame(Map<String, int[]> actual, Map<String, int[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bits) -> assertThat(actual.get(name)).as(name).isEqualTo(bits));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, STOP})
  void stopsAndRestores(int epochs) {
    SameDiff graph = TestGraphs.graph();
    GraphRecorder recorder = record(graph);
    try (FeatureScope scope = watch(graph).start()) {
      graph.fit(TestGraphs.iterator(DATA, true), epochs);

      assertThat(recorder.iterations).isEqualTo(3 * STOP);
      assertThat(scope.earlyStop().stopped()).contains(new Verdict.Moment(5, 15));
      assertThat(scope.earlyStop().restored()).contains(new Verdict.Moment(3, 9));
      assertSame(Bits.of(graph), recorder.byEpoch.get(BEST));
      assertThat(graph.getTrainingConfig().getEpochCount()).isEqualTo(BEST);
      assertThat(graph.getTrainingConfig().getIterationCount()).isEqualTo(3 * BEST);
      assertThat(scope.failures()).isZero();
    }

    assertThat(seen).extracting(Observation::epoch).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(recorder.byEpoch.get(BEST).get("w1"))
        .isNotEqualTo(recorder.byEpoch.get(STOP).get("w1"));
  }

  @Test
  void restoresFromDisk() throws Exception {
    SameDiff graph = TestGraphs.graph();
    GraphRecorder recorder = record(graph);
    try (FeatureScope scope = watch(graph).stopping(Stopping.act().keepIn(folder)).start()) {
      graph.fit(TestGraphs.iterator(DATA, true), 10);
      assertThat(scope.failures()).isZero();
    }

    assertSame(Bits.of(graph), recorder.byEpoch.get(BEST));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("epoch-3-iteration-9.fb"));
    }
    SameDiff loaded = SameDiff.load(folder.resolve("epoch-3-iteration-9.fb").toFile(), true);
    assertSame(Bits.of(loaded), recorder.byEpoch.get(BEST));
    assertThat(loaded.getTrainingConfig().getEpochCount()).isEqualTo(BEST);
  }

  @Test
  void trainsOnAsFromTheBestMoment() {
    SameDiff twin = TestGraphs.graph();
    Nd4j.getRandom().setSeed(5);
    twin.fit(TestGraphs.iterator(DATA, false), BEST);
    Nd4j.getRandom().setSeed(6);
    twin.fit(TestGraphs.iterator(DATA, false), 2);

    SameDiff graph = TestGraphs.graph();
    Nd4j.getRandom().setSeed(5);
    try (FeatureScope scope = watch(graph).start()) {
      graph.fit(TestGraphs.iterator(DATA, false), 10);
      assertThat(scope.failures()).isZero();
    }
    Nd4j.getRandom().setSeed(6);
    graph.fit(TestGraphs.iterator(DATA, false), 2);

    assertSame(Bits.of(graph), Bits.of(twin));
  }

  @Test
  void keepingChangesNothing() {
    SameDiff plain = TestGraphs.graph();
    Nd4j.getRandom().setSeed(5);
    plain.fit(TestGraphs.iterator(DATA, true), 4);

    for (Stopping choice :
        List.of(Stopping.advise(), Stopping.act(), Stopping.act().keepIn(folder))) {
      SameDiff watched = TestGraphs.graph();
      Nd4j.getRandom().setSeed(5);
      try (FeatureScope scope =
          watch(watched)
              .stopping(choice)
              .script(choice.acts() ? Script.never(2) : Script.epochs(2, 1))
              .schedule(ProbeSchedule.everyIterations(1))
              .start()) {
        watched.fit(TestGraphs.iterator(DATA, true), 4);
        assertThat(scope.failures()).isZero();
      }

      assertSame(Bits.of(watched), Bits.of(plain));
      assertThat(watched.getTrainingConfig().getEpochCount()).isEqualTo(4);
    }
  }

  @Test
  void stopsAtTheEndOfTheEpochInWhichItIsSaid() {
    SameDiff graph = TestGraphs.graph();
    GraphRecorder recorder = record(graph);
    try (FeatureScope scope =
        watch(graph)
            .schedule(ProbeSchedule.everyIterations(3))
            .script(Script.iterations(6, 3))
            .start()) {
      graph.fit(TestGraphs.iterator(DATA, true), 10);

      assertThat(scope.earlyStop().restored()).contains(new Verdict.Moment(0, 3));
    }

    assertThat(recorder.iterations).isEqualTo(6);
    assertSame(Bits.of(graph), recorder.byEpoch.get(1));
  }

  @Test
  void batchesFedOneByOneAreRestoredOnDemand() {
    SameDiff graph = TestGraphs.graph();
    DataSet batch = TestModels.data(TestGraphs.BATCH, 3);
    List<Map<String, int[]>> states = new ArrayList<>();
    try (FeatureScope scope =
        watch(graph)
            .schedule(ProbeSchedule.everyIterations(1))
            .script(Script.iterations(4, 2))
            .start()) {
      while (scope.earlyStop().stopped().isEmpty()) {
        graph.fit(batch);
        states.add(Bits.of(graph));
      }
      assertThat(states).hasSize(4);
      assertSame(Bits.of(graph), states.get(3));

      assertThat(scope.earlyStop().restoreBest()).isEqualTo(new Verdict.Moment(0, 2));
    }

    assertSame(Bits.of(graph), states.get(1));
  }

  @Test
  void needsNoGate() {
    SameDiff graph = TestGraphs.graph();
    try (FeatureScope scope = watch(graph).start()) {
      assertThatThrownBy(() -> scope.earlyStop().gate(TestGraphs.iterator(DATA, true)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("without a gate");
    }
  }
}
