package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.probes.LabelFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Plain {@code fit}: three iterations an epoch; scripted to stop after epoch 5, best epoch 3. */
class EarlyStopTest {

  private static final DataSet DATA = TestModels.data(60, 1);
  private static final int STOP = 5;
  private static final int BEST = 3;

  @TempDir private Path folder;

  private final List<Observation> seen = new ArrayList<>();
  private final List<RunEnd> ends = new ArrayList<>();

  static Stream<Arguments> models() {
    Supplier<Model> network = TestModels::network;
    Supplier<Model> graph = TestModels::graph;
    return Stream.of(
        Arguments.of("network, async", network, true),
        Arguments.of("network", network, false),
        Arguments.of("graph, async", graph, true),
        Arguments.of("graph", graph, false));
  }

  private FeatureScope.Builder watch(Model model) {
    return FeatureScope.watch(model)
        .probeSet(ProbeSet.of("train", DATA))
        .measurements(List.of(LabelFit.FIT))
        .script(Script.epochs(STOP, BEST))
        .stopping(Stopping.act())
        .onObservation(seen::add)
        .sink(
            new RunSink() {
              @Override
              public void ended(RunEnd end) {
                ends.add(end);
              }
            });
  }

  private static DataSetIterator data(boolean async) {
    return TestModels.iterator(DATA, 20, async);
  }

  private static void fit(Model model, DataSetIterator iterator, int epochs) {
    if (model instanceof MultiLayerNetwork network) {
      network.fit(iterator, epochs);
    } else {
      ((ComputationGraph) model).fit(iterator, epochs);
    }
  }

  private static int epochs(Model model) {
    return Dl4jTraining.of(model).epochsDone();
  }

  private static long iterations(Model model) {
    return Dl4jTraining.of(model).iterationsDone();
  }

