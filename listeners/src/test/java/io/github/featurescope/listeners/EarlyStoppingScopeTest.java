package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

/** A trainer that clones the watched model, listeners and all, to keep the best. */
class EarlyStoppingScopeTest {

  private static final DataSet DATA = TestModels.data(60, 1);

  @Test
  void theClonesThatItSavesAreNotMistakenForTheModel() {
    ComputationGraph graph = TestModels.graph();
    List<Observation> seen = new ArrayList<>();
    EarlyStoppingConfiguration<ComputationGraph> configuration =
        new EarlyStoppingConfiguration.Builder<ComputationGraph>()
            .modelSaver(new InMemoryModelSaver<>())
            .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
            .scoreCalculator(new DataSetLossCalculator(TestModels.iterator(DATA, 20, false), true))
            .build();
    try (FeatureScope scope =
        FeatureScope.watch(graph)
            .probeSet(ProbeSet.of("train", DATA))
            .onObservation(seen::add)
            .start()) {
      new EarlyStoppingGraphTrainer(configuration, graph, TestModels.iterator(DATA, 20, false))
          .fit();
      assertThat(scope.failures()).isZero();
    }

    assertThat(seen).extracting(Observation::iteration).containsExactly(0L, 3L, 6L, 9L);
    assertThat(seen).extracting(Observation::epoch).containsExactly(0, 1, 2, 3);
  }
}
