package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.featurescope.adapters.UnsupportedModelException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.ops.transforms.Transforms;

class SameDiffScopeTest {

  private static final DataSet DATA = TestModels.data(60, 1);

  private final List<Observation> seen = new ArrayList<>();

  private static final class Counting extends BaseListener {
    private final List<Operation> operations = new ArrayList<>();
    private int iterations;

    @Override
    public boolean isActive(Operation operation) {
      return true;
    }

    @Override
    public void operationStart(SameDiff sd, Operation operation) {
      operations.add(operation);
    }

    @Override
    public void iterationDone(SameDiff sd, At at, MultiDataSet dataSet, Loss loss) {
      iterations++;
    }
  }

  private FeatureScope.Builder watch(SameDiff graph) {
    return FeatureScope.watch(graph)
        .synchronous()
        .probeSet(ProbeSet.of("train", DATA))
        .onObservation(seen::add);
  }

  private static void fit(SameDiff graph, int epochs) {
    graph.fit(TestGraphs.iterator(DATA, true), epochs);
  }

  @Test
  void probesBeforeTrainingAndAfterEveryEpoch() {
    SameDiff graph = TestGraphs.graph();
    try (FeatureScope scope = watch(graph).start()) {
      fit(graph, 2);
      assertThat(scope.failures()).isZero();
      assertThat(scope.info().model().head()).isEqualTo("z");
      assertThat(scope.info().model().featureLayer()).isEqualTo("dropped");
      assertThat(scope.info().modelName()).isEqualTo("SameDiff");
    }

    assertThat(seen).extracting(Observation::epoch).containsExactly(0, 1, 2);
    assertThat(seen).extracting(Observation::iteration).containsExactly(0L, 3L, 6L);
  }

  @Test
  void probesEveryKIterations() {
    SameDiff graph = TestGraphs.graph();
    try (FeatureScope ignored = watch(graph).schedule(ProbeSchedule.everyIterations(2)).start()) {
      graph.fit(TestGraphs.multiIterator(DATA, true), 2);
      assertThat(ignored.failures()).isZero();
    }

    assertThat(seen).extracting(Observation::iteration).containsExactly(0L, 2L, 4L, 6L);
  }

  @Test
  void countsOnWhereAnEarlierRunEnded() {
    SameDiff graph = TestGraphs.graph();
    fit(graph, 2);
    try (FeatureScope scope = watch(graph).start()) {
      fit(graph, 1);
      assertThat(scope.info().iterationsDone()).isEqualTo(6);
    }

    assertThat(seen).extracting(Observation::epoch).containsExactly(2, 3);
    assertThat(seen).extracting(Observation::iteration).containsExactly(6L, 9L);
  }

  @Test
  void theScoreIsTheLossOfTheLastBatch() {
    SameDiff graph = TestGraphs.graph();
    DataSet batch = TestModels.data(TestGraphs.BATCH, 3);
    try (FeatureScope ignored = watch(graph).schedule(ProbeSchedule.everyIterations(1)).start()) {
      graph.fit(batch);
      assertThat(ignored.failures()).isZero();
    }

    INDArray hidden =
        Transforms.tanh(
            batch
                .getFeatures()
                .reshape(TestGraphs.BATCH, 36)
                .mmul(graph.getVariable("w1").getArr())
                .addiRowVector(graph.getVariable("b1").getArr()));
    INDArray logits =
        hidden
            .mmul(graph.getVariable("w2").getArr())
            .addiRowVector(graph.getVariable("b2").getArr());
    double likelihood =
        Transforms.log(Transforms.softmax(logits, true))
            .mul(batch.getLabels())
            .sumNumber()
            .doubleValue();
    double penalty = 0;
    for (String name : new String[] {"w1", "b1", "w2", "b2"}) {
      double norm = graph.getVariable(name).getArr().norm2Number().doubleValue();
      penalty += 0.5 * 1e-3 * norm * norm;
    }
    assertThat(seen.get(0).score()).isNaN();
    assertThat(seen.get(1).score())
        .isCloseTo(-likelihood / TestGraphs.BATCH + penalty, within(1e-5));
  }

  @Test
  void learnsWhatItReports() {
    SameDiff graph = TestGraphs.graph();
    try (FeatureScope ignored = watch(graph).start()) {
      fit(graph, 15);
      assertThat(ignored.failures()).isZero();
    }

    assertThat(seen.get(15).score()).isLessThan(0.7 * seen.get(1).score());
  }

  @Test
  void detachesOnCloseAndLeavesOtherListenersAlone() {
    SameDiff graph = TestGraphs.graph();
    Counting others = new Counting();
    graph.setListeners(others);
    FeatureScope scope = watch(graph).start();
    fit(graph, 1);

    scope.close();
    scope.close();
    fit(graph, 1);

    assertThat(graph.getListeners()).hasSize(1).first().isSameAs(others);
    assertThat(others.iterations).isEqualTo(6);
    assertThat(others.operations).containsExactly(Operation.TRAINING, Operation.TRAINING);
    assertThat(seen).hasSize(2);
  }

