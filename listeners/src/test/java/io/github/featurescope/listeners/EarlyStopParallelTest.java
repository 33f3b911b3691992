package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.listeners.earlystopping.ObservedScore;
import io.github.featurescope.listeners.earlystopping.ScopeModelSaver;
import io.github.featurescope.listeners.earlystopping.VerdictEpochCondition;
import io.github.featurescope.listeners.earlystopping.VerdictIterationCondition;
import io.github.featurescope.probes.LabelFit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.EarlyStoppingParallelTrainer;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** ParallelWrapper with two workers over six batches: three iterations a worker and pass. */
class EarlyStopParallelTest {

  static Stream<Supplier<Model>> models() {
    return Stream.of(ParallelWrapperTest::network, ParallelWrapperTest::graph);
  }

  private static FeatureScope.Builder watch(Model model) {
    return FeatureScope.watch(model)
        .probeSet(ProbeSet.of("train", ParallelWrapperTest.DATA))
        .measurements(List.of(LabelFit.FIT))
        .schedule(ProbeSchedule.everyIterations(1))
        .script(Script.iterations(8, 4))
        .stopping(Stopping.act());
  }

  private static void assertSame(Map<String, int[]> actual, Map<String, int[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bits) -> assertThat(actual.get(name)).as(name).isEqualTo(bits));
  }

  /** Not read ahead, so that it is known how far training goes. */
  private static DataSetIterator data() {
    return new ListDataSetIterator<>(ParallelWrapperTest.DATA.asList(), 20) {
      private static final long serialVersionUID = 1L;

      @Override
      public boolean asyncSupported() {
        return false;
      }
    };
  }

  @ParameterizedTest
  @MethodSource("models")
  void stopsAndRestores(Supplier<Model> maker) {
    Model model = maker.get();
    Recorder recorder = Recorder.of(model);
    ParallelWrapperTest.Patient iterator = new ParallelWrapperTest.Patient();
    try (FeatureScope scope = watch(model).start()) {
      ParallelWrapper wrapper =
          new ParallelWrapper.Builder<>(model)
              .workers(2)
              .averagingFrequency(1)
              .prefetchBuffer(0)
              .build();
      iterator.wrapper.set(wrapper);
      DataSetIterator gate = scope.earlyStop().gate(iterator);
      for (int pass = 0; pass < 6; pass++) {
        wrapper.fit(gate);
      }

      assertThat(recorder.iterations()).isEqualTo(8);
      assertThat(scope.earlyStop().stopped().orElseThrow().iteration()).isEqualTo(8);
      assertThat(scope.earlyStop().restored()).isEmpty();
      assertThat(scope.failures()).isZero();
    }

    // What the replica had when it was probed, not the average that followed.
    assertSame(Bits.of(model), recorder.at(4));
    assertThat(recorder.at(4).get("parameters")).isNotEqualTo(recorder.at(8).get("parameters"));
    assertThat(Dl4jTraining.of(model).iterationsDone()).isEqualTo(4);
  }

  private static <T extends Model> EarlyStoppingConfiguration.Builder<T> configuration(
      FeatureScope scope) {
    return new EarlyStoppingConfiguration.Builder<T>()
        .scoreCalculator(
            ObservedScore.<T>maximising(scope, o -> Optional.of((double) o.iteration())));
  }

  /** Its epochs are off by one, and it minimises what is to be maximised. */
  @Test
  void theParallelTrainersResultIsWrong() {
    MultiLayerNetwork network = ParallelWrapperTest.network();
    try (FeatureScope scope = watch(network).script(Script.never(1)).start()) {
      EarlyStoppingResult<MultiLayerNetwork> result =
          new EarlyStoppingParallelTrainer<>(
                  EarlyStopParallelTest.<MultiLayerNetwork>configuration(scope)
                      .modelSaver(new InMemoryModelSaver<>())
                      .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
                      .build(),
                  network,
                  data(),
                  null,
                  2,
                  0,
                  1)
              .fit();

      assertThat(result.getScoreVsEpoch()).containsOnlyKeys(-1, 0, 1);
      assertThat(result.getBestModelEpoch()).as("the worst").isZero();
    }
  }

  @Test
  void theParallelTrainerStopsAndGivesTheVerdictsBestModel() {
    MultiLayerNetwork network = ParallelWrapperTest.network();
    Recorder recorder = Recorder.of(network);
    try (FeatureScope scope = watch(network).start()) {
      EarlyStoppingResult<MultiLayerNetwork> result =
          new EarlyStoppingParallelTrainer<>(
                  EarlyStopParallelTest.<MultiLayerNetwork>configuration(scope)
                      .modelSaver(ScopeModelSaver.of(scope, network))
                      .epochTerminationConditions(
                          VerdictEpochCondition.of(scope), new MaxEpochsTerminationCondition(9))
                      .build(),
                  network,
                  scope.earlyStop().gate(data()),
                  null,
                  2,
                  0,
                  1)
              .fit();

      assertThat(result.getTerminationReason())
          .isEqualTo(EarlyStoppingResult.TerminationReason.EpochTerminationCondition);
      assertThat(result.getTotalEpochs()).isEqualTo(3);
      assertThat(recorder.iterations()).isEqualTo(8);
      assertThat(result.getBestModel()).isSameAs(network);
      assertSame(Bits.of(network), recorder.at(4));
    }
    assertSame(Bits.of(network), recorder.at(4));
  }

  @Test
  void theParallelTrainerStopsWithinAPass() {
    MultiLayerNetwork network = ParallelWrapperTest.network();
    Recorder recorder = Recorder.of(network);
    try (FeatureScope scope = watch(network).script(Script.iterations(2, 1)).start()) {
      EarlyStoppingResult<MultiLayerNetwork> result =
          new EarlyStoppingParallelTrainer<>(
                  EarlyStopParallelTest.<MultiLayerNetwork>configuration(scope)
                      .modelSaver(ScopeModelSaver.of(scope, network))
                      .epochTerminationConditions(new MaxEpochsTerminationCondition(9))
                      .iterationTerminationConditions(
                          VerdictIterationCondition.of(scope).fromTheStart())
                      .build(),
                  network,
                  data(),
                  null,
                  2,
                  0,
                  1)
              .fit();

      assertThat(result.getTerminationReason())
          .isEqualTo(EarlyStoppingResult.TerminationReason.IterationTerminationCondition);
      assertThat(recorder.iterations()).isEqualTo(2);
    }
    assertSame(Bits.of(network), recorder.at(1));
  }
}
