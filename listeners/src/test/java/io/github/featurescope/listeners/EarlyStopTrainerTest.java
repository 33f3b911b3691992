package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.listeners.earlystopping.ObservedScore;
import io.github.featurescope.listeners.earlystopping.ScopeModelSaver;
import io.github.featurescope.listeners.earlystopping.VerdictEpochCondition;
import io.github.featurescope.listeners.earlystopping.VerdictIterationCondition;
import io.github.featurescope.probes.KernelTargetAlignment;
import io.github.featurescope.probes.LabelFit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.earlystopping.termination.EpochTerminationCondition;
import org.deeplearning4j.earlystopping.termination.IterationTerminationCondition;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;

/**
 * DL4J's early-stopping trainers, and the bugs of M2.1 in them: each is shown as shipped and then
 * with what is here to avoid it. Three iterations an epoch; scripted to stop after epoch 5, best 3.
 */
class EarlyStopTrainerTest {

  private static final DataSet DATA = TestModels.data(60, 1);
  private static final DataSet HELD_OUT = TestModels.data(30, 2);

  @TempDir private Path folder;

  private final List<Observation> seen = new ArrayList<>();

  private FeatureScope.Builder watch(Model model) {
    return FeatureScope.watch(model)
        .probeSet(ProbeSet.of("train", DATA))
        .probeSet(ProbeSet.of("heldout", HELD_OUT))
        .measurements(List.of(LabelFit.FIT, KernelTargetAlignment.CENTRED))
        .script(Script.epochs(5, 3))
        .stopping(Stopping.act())
        .onObservation(seen::add);
  }

  private static DataSetIterator data() {
    return TestModels.iterator(DATA, 20, true);
  }

  /** Fires after so many iterations. */
  private static final class After implements IterationTerminationCondition {
    private static final long serialVersionUID = 1L;
    private final int iterations;
    private int done;

    After(int iterations) {
      this.iterations = iterations;
    }

    @Override
    public void initialize() {
      done = 0;
    }

    @Override
    public boolean terminate(double lastMiniBatchScore) {
      done++;
      return done >= iterations;
    }
  }

  /** Falls by 1 each time. */
  private static final class Falling implements ScoreCalculator<MultiLayerNetwork> {
    private static final long serialVersionUID = 1L;
    private double score = 100;

    @Override
    public double calculateScore(MultiLayerNetwork network) {
      score--;
      return score;
    }

    @Override
    public boolean minimizeScore() {
      return true;
    }
  }

  /** Throws in the given iteration. */
  private static final class Failing extends BaseTrainingListener {
    private final int at;

    Failing(int at) {
      this.at = at;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      if (iteration == at) {
        throw new IllegalStateException("a broken listener");
      }
    }
  }

  private static EarlyStoppingResult<MultiLayerNetwork> train(
      MultiLayerNetwork network,
      EarlyStoppingModelSaver<MultiLayerNetwork> saver,
      ScoreCalculator<MultiLayerNetwork> score,
      List<EpochTerminationCondition> epochs,
      List<IterationTerminationCondition> iterations) {
    EarlyStoppingConfiguration<MultiLayerNetwork> configuration =
        new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
            .modelSaver(saver)
            .scoreCalculator(score)
            .epochTerminationConditions(epochs)
            .iterationTerminationConditions(
                iterations.toArray(IterationTerminationCondition[]::new))
            .build();
    return new EarlyStoppingTrainer(configuration, network, data()).fit();
  }

  private static List<EpochTerminationCondition> atMost(int epochs) {
    return List.of(new MaxEpochsTerminationCondition(epochs));
  }

