package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class SampleIdIteratorTest {

  private static final int SAMPLES = 50;
  private static final int BATCH = 8;

  /** Data whose first pixel is the sample's number. */
  private static DataSet numbered() {
    DataSet data = TestModels.data(SAMPLES, 3);
    for (int i = 0; i < SAMPLES; i++) {
      data.getFeatures().putScalar(new int[] {i, 0, 0, 0}, i);
    }
    return data;
  }

  /** Notes, at every iteration, the ids said and the first pixels seen. */
  private static final class Notes extends BaseTrainingListener {
    private final SampleIdIterator ids;
    private final List<long[]> said = new ArrayList<>();
    private final List<long[]> seen = new ArrayList<>();

    Notes(SampleIdIterator ids) {
      this.ids = ids;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      INDArray input =
          model instanceof MultiLayerNetwork network
              ? network.getInput()
              : ((ComputationGraph) model).getInput(0);
      said.add(ids.currentBatch().orElseThrow());
      seen.add(
          LongStream.range(0, input.size(0))
              .map(i -> (long) input.getDouble(i, 0, 0, 0))
              .toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsTheBatchBeingTrainedByANetwork(boolean async) {
    MultiLayerNetwork network = TestModels.network();
    SampleIdIterator ids =
        SampleIdIterator.byPosition(TestModels.iterator(numbered(), BATCH, async));
    Notes notes = new Notes(ids);
    network.setListeners(notes);
    try (FeatureScope scope =
        FeatureScope.watch(network)
            .probeSet(ProbeSet.of("train", TestModels.data(30, 1)))
            .schedule(ProbeSchedule.everyIterations(2))
            .sampleIds(ids)
            .start()) {
      network.fit(ids, 3);
      assertThat(scope.failures()).isZero();
    }

    assertThat(notes.said).hasSize(3 * 7);
    assertThat(notes.said).usingRecursiveComparison().isEqualTo(notes.seen);
    assertThat(ids.losses()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void knowsTheBatchBeingTrainedByAGraph(boolean async) {
    ComputationGraph graph = TestModels.graph();
    SampleIdIterator ids =
        SampleIdIterator.byPosition(TestModels.iterator(numbered(), BATCH, async));
    Notes notes = new Notes(ids);
    graph.setListeners(notes);
    try (FeatureScope scope =
        FeatureScope.watch(graph)
            .probeSet(ProbeSet.of("train", TestModels.data(30, 1)))
            .sampleIds(ids)
            .start()) {
      graph.fit(ids, 2);
      assertThat(scope.failures()).isZero();
    }

    assertThat(notes.said).usingRecursiveComparison().isEqualTo(notes.seen);
  }

  @Test
  void takesIdsFromMetaData() {
    DataSet batch = TestModels.data(3, 1);
    batch.setExampleMetaData(Arrays.asList(30L, 10, 20L));
    SampleIdIterator ids = SampleIdIterator.fromMetaData(TestModels.iterator(batch, 3, false));

    ids.next();
    ids.advance(3);

    assertThat(ids.currentBatch().orElseThrow()).containsExactly(30, 10, 20);
  }

  @Test
  void saysWhatIsMissingWhereABatchHasNoMetaData() {
    SampleIdIterator ids =
        SampleIdIterator.fromMetaData(TestModels.iterator(TestModels.data(3, 1), 3, false));

    assertThatThrownBy(ids::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("setExampleMetaData");
  }

  @Test
  void saysNothingRatherThanSomethingWrong() {
    SampleIdIterator ids =
        SampleIdIterator.byPosition(TestModels.iterator(numbered(), BATCH, false));
    ids.next();
    ids.next();

    ids.advance(BATCH + 1);
    assertThat(ids.currentBatch()).isEmpty();
    ids.advance(BATCH);
    assertThat(ids.currentBatch()).as("lost until the next reset").isEmpty();
    assertThat(ids.losses()).isEqualTo(1);

    ids.reset();
    ids.next();
    ids.advance(BATCH);
    assertThat(ids.currentBatch().orElseThrow()).startsWith(0, 1);
  }

  @Test
  void coversEverySampleOnce() {
    SampleIdIterator ids =
        SampleIdIterator.byPosition(TestModels.iterator(numbered(), BATCH, false));
    Set<Long> all = new HashSet<>();
    while (ids.hasNext()) {
      ids.advance(ids.next().numExamples());
      Arrays.stream(ids.currentBatch().orElseThrow()).forEach(all::add);
    }

    assertThat(all).hasSize(SAMPLES);
  }
}
