package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.featurescope.probes.LabelFit;
import io.github.featurescope.probes.Measurement;
import io.github.featurescope.probes.Snapshot;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.dataset.DataSet;

/** What the thread that measures and the one that trains owe each other. */
@Timeout(60)
class MeasuringBesideTrainingTest {

  private static final DataSet DATA = TestModels.data(60, 1);

  private final List<Observation> seen = new CopyOnWriteArrayList<>();
  private final CountDownLatch opened = new CountDownLatch(1);

  private FeatureScope.Builder watch(MultiLayerNetwork network) {
    return FeatureScope.watch(network).beside().probeSet(ProbeSet.of("train", DATA));
  }

  /** Holds the measuring thread up in the first probe of training. */
  private void block(Observation observation) {
    try {
      if (observation.iteration() > 0) {
        assertThat(opened.await(30, TimeUnit.SECONDS)).isTrue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    seen.add(observation);
  }

  private static void fit(MultiLayerNetwork network, int epochs) {
    network.fit(TestModels.iterator(DATA, 10, false), epochs);
  }

  @Test
  void trainingDoesNotWaitForWhoeverIsTold() {
    MultiLayerNetwork network = TestModels.network();
    FeatureScope scope = watch(network).onObservation(this::block).start();
    fit(network, 1);
    assertThat(seen).as("told of the probe before training alone").hasSize(1);
    opened.countDown();
    scope.close();
    assertThat(seen).hasSize(2);
  }

  @Test
  void looksWithinAnEpochAreDroppedAndCountedWhileTwoAreToBeMeasured() {
    MultiLayerNetwork network = TestModels.network();
    FeatureScope scope =
        watch(network)
            .schedule(ProbeSchedule.everyIterations(1))
            .onObservation(this::block)
            .start();
    fit(network, 1); // six iterations: one is measured, one waits, and no more are taken
    opened.countDown();
    scope.latest();
    network.fit(DATA);
    assertThat(scope.latest().orElseThrow().cost().dropped()).isEqualTo(4);
    assertThat(scope.latest().orElseThrow().cost().probes()).isEqualTo(4);
    scope.close();
    assertThat(seen).extracting(Observation::iteration).containsExactly(0L, 1L, 2L, 7L);
    assertThat(scope.failures()).isZero();
  }

  @Test
  void latestIsTheLastLookAlsoWhereItIsStillBeingMeasured() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).start()) {
      fit(network, 3);
      assertThat(scope.latest().orElseThrow().epoch()).isEqualTo(3);
    }
  }

  @Test
  void everyEpochIsSeenInItsOrder() {
    MultiLayerNetwork network = TestModels.network();
    FeatureScope scope = watch(network).onObservation(seen::add).start();
    fit(network, 12);
    scope.close();
    assertThat(seen).extracting(Observation::epoch).isSorted().hasSize(13).endsWith(11, 12);
  }

  @Test
  void aSinkMayAskForTheLatestAndForSuspects() {
    MultiLayerNetwork network = TestModels.network();
    FeatureScope[] scope = new FeatureScope[1];
    try (FeatureScope opened =
        watch(network)
            .onObservation(
                observation -> {
                  if (scope[0] != null) {
                    scope[0].latest();
                    scope[0].suspects(List.of());
                    seen.add(observation);
                  }
                })
            .start()) {
      scope[0] = opened;
      fit(network, 2);
    }
    assertThat(seen).hasSize(2);
  }

  @Test
  void theThreadEndsWithTheScope() throws InterruptedException {
    MultiLayerNetwork network = TestModels.network();
    Thread[] measuring = new Thread[1];
    FeatureScope scope =
        watch(network).onObservation(seen -> measuring[0] = Thread.currentThread()).start();
    fit(network, 1);
    scope.close();
    assertThat(measuring[0]).isNotSameAs(Thread.currentThread());
    assertThat(measuring[0].isDaemon()).isTrue();
    measuring[0].join(TimeUnit.SECONDS.toMillis(20));
    assertThat(measuring[0].isAlive()).isFalse();
  }

  @Test
  void synchronouslyAllIsToldOnTheThreadThatTrains() {
    MultiLayerNetwork network = TestModels.network();
    List<Thread> told = new CopyOnWriteArrayList<>();
    FeatureScope scope =
        watch(network).synchronous().onObservation(o -> told.add(Thread.currentThread())).start();
    fit(network, 2);
    assertThat(told).hasSize(3).containsOnly(Thread.currentThread());
    scope.close();
  }

  @Test
  void aScopeThatActsIsSynchronous() {
    MultiLayerNetwork network = TestModels.network();
    List<Thread> told = new CopyOnWriteArrayList<>();
    FeatureScope scope =
        watch(network)
            .stopping(Stopping.act())
            .onObservation(o -> told.add(Thread.currentThread()))
            .start();
    fit(network, 2);
    assertThat(told).hasSize(3).containsOnly(Thread.currentThread());
    scope.close();
  }

  @Test
  void trainingWaitsForTheLookAlone() {
    MultiLayerNetwork network = TestModels.network();
    FeatureScope scope = watch(network).onObservation(seen::add).start();
    fit(network, 3);
    scope.close();
    for (Observation observation : seen) {
      Observation.Cost cost = observation.cost();
      assertThat(cost.waited()).isPositive().isLessThan(cost.seconds());
      assertThat(cost.waitedShare()).isLessThanOrEqualTo(cost.share());
    }
  }

  /** Hears of probes and of the end, in their order. */
  private static final class Order implements RunSink {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private Runnable atEpochTwo = () -> {};

    @Override
    public void observed(Observation observation) {
      heard.add("probe " + observation.epoch());
      if (observation.epoch() == 2) {
        atEpochTwo.run();
      }
    }

    @Override
    public void ended(RunEnd end) {
      heard.add("end");
    }

    @Override
    public void close() {
      heard.add("closed");
    }
  }

  @Test
  void aSinkMayCloseTheScopeWhileTheModelTrains() throws InterruptedException {
    MultiLayerNetwork network = TestModels.network();
    Order order = new Order();
    FeatureScope scope = watch(network).sink(order).start();
    order.atEpochTwo = scope::close;
    fit(network, 8);
    for (int wait = 0; wait < 200 && !order.heard.contains("closed"); wait++) {
      Thread.sleep(50);
    }
    assertThat(order.heard).startsWith("probe 0", "probe 1", "probe 2").endsWith("end", "closed");
    assertThat(scope.failures()).isZero();
    assertThat(network.getEpochCount()).isEqualTo(8);
  }

  @Test
  void anInterruptedThreadStillTellsAllBeforeTheEnd() {
    MultiLayerNetwork network = TestModels.network();
    Order order = new Order();
    FeatureScope scope = watch(network).sink(order).start();
    fit(network, 3);
    Thread.currentThread().interrupt();
    scope.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(order.heard)
        .containsExactly("probe 0", "probe 1", "probe 2", "probe 3", "end", "closed");
  }

  @Test
  void closingFromAnotherThreadEndsTheWaitForRoom() throws InterruptedException {
    MultiLayerNetwork network = TestModels.network();
    FeatureScope scope = watch(network).onObservation(this::block).start();
    Thread training = new Thread(() -> fit(network, 6));
    training.start();
    while (training.getState() != Thread.State.TIMED_WAITING) { // for room
      Thread.onSpinWait();
    }
    Thread closing = new Thread(scope::close);
    closing.start();
    training.join(5000); // well before it would have given up waiting
    assertThat(training.isAlive()).isFalse();
    opened.countDown();
    closing.join();
    assertThat(scope.failures()).isZero();
  }

  @Test
  void anErrorThatCannotEvenBeNamedIsCounted() {
    MultiLayerNetwork network = TestModels.network();
    Measurement<LabelFit.Result> broken =
        new Measurement<>() {
          private int calls;

          @Override
          public String key() {
            return "broken";
          }

          @Override
          public LabelFit.Result measure(Snapshot snapshot) {
            if (calls++ == 0) {
              return LabelFit.FIT.measure(snapshot);
            }
            throw new OutOfMemoryError() {
              private static final long serialVersionUID = 1L;

              @Override
              public String getMessage() {
                throw new OutOfMemoryError("again");
              }
            };
          }
        };
    FeatureScope scope = watch(network).measurements(List.of(broken)).start();
    fit(network, 3);
    assertThat(scope.failures()).isEqualTo(3);
    scope.close();
  }

  @Test
  void waitingForTheLatestCountsAsWaiting() {
    MultiLayerNetwork network = TestModels.network();
    FeatureScope scope =
        watch(network)
            .onObservation(
                observation -> {
                  try {
                    Thread.sleep(100);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                })
            .start();
    network.addListeners(
        new BaseTrainingListener() {
          @Override
          public void onEpochEnd(Model model) {
            scope.latest();
          }
        });
    fit(network, 5);
    Observation.Cost cost = scope.latest().orElseThrow().cost();
    scope.close();
    // Of four waits of 100 ms each, all but what rounding and threads take.
    assertThat(cost.waitedShare()).isGreaterThan(0.8 * cost.share());
  }
}