  private static void assertSame(Map<String, int[]> actual, Map<String, int[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bits) -> assertThat(actual.get(name)).as(name).isEqualTo(bits));
  }

  @Test
  void aNetworkStopsAndIsRestored() {
    MultiLayerNetwork network = TestModels.network();
    Recorder recorder = Recorder.of(network);
    try (FeatureScope scope = watch(network).start()) {
      EarlyStoppingResult<MultiLayerNetwork> result =
          train(
              network,
              ScopeModelSaver.of(scope, network),
              ObservedScore.predictionChanges(scope),
              List.of(VerdictEpochCondition.of(scope), new MaxEpochsTerminationCondition(10)),
              List.of());

      assertThat(result.getTerminationReason())
          .isEqualTo(EarlyStoppingResult.TerminationReason.EpochTerminationCondition);
      assertThat(result.getTerminationDetails()).contains("memorising at epoch 5");
      assertThat(result.getTotalEpochs()).isEqualTo(5);
      assertThat(recorder.iterations()).isEqualTo(15);
      assertThat(result.getBestModel()).isSameAs(network);
      assertSame(Bits.of(network), recorder.at(9));
      assertThat(scope.earlyStop().restored()).contains(new Verdict.Moment(3, 9));
      assertThat(scope.failures()).isZero();
    }
    assertSame(Bits.of(network), recorder.at(9));
  }

  @Test
  void aGraphStopsAndIsRestored() {
    ComputationGraph graph = TestModels.graph();
    Recorder recorder = Recorder.of(graph);
    try (FeatureScope scope = watch(graph).stopping(Stopping.act().keepIn(folder)).start()) {
      EarlyStoppingConfiguration<ComputationGraph> configuration =
          new EarlyStoppingConfiguration.Builder<ComputationGraph>()
              .modelSaver(ScopeModelSaver.of(scope, graph))
              .scoreCalculator(ObservedScore.<ComputationGraph>heldOutAlignment(scope))
              .epochTerminationConditions(
                  VerdictEpochCondition.of(scope), new MaxEpochsTerminationCondition(10))
              .build();
      EarlyStoppingResult<ComputationGraph> result =
          new EarlyStoppingGraphTrainer(configuration, graph, data()).fit();

      assertThat(result.getTotalEpochs()).isEqualTo(5);
      assertThat(recorder.iterations()).isEqualTo(15);
      assertThat(result.getBestModel()).isSameAs(graph);
      assertSame(Bits.of(graph), recorder.at(9));
      assertThat(scope.failures()).isZero();
    }
  }

  @Test
  void withDl4jsOwnSaverTheTrainedModelIsRestoredAtTheEnd() {
    MultiLayerNetwork network = TestModels.network();
    Recorder recorder = Recorder.of(network);
    try (FeatureScope scope = watch(network).start()) {
      train(
          network,
          new InMemoryModelSaver<>(),
          ObservedScore.predictionChanges(scope),
          List.of(VerdictEpochCondition.of(scope)),
          List.of());
      assertSame(Bits.of(network), recorder.at(15));
    }

    assertSame(Bits.of(network), recorder.at(9));
  }

  @Test
  void stopsWithinAnEpoch() {
    MultiLayerNetwork network = TestModels.network();
    Recorder recorder = Recorder.of(network);
    try (FeatureScope scope =
        watch(network)
            .schedule(ProbeSchedule.everyIterations(1))
            .script(Script.iterations(7, 5))
            .start()) {
      EarlyStoppingResult<MultiLayerNetwork> result =
          train(
              network,
              ScopeModelSaver.of(scope, network),
              ObservedScore.predictionChanges(scope),
              atMost(10),
              List.of(VerdictIterationCondition.of(scope)));

      assertThat(result.getTerminationReason())
          .isEqualTo(EarlyStoppingResult.TerminationReason.IterationTerminationCondition);
      assertThat(recorder.iterations()).isEqualTo(7);
      assertSame(Bits.of(network), recorder.at(5));
      assertThat(result.getBestModel()).isSameAs(network);
    }
  }

  /** Issue 10190. */
  @Test
  void dl4jFailsOnAnIterationConditionInTheFirstEpoch() {
    assertThatThrownBy(
            () ->
                train(
                    TestModels.network(),
                    new InMemoryModelSaver<>(),
                    new Falling(),
                    atMost(3),
                    List.of(new After(2))))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("bestModel");
  }

  @Test
  void oursWaitsForTheFirstEpochToEnd() {
    MultiLayerNetwork network = TestModels.network();
    Recorder recorder = Recorder.of(network);
    try (FeatureScope scope =
        watch(network)
            .schedule(ProbeSchedule.everyIterations(1))
            .script(Script.iterations(2, 1))
            .start()) {
      EarlyStoppingResult<MultiLayerNetwork> result =
          train(
              network,
              new InMemoryModelSaver<>(),
              ObservedScore.predictionChanges(scope),
              atMost(10),
              List.of(VerdictIterationCondition.of(scope)));

      assertThat(result.getTerminationReason())
          .isEqualTo(EarlyStoppingResult.TerminationReason.IterationTerminationCondition);
      assertThat(scope.earlyStop().stopped()).contains(new Verdict.Moment(0, 2));
      assertThat(recorder.iterations()).as("the first of epoch 2").isEqualTo(4);
    }
    assertSame(Bits.of(network), recorder.at(1));
  }

  @Test
  void oursWaitsAlsoForAModelThatWasTrainedBefore() {
    MultiLayerNetwork network = TestModels.network();
    network.fit(data(), 4);
    try (FeatureScope scope =
        watch(network)
            .schedule(ProbeSchedule.everyIterations(1))
            .script(Script.iterations(14, 13))
            .start()) {
      EarlyStoppingResult<MultiLayerNetwork> result =
          train(
              network,
              new InMemoryModelSaver<>(),
              ObservedScore.predictionChanges(scope),
              atMost(10),
              List.of(VerdictIterationCondition.of(scope)));

      assertThat(result.getTerminationReason())
          .isEqualTo(EarlyStoppingResult.TerminationReason.IterationTerminationCondition);
      assertThat(network.getIterationCount()).isEqualTo(16);
    }
  }

  /** Issue 4054: with our saver even a condition that fires at once is survived. */
  @Test
  void ourSaverAlwaysHasAModel() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).start()) {
      EarlyStoppingResult<MultiLayerNetwork> result =
          train(
              network,
              ScopeModelSaver.of(scope, network),
              new Falling(),
              atMost(3),
              List.of(new After(2)));

      assertThat(result.getTerminationReason())
          .isEqualTo(EarlyStoppingResult.TerminationReason.IterationTerminationCondition);
      assertThat(result.getBestModel()).isSameAs(network);
    }
  }

  /** Issue 3880. */
  @Test
  void dl4jSwallowsWhatAListenerThrows() {
    MultiLayerNetwork late = TestModels.network();
    late.addListeners(new Failing(4));
    EarlyStoppingResult<MultiLayerNetwork> result =
        train(late, new InMemoryModelSaver<>(), new Falling(), atMost(3), List.of());
    assertThat(result.getTerminationReason())
        .isEqualTo(EarlyStoppingResult.TerminationReason.Error);
    assertThat(result.getTotalEpochs()).isEqualTo(1);

    MultiLayerNetwork early = TestModels.network();
    early.addListeners(new Failing(1));
    assertThatThrownBy(
            () -> train(early, new InMemoryModelSaver<>(), new Falling(), atMost(3), List.of()))
        .as("what was thrown is lost altogether")
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void aScopeThatFailsThrowsNothingIntoTheTrainer() throws Exception {
    MultiLayerNetwork network = TestModels.network();
    Path kept = folder.resolve("kept");
    try (FeatureScope scope =
        watch(network)
            .stopping(Stopping.act().keepIn(kept))
            .onObservation(
                o -> {
                  throw new IllegalStateException("a broken sink");
                })
            .start()) {
      Files.delete(kept);
      EarlyStoppingResult<MultiLayerNetwork> result =
          train(
              network,
              ScopeModelSaver.of(scope, network),
              ObservedScore.predictionChanges(scope),
              List.of(VerdictEpochCondition.of(scope), new MaxEpochsTerminationCondition(10)),
              List.of());

      assertThat(result.getTerminationReason())
          .isEqualTo(EarlyStoppingResult.TerminationReason.EpochTerminationCondition);
      assertThat(result.getTotalEpochs()).isEqualTo(5);
      assertThat(result.getBestModel()).as("the trainer's own best").isNotNull();
      assertThat(scope.failures()).isGreaterThan(5);
    }
  }

  @Test
  void ourSaverKeepsTheScoreThatDl4jLoses() {
    EarlyStoppingResult<MultiLayerNetwork> shipped =
        train(
            TestModels.network(), new InMemoryModelSaver<>(), new Falling(), atMost(3), List.of());
    assertThat(shipped.getScoreVsEpoch().get(shipped.getBestModelEpoch())).isEqualTo(97);
    assertThat(shipped.getBestModelScore()).as("the bug").isZero();

    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).start()) {
      EarlyStoppingResult<MultiLayerNetwork> ours =
          train(network, ScopeModelSaver.of(scope, network), new Falling(), atMost(3), List.of());
      assertThat(ours.getBestModelScore()).isEqualTo(97);
      assertThat(ours.getBestModel()).isNotSameAs(network);
      assertSame(Bits.of(ours.getBestModel()), Bits.of(network));
    }
  }

  @Test
  void ourSaverSavesWhereItIsTold() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).start()) {
      EarlyStoppingResult<MultiLayerNetwork> result =
          train(
              network,
              ScopeModelSaver.of(scope, network).over(new LocalFileModelSaver(folder.toFile())),
              new Falling(),
              atMost(2),
              List.of());

      assertThat(folder.resolve("bestModel.bin")).exists();
      assertThat(result.getBestModelScore()).isEqualTo(98);
      assertThat(Bits.of(result.getBestModel().params())).isEqualTo(Bits.of(network.params()));
    }
  }

  @Test
  void scoresAreWhatWasObserved() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).script(Script.never(1)).start()) {
      EarlyStoppingResult<MultiLayerNetwork> changes =
          train(
              network,
              ScopeModelSaver.of(scope, network),
              ObservedScore.predictionChanges(scope),
              atMost(3),
              List.of());
      assertThat(changes.getScoreVsEpoch()).hasSize(3);
      changes
          .getScoreVsEpoch()
          .forEach(
              (epoch, score) ->
                  assertThat(score).isEqualTo(seen.get(epoch + 1).changes().average()));

      ObservedScore<MultiLayerNetwork> alignment = ObservedScore.heldOutAlignment(scope);
      assertThat(alignment.minimizeScore()).isFalse();
      assertThat(alignment.calculateScore(network))
          .isCloseTo(
              seen.get(3)
                  .reports()
                  .get("heldout")
                  .find(KernelTargetAlignment.CENTRED)
                  .orElseThrow()
                  .kernelTargetAlignment(),
              within(0.0));
      assertThat(
              ObservedScore.<MultiLayerNetwork>minimising(scope, o -> Optional.empty())
                  .calculateScore(network))
          .isNaN();
    }
  }

  @Test
  void scoresNeedTheirProbeSet() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope =
        FeatureScope.watch(network).probeSet(ProbeSet.of("other", DATA)).start()) {
      assertThatThrownBy(() -> ObservedScore.predictionChanges(scope))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'train'");
      assertThatThrownBy(() -> ObservedScore.heldOutAlignment(scope))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'heldout'");
    }
  }

  @Test
  void conditionsRefuseAScopeThatOnlyAdvises() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).stopping(Stopping.advise()).start()) {
      assertThatThrownBy(() -> VerdictEpochCondition.of(scope))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Stopping.act()");
      assertThatThrownBy(() -> VerdictIterationCondition.of(scope))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatLostItsScopeSaysSoBeforeTraining() throws Exception {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).start()) {
      List<EpochTerminationCondition> copies =
          List.of(
              serialized(VerdictEpochCondition.of(scope)),
              asJson(VerdictEpochCondition.of(scope), EpochTerminationCondition.class));
      for (EpochTerminationCondition copy : copies) {
        assertThatThrownBy(
                () ->
                    train(
                        network,
                        new InMemoryModelSaver<>(),
                        new Falling(),
                        List.of(copy),
                        List.of()))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("lost its scope");
      }
      List<IterationTerminationCondition> iterations =
          List.of(
              serialized(VerdictIterationCondition.of(scope)),
              asJson(VerdictIterationCondition.of(scope), IterationTerminationCondition.class));
      assertThat(iterations)
          .allSatisfy(
              copy ->
                  assertThatThrownBy(copy::initialize).isInstanceOf(IllegalStateException.class));
      ObservedScore<MultiLayerNetwork> score = ObservedScore.predictionChanges(scope);
      assertThatThrownBy(() -> serialized(score).calculateScore(network))
          .isInstanceOf(IllegalStateException.class);
      assertThat(serialized(score).minimizeScore()).isTrue();
      assertThatThrownBy(() -> asJson(score, ScoreCalculator.class).minimizeScore())
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(network.getIterationCount()).isZero();
  }

  @SuppressWarnings("unchecked")
  private static <T> T serialized(T object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  private static <T> T asJson(Object object, Class<T> type) throws Exception {
    ObjectMapper mapper =
        new ObjectMapper()
            .configure(SerializationFeature.FAIL_ON_EMPTY_BEANS, false)
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
    return mapper.readValue(mapper.writeValueAsString(object), type);
  }
}