  private static void assertSame(Map<String, int[]> actual, Map<String, int[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bits) -> assertThat(actual.get(name)).as(name).isEqualTo(bits));
  }

  private static Set<String> names(Path of) throws IOException {
    try (Stream<Path> all = Files.list(of)) {
      return Set.copyOf(all.map(file -> file.getFileName().toString()).toList());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void stopsAndRestores(String name, Supplier<Model> maker, boolean async) {
    Model model = maker.get();
    Recorder recorder = Recorder.of(model);
    try (FeatureScope scope = watch(model).start()) {
      fit(model, scope.earlyStop().gate(data(async)), 10);

      assertThat(recorder.iterations()).as("iterations trained").isEqualTo(3 * STOP);
      assertThat(scope.earlyStop().stopped()).contains(new Verdict.Moment(5, 15));
      assertThat(scope.earlyStop().restored()).contains(new Verdict.Moment(3, 9));
      assertSame(Bits.of(model), recorder.at(3 * BEST));
      assertThat(recorder.at(9).get("parameters")).isNotEqualTo(recorder.at(15).get("parameters"));
      assertThat(epochs(model)).isEqualTo(BEST);
      assertThat(iterations(model)).isEqualTo(3 * BEST);
      assertThat(scope.failures()).isZero();
    }

    assertThat(seen).extracting(Observation::epoch).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0).epochs()).as("epochs trained").isEqualTo(STOP);
    assertThat(ends.get(0).stopped()).isEqualTo(new Verdict.Moment(5, 15));
    assertThat(ends.get(0).restored()).isEqualTo(new Verdict.Moment(3, 9));
    assertSame(Bits.of(model), recorder.at(3 * BEST));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void restoresFromDisk(String name, Supplier<Model> maker, boolean async) throws IOException {
    Model model = maker.get();
    Recorder recorder = Recorder.of(model);
    Path kept = folder.resolve("kept/here");
    List<Set<String>> files = new ArrayList<>();
    try (FeatureScope scope =
        watch(model)
            .stopping(Stopping.act().keepIn(kept))
            .onObservation(
                o -> {
                  try {
                    files.add(names(kept));
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .start()) {
      fit(model, scope.earlyStop().gate(data(async)), 10);

      assertSame(Bits.of(model), recorder.at(3 * BEST));
      assertThat(scope.failures()).isZero();
    }

    assertThat(files)
        .containsExactly(
            Set.of(),
            Set.of("epoch-1-iteration-3.zip"),
            Set.of("epoch-2-iteration-6.zip"),
            Set.of("epoch-3-iteration-9.zip"),
            Set.of("epoch-3-iteration-9.zip", "epoch-4-iteration-12.zip"),
            Set.of("epoch-3-iteration-9.zip"));
    assertThat(names(kept)).containsExactly("epoch-3-iteration-9.zip");
    java.io.File file = kept.resolve("epoch-3-iteration-9.zip").toFile();
    Model loaded =
        model instanceof MultiLayerNetwork
            ? MultiLayerNetwork.load(file, true)
            : ComputationGraph.load(file, true);
    assertSame(Bits.of(loaded), recorder.at(3 * BEST));
    assertThat(epochs(loaded)).isEqualTo(BEST);
    assertThat(iterations(loaded)).isEqualTo(3 * BEST);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void trainsOnAsFromTheBestMoment(String name, Supplier<Model> maker, boolean async) {
    Model twin = maker.get();
    Nd4j.getRandom().setSeed(5);
    fit(twin, data(async), BEST);
    Nd4j.getRandom().setSeed(6);
    fit(twin, data(async), 2);

    Model model = maker.get();
    Nd4j.getRandom().setSeed(5);
    DataSetIterator iterator = data(async);
    try (FeatureScope scope = watch(model).start()) {
      fit(model, scope.earlyStop().gate(iterator), 10);
    }
    iterator.reset();
    Nd4j.getRandom().setSeed(6);
    fit(model, iterator, 2);

    assertSame(Bits.of(model), Bits.of(twin));
    assertThat(epochs(model)).isEqualTo(BEST + 2);
    assertThat(iterations(model)).isEqualTo(3 * (BEST + 2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void stopsWithinAnEpoch(String name, Supplier<Model> maker, boolean async) {
    Model model = maker.get();
    Recorder recorder = Recorder.of(model);
    try (FeatureScope scope =
        watch(model)
            .schedule(ProbeSchedule.everyIterations(2))
            .script(Script.iterations(8, 4))
            .start()) {
      fit(model, scope.earlyStop().gate(data(async)), 10);

      assertThat(recorder.iterations())
          .as("8, and at most what had been read ahead of the epoch's 9")
          .isBetween(8, 9);
      if (!async) {
        assertThat(recorder.iterations()).isEqualTo(8);
      }
      assertThat(scope.earlyStop().stopped()).contains(new Verdict.Moment(2, 8));
      assertThat(scope.earlyStop().restored()).contains(new Verdict.Moment(1, 4));
      assertSame(Bits.of(model), recorder.at(4));
      assertThat(epochs(model)).isEqualTo(1);
      assertThat(iterations(model)).isEqualTo(4);
      assertThat(scope.failures()).isZero();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void keepingChangesNothing(String name, Supplier<Model> maker, boolean async) {
    Model plain = maker.get();
    Nd4j.getRandom().setSeed(5);
    fit(plain, data(async), 4);

    for (Stopping choice :
        List.of(Stopping.advise(), Stopping.act(), Stopping.act().keepIn(folder))) {
      Model watched = maker.get();
      Nd4j.getRandom().setSeed(5);
      try (FeatureScope scope =
          watch(watched)
              .stopping(choice)
              .script(choice.acts() ? Script.never(2) : Script.epochs(2, 1))
              .schedule(ProbeSchedule.everyIterations(1))
              .start()) {
        fit(watched, scope.earlyStop().gate(data(async)), 4);
        assertThat(scope.failures()).isZero();
        assertThat(scope.earlyStop().stopped()).isEmpty();
      }

      assertSame(Bits.of(watched), Bits.of(plain));
      assertThat(epochs(watched)).isEqualTo(4);
    }
  }

  @Test
  void theGateIsForSeveralInputsToo() {
    ComputationGraph graph = TestModels.graph();
    Recorder recorder = Recorder.of(graph);
    try (FeatureScope scope = watch(graph).start()) {
      graph.fit(scope.earlyStop().gate(new MultiDataSetIteratorAdapter(data(true))), 10);
    }

    assertThat(recorder.iterations()).isEqualTo(3 * STOP);
    assertSame(Bits.of(graph), recorder.at(3 * BEST));
  }

  @Test
  void aResetDoesNotReviveAClosedGate() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).start()) {
      DataSetIterator gate = scope.earlyStop().gate(data(false));
      network.fit(gate, STOP);
      assertThat(gate.hasNext()).isFalse();

      gate.reset();
      network.fit(gate);

      assertThat(gate.hasNext()).isFalse();
      assertThat(network.getIterationCount()).isEqualTo(3 * BEST);
      assertThat(network.getEpochCount()).isEqualTo(BEST);
    }
  }

  @Test
  void batchNormalisationsStatisticsComeBackToo() {
    MultiLayerNetwork network = TestModels.network();
    List<int[]> means = new ArrayList<>();
    network.addListeners(
        new BaseTrainingListener() {
          @Override
          public void onEpochEnd(Model model) {
            means.add(Bits.of(((MultiLayerNetwork) model).getLayer(1).getParam("mean")));
          }
        });
    try (FeatureScope scope = watch(network).start()) {
      network.fit(scope.earlyStop().gate(data(true)), 10);
    }

    assertThat(Bits.of(network.getLayer(1).getParam("mean"))).isEqualTo(means.get(BEST - 1));
    assertThat(means.get(BEST - 1)).isNotEqualTo(means.get(STOP - 1));
  }

  @Test
  void withoutAGateRestoresAtTheEnd() {
    MultiLayerNetwork network = TestModels.network();
    Recorder recorder = Recorder.of(network);
    try (FeatureScope scope = watch(network).start()) {
      network.fit(data(true), 7);

      assertSame(Bits.of(network), recorder.at(21));
      assertThat(scope.earlyStop().stopped()).contains(new Verdict.Moment(5, 15));
      assertThat(scope.earlyStop().restored()).isEmpty();
    }

    assertSame(Bits.of(network), recorder.at(9));
    assertThat(ends.get(0).epochs()).isEqualTo(7);
    assertThat(ends.get(0).restored()).isEqualTo(new Verdict.Moment(3, 9));
  }

  @Test
  void aGateOfAnEarlierFitDoesNotLetItRestoreWhileAnotherGoesOn() {
    MultiLayerNetwork network = TestModels.network();
    Recorder recorder = Recorder.of(network);
    try (FeatureScope scope = watch(network).start()) {
      network.fit(scope.earlyStop().gate(data(true)), 2);
      network.fit(data(true), 5);

      assertSame(Bits.of(network), recorder.at(21));
    }

    assertSame(Bits.of(network), recorder.at(9));
  }

  @Test
  void leavesTheLastParametersWhereNothingWasSaid() {
    MultiLayerNetwork network = TestModels.network();
    Recorder recorder = Recorder.of(network);
    try (FeatureScope scope = watch(network).script(Script.never(2)).start()) {
      network.fit(scope.earlyStop().gate(data(true)), 4);
    }

    assertSame(Bits.of(network), recorder.at(12));
    assertThat(ends.get(0).stopped()).isNull();
    assertThat(ends.get(0).restored()).isNull();
  }

  @Test
  void restoresOnDemand() {
    MultiLayerNetwork network = TestModels.network();
    Recorder recorder = Recorder.of(network);
    try (FeatureScope scope = watch(network).script(Script.never(2)).start()) {
      network.fit(data(true), 4);

      assertThat(scope.earlyStop().restoreBest()).isEqualTo(new Verdict.Moment(2, 6));
      assertSame(Bits.of(network), recorder.at(6));
    }

    assertThat(ends.get(0).stopped()).isNull();
    assertThat(ends.get(0).restored()).isEqualTo(new Verdict.Moment(2, 6));
  }

  @Test
  void doesNotRestoreWithinFit() {
    MultiLayerNetwork network = TestModels.network();
    Recorder recorder = Recorder.of(network);
    List<Throwable> refusals = new ArrayList<>();
    List<FeatureScope> scopes = new ArrayList<>();
    network.addListeners(
        new BaseTrainingListener() {
          @Override
          public void onGradientCalculation(Model model) {
            if (iterations(model) == 7) {
              try {
                scopes.get(0).earlyStop().restoreBest();
              } catch (IllegalStateException e) {
                refusals.add(e);
              }
            }
          }
        });
    scopes.add(watch(network).script(Script.never(2)).start());
    network.fit(data(true), 3);

    assertThat(refusals).hasSize(1);
    assertThat(refusals.get(0)).hasMessageContaining("fit is under way");
    assertSame(Bits.of(network), recorder.at(9));
    scopes.get(0).close();
  }

  @Test
  void waitsForAFitInAnotherThread() throws Exception {
    MultiLayerNetwork network = TestModels.network();
    Recorder recorder = Recorder.of(network);
    CompletableFuture<Void> halfway = new CompletableFuture<>();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    network.addListeners(
        new BaseTrainingListener() {
          @Override
          public void onGradientCalculation(Model model) {
            if (iterations(model) == 10) {
              halfway.complete(null);
              asked.join();
            }
          }
        });
    try (FeatureScope scope = watch(network).script(Script.never(2)).start()) {
      CompletableFuture<Void> fit = CompletableFuture.runAsync(() -> network.fit(data(false), 4));
      halfway.get(60, TimeUnit.SECONDS);
      Thread restoring = new Thread(() -> scope.earlyStop().restoreBest());
      restoring.start();
      while (restoring.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
      asked.complete(null);
      fit.get(60, TimeUnit.SECONDS);
      restoring.join();

      assertThat(recorder.iterations()).isEqualTo(12);
      assertSame(Bits.of(network), recorder.at(6));
    }
  }

  @Test
  void advisingKeepsNothing() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).stopping(Stopping.advise()).start()) {
      network.fit(scope.earlyStop().gate(data(true)), STOP + 1);

      assertThat(network.getEpochCount()).isEqualTo(STOP + 1);
      assertThatThrownBy(() -> scope.earlyStop().restoreBest())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Stopping.act()");
    }
    assertThatThrownBy(() -> Stopping.advise().keepIn(folder))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingCanBeRestoredAfterTheScopeIsClosed() {
    MultiLayerNetwork network = TestModels.network();
    FeatureScope scope = watch(network).start();
    network.fit(scope.earlyStop().gate(data(true)), STOP + 1);
    scope.close();

    assertThatThrownBy(() -> scope.earlyStop().restoreBest())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("let go of when the scope was closed");
  }

  @Test
  void closingWithinFitDoesNotBreakIt() {
    ComputationGraph graph = TestModels.graph();
    AtomicReference<FeatureScope> scope = new AtomicReference<>();
    scope.set(
        watch(graph)
            .onObservation(
                observation -> {
                  if (observation.epoch() == 1) {
                    scope.get().close();
                  }
                })
            .start());

    graph.fit(data(false), 2);

    assertThat(graph.getEpochCount()).isEqualTo(2);
    assertThat(seen).hasSize(2);
  }

  @Test
  void nothingCanBeRestoredBeforeTraining() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).start()) {
      assertThatThrownBy(() -> scope.earlyStop().restoreBest())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no moment");
    }
  }

  @Test
  void closesOnce() {
    MultiLayerNetwork network = TestModels.network();
    Recorder recorder = Recorder.of(network);
    FeatureScope scope = watch(network).start();
    network.fit(data(true), 7);
    scope.close();
    network.fit(data(true));
    Map<String, int[]> later = Bits.of(network);

    scope.close();

    assertSame(Bits.of(network), later);
    assertThat(recorder.at(9).get("parameters")).isNotEqualTo(later.get("parameters"));
    assertThat(ends).hasSize(1);
  }

  @Test
  void aFailingDiskIsReportedAndNeverThrownIntoFit() throws IOException {
    MultiLayerNetwork network = TestModels.network();
    Recorder recorder = Recorder.of(network);
    Path kept = folder.resolve("kept");
    List<ProbeFailure> failures = new ArrayList<>();
    try (FeatureScope scope =
        watch(network)
            .stopping(Stopping.act().keepIn(kept))
            .sink(
                new RunSink() {
                  @Override
                  public void failed(ProbeFailure failure) {
                    failures.add(failure);
                  }
                })
            .start()) {
      Files.delete(kept);
      Files.writeString(kept, "a file where the folder was");
      network.fit(scope.earlyStop().gate(data(true)), 10);

      assertThat(scope.failures()).isGreaterThanOrEqualTo(4);
      assertThat(scope.earlyStop().stopped()).contains(new Verdict.Moment(5, 15));
      assertThat(scope.earlyStop().restored()).isEmpty();
      assertThatThrownBy(() -> scope.earlyStop().restoreBest())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("epoch 3");
    }

    assertThat(failures.get(0).epoch()).isEqualTo(1);
    assertThat(failures.get(0).cause()).isInstanceOf(IOException.class);
    assertThat(recorder.iterations()).as("it stops all the same").isEqualTo(15);
    assertSame(Bits.of(network), recorder.at(15));
  }

  @Test
  void theRunLogSaysWhatWasStoppedAndRestored() {
    MultiLayerNetwork network = TestModels.network();
    Path log = folder.resolve("run.jsonl");
    try (FeatureScope scope = watch(network).runLog(log).start()) {
      network.fit(scope.earlyStop().gate(data(true)), 10);
    }

    List<ObjectNode> events = RunLog.read(log);
    ObjectNode end = events.get(events.size() - 1);
    assertThat(end.get("event").asText()).isEqualTo("end");
    assertThat(end.at("/stopped/epoch").asInt()).isEqualTo(5);
    assertThat(end.at("/restored/epoch").asInt()).isEqualTo(3);
    assertThat(end.at("/restored/iteration").asInt()).isEqualTo(9);
    assertThat(end.get("epochs").asInt()).isEqualTo(5);
  }
}