  @Test
  void closingInTheMidstOfTrainingEndsTheWatch() {
    SameDiff graph = TestGraphs.graph();
    List<FeatureScope> scope = new ArrayList<>();
    graph.addListeners(
        new BaseListener() {
          @Override
          public boolean isActive(Operation operation) {
            return operation == Operation.TRAINING;
          }

          @Override
          public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etlTimeMs) {
            if (at.iteration() == 4) {
              scope.get(0).close();
            }
          }
        });
    scope.add(watch(graph).schedule(ProbeSchedule.everyIterations(1)).start());

    fit(graph, 2);

    assertThat(seen).extracting(Observation::iteration).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void aFailingProbeIsCounted() {
    SameDiff graph = TestGraphs.graph();
    List<ProbeFailure> failures = new ArrayList<>();
    try (FeatureScope scope =
        watch(graph)
            .sink(
                new RunSink() {
                  @Override
                  public void failed(ProbeFailure failure) {
                    failures.add(failure);
                  }
                })
            .start()) {
      graph.getVariable("b2").getArr().putScalar(0, Double.NaN);
      fit(graph, 2);

      assertThat(scope.failures()).isEqualTo(2);
    }

    assertThat(failures.get(0).cause()).hasMessageContaining("NaN or infinite");
  }

  @Test
  void followsSampleIds() {
    SameDiff graph = TestGraphs.graph();
    SampleIdIterator iterator = SampleIdIterator.byPosition(TestGraphs.iterator(DATA, true));
    List<Long> firsts = new ArrayList<>();
    try (FeatureScope ignored =
        watch(graph)
            .sampleIds(iterator)
            .schedule(ProbeSchedule.everyIterations(1))
            .onObservation(o -> iterator.currentBatch().ifPresent(batch -> firsts.add(batch[0])))
            .start()) {
      graph.fit(iterator, 2);
      assertThat(ignored.failures()).isZero();
    }

    assertThat(firsts).containsExactly(0L, 20L, 40L, 0L, 20L, 40L);
    assertThat(iterator.losses()).isZero();
  }

  @Test
  void watchesInnerLayers() {
    SameDiff graph = TestGraphs.graph();
    try (FeatureScope ignored = watch(graph).layers("h").start()) {
      fit(graph, 1);
      assertThat(ignored.failures()).isZero();
    }

    assertThat(seen.get(1).layers()).containsOnlyKeys("h");
  }

  @Test
  void holdsNoBatchAfterTraining() throws InterruptedException {
    SameDiff graph = TestGraphs.graph();
    try (FeatureScope ignored = watch(graph).schedule(ProbeSchedule.everyIterations(1)).start()) {
      WeakReference<Object> batch = fitOnce(graph);
      for (int i = 0; i < 50 && batch.get() != null; i++) {
        System.gc();
        Thread.sleep(20);
      }
      assertThat(batch.get()).isNull();
      assertThat(ignored.failures()).isZero();
    }
  }

  /** In a frame of its own, so that no local variable holds the batch. */
  private static WeakReference<Object> fitOnce(SameDiff graph) {
    org.nd4j.linalg.dataset.MultiDataSet batch =
        new org.nd4j.linalg.dataset.MultiDataSet(
            TestModels.data(20, 3).getFeatures(), TestModels.data(20, 3).getLabels());
    graph.fit(batch);
    return new WeakReference<>(batch);
  }

  @Test
  void keepsNoSessionInTheGraph() {
    SameDiff graph = TestGraphs.graph();
    graph.getSessions().clear();
    try (FeatureScope ignored = watch(graph).schedule(ProbeSchedule.everyIterations(1)).start()) {
      fit(graph, 2);
      assertThat(ignored.failures()).isZero();
    }

    assertThat(graph.getSessions()).isEmpty();
  }

  @Test
  void aGraphWithoutLossIsRefusedBeforeTraining() {
    SameDiff graph = TestGraphs.graph();
    graph.setLossVariables(new String[0]);

    assertThatThrownBy(() -> watch(graph).start())
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(".output(");
    assertThat(graph.getListeners()).isEmpty();
  }

  @Test
  void outputAndFeaturesMayBeNamed() {
    SameDiff graph = TestGraphs.graph();
    try (FeatureScope scope = watch(graph).output("z").featureLayer("h").start()) {
      fit(graph, 1);
      assertThat(scope.info().model().featureLayer()).isEqualTo("h");
      assertThat(scope.failures()).isZero();
    }

    assertThat(seen).hasSize(2);
  }
}
