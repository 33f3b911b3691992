package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Snapshot;
import io.github.featurescope.probes.SpectralAlignment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.LoggerFactory;

class FeatureScopeTest {

  private static final DataSet DATA = TestModels.data(60, 1);

  @TempDir private Path folder;

  private final List<Observation> seen = new ArrayList<>();

  /** Fails from the second snapshot on. */
  private static final class Failing implements Measurement<Failing.Nothing> {
    record Nothing() {}

    private int calls;

    @Override
    public String key() {
      return "failing";
    }

    @Override
    public Nothing measure(Snapshot snapshot) {
      if (calls++ > 0) {
        throw new IllegalStateException("broken on purpose");
      }
      return new Nothing();
    }
  }

  private static final class Counting extends BaseTrainingListener {
    private int iterations;

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      iterations++;
    }
  }

  private FeatureScope.Builder watch(Model model) {
    return FeatureScope.watch(model)
        .synchronous()
        .probeSet(ProbeSet.of("train", DATA))
        .onObservation(seen::add);
  }

  private static void fit(MultiLayerNetwork network, int epochs) {
    network.fit(TestModels.iterator(DATA, 20, true), epochs);
  }

  @Test
  void probesBeforeTrainingAndAfterEveryEpoch() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope ignored = watch(network).start()) {
      fit(network, 2);
      assertThat(ignored.failures()).isZero();
    }

    assertThat(seen).extracting(Observation::epoch).containsExactly(0, 1, 2);
    assertThat(seen).extracting(Observation::iteration).containsExactly(0L, 3L, 6L);
  }

  @Test
  void probesEveryKIterations() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope ignored = watch(network).schedule(ProbeSchedule.everyIterations(2)).start()) {
      fit(network, 2);
      assertThat(ignored.failures()).isZero();
    }

    assertThat(seen).extracting(Observation::iteration).containsExactly(0L, 2L, 4L, 6L);
  }

  @Test
  void probesAtListedIterationsOfAGraph() {
    ComputationGraph graph = TestModels.graph();
    try (FeatureScope ignored = watch(graph).schedule(ProbeSchedule.atIterations(1, 5)).start()) {
      graph.fit(TestModels.iterator(DATA, 20, false), 2);
      assertThat(ignored.failures()).isZero();
    }

    assertThat(seen).extracting(Observation::iteration).containsExactly(0L, 1L, 5L);
  }

  @Test
  void keepsTheCostUnderTheBudget() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope =
        watch(network).schedule(ProbeSchedule.everyIterations(1).within(1e-6)).start()) {
      fit(network, 2);

      Observation.Cost cost = scope.latest().orElseThrow().cost();
      assertThat(cost.probes()).isEqualTo(1);
    }
  }

  @Test
  void detachesOnCloseAndLeavesOtherListenersAlone() {
    MultiLayerNetwork network = TestModels.network();
    Counting others = new Counting();
    network.setListeners(others);
    FeatureScope scope = watch(network).start();
    fit(network, 1);

    scope.close();
    scope.close();
    fit(network, 1);

    assertThat(network.getListeners()).hasSize(1).first().isSameAs(others);
    assertThat(others.iterations).isEqualTo(6);
    assertThat(seen).hasSize(2);
  }

  @Test
  void ignoresACloneThatSharesItsListeners() {
    ComputationGraph graph = TestModels.graph();
    try (FeatureScope ignored = watch(graph).start()) {
      graph.clone().fit(TestModels.iterator(DATA, 20, false), 1);
      assertThat(ignored.failures()).isZero();
    }

    assertThat(seen).hasSize(1);
  }

  @Test
  void aFailingProbeIsCountedAndLeavesTrainingAlone() {
    MultiLayerNetwork plain = TestModels.network();
    MultiLayerNetwork watched = TestModels.network();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    List<ProbeFailure> failures = new ArrayList<>();
    Nd4j.getRandom().setSeed(5);
    fit(plain, 2);
    Nd4j.getRandom().setSeed(5);
    try (FeatureScope scope =
        watch(watched)
            .measurements(List.of(new Failing()))
            .meterRegistry(registry)
            .sink(
                new RunSink() {
                  @Override
                  public void failed(ProbeFailure failure) {
                    failures.add(failure);
                  }
                })
            .start()) {
      fit(watched, 2);

      assertThat(scope.failures()).isEqualTo(2);
      assertThat(registry.get(MetricCatalogue.FAILURES).counter().count()).isEqualTo(2);
    }

    assertThat(watched.params()).isEqualTo(plain.params());
    assertThat(failures).hasSize(2);
    assertThat(failures.get(0).set()).isEqualTo("train");
    assertThat(failures.get(0).cause()).hasMessage("broken on purpose");
  }

  @Test
  void featuresThatAreNotFiniteAreAFailureWithTheirPlace() {
    MultiLayerNetwork network = TestModels.network();
    List<ProbeFailure> failures = new ArrayList<>();
    try (FeatureScope ignored =
        watch(network)
            .sink(
                new RunSink() {
                  @Override
                  public void failed(ProbeFailure failure) {
                    failures.add(failure);
                  }
                })
            .start()) {
      network.params().putScalar(network.numParams() - 1, Double.NaN);
      fit(network, 1);
      assertThat(ignored.failures()).isEqualTo(1);
    }

    assertThat(failures.get(0).cause()).hasMessageContaining("NaN or infinite");
  }

  @Test
  void featuresThatAreNotFiniteAreLoggedWithoutATrace() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(RunWatch.class);
    log.start();
    logger.addAppender(log);
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).start()) {
      network.params().putScalar(network.numParams() - 1, Double.NaN);
      fit(network, 1);
      assertThat(scope.failures()).isEqualTo(1);
    } finally {
      logger.detachAppender(log);
    }

    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage()).contains("NaN or infinite");
    assertThat(log.list.get(0).getThrowableProxy()).isNull();
  }

  @Test
  void aProbeSetThatDoesNotFitIsRefusedBeforeTraining() {
    MultiLayerNetwork network = TestModels.network();
    int[] labels = new int[60];
    labels[0] = 7;
    ProbeSet set = ProbeSet.of("train", DATA.getFeatures(), labels);

    assertThatThrownBy(() -> FeatureScope.watch(network).probeSet(set).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("train")
        .hasMessageContaining("7");
    assertThat(network.getListeners()).isEmpty();
  }

  @Test
  void needsAProbeSet() {
    assertThatThrownBy(() -> FeatureScope.watch(TestModels.network()).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("probeSet(");
  }

  @Test
  void refusesTwoSetsOfOneName() {
    assertThatThrownBy(() -> watch(TestModels.network()).probeSet(ProbeSet.of("train", DATA)))
        .isInstanceOf(ProbeSetException.class)
        .hasMessageContaining("train");
  }

  @Test
  void whatCannotBeWatchedLeavesNoFile() {
    int[] labels = new int[60];
    labels[0] = 7;
    ProbeSet set = ProbeSet.of("train", DATA.getFeatures(), labels);
    Path log = folder.resolve("run.jsonl");

    assertThatThrownBy(
            () -> FeatureScope.watch(TestModels.network()).probeSet(set).runLog(log).start())
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(log).doesNotExist();
  }

  @Test
  void whatASinkTakesCountsAsCostOfProbing() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope =
        watch(network)
            .onObservation(
                observation -> {
                  try {
                    Thread.sleep(50);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .start()) {
      fit(network, 3);

      assertThat(scope.latest().orElseThrow().cost().total())
          .as("two sleeps lie behind the third probe")
          .isGreaterThan(0.1);
    }
  }

  @Test
  void refusesSettingsThatALogCannotHold() {
    assertThatThrownBy(() -> watch(TestModels.network()).setting("x", new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setting 'x'");
    assertThatThrownBy(() -> watch(TestModels.network()).setting("x", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnOutputThatIsNotThere() {
    assertThatThrownBy(() -> watch(TestModels.network()).output("nonsense").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense");
  }

  @Test
  void watchesInnerLayersByName() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).layers("layer0", "layer2").start()) {
      fit(network, 1);
      assertThat(scope.failures()).isZero();
    }

    assertThat(seen.get(1).layers()).containsOnlyKeys("layer0", "layer2");
    assertThat(seen.get(1).layers().get("layer0").width()).as("channels").isEqualTo(4);
    assertThat(
            seen.get(1)
                .layers()
                .get("layer2")
                .find(SpectralAlignment.CENTRED)
                .orElseThrow()
                .eigenvalues())
        .as("the penultimate layer is the head's input")
        .isEqualTo(
            seen.get(1)
                .reports()
                .get("train")
                .find(SpectralAlignment.CENTRED)
                .orElseThrow()
                .eigenvalues());
  }

  @Test
  void watchesLayersFromInputToHeadHoweverTheyAreNamed() {
    List<String> announced = new ArrayList<>();
    RunSink sink =
        new RunSink() {
          @Override
          public void started(RunInfo run) {
            announced.addAll(run.layers());
          }
        };
    watch(TestModels.network()).layers("layer2", "layer0", "layer2").sink(sink).start().close();

    assertThat(announced).containsExactly("layer0", "layer2");
  }

  @Test
  void namesTheLayersWhereOneIsUnknown() {
    assertThatThrownBy(() -> watch(TestModels.network()).layers("conv9").start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("conv9")
        .hasMessageContaining("layer0");
  }
}
