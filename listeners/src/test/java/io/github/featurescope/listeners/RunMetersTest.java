package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class RunMetersTest {

  private static final DataSet DATA = TestModels.data(90, 1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MultiLayerNetwork network = TestModels.network();

  private FeatureScope.Builder watch() {
    return FeatureScope.watch(network).synchronous().run("a").probeSet(ProbeSet.of("train", DATA));
  }

  private static double epoch(MeterRegistry registry) {
    return registry.get("featurescope.epoch").gauge().value();
  }

  private void train() {
    network.fit(TestModels.iterator(DATA, 30, true), 1);
  }

  @Test
  void boundBeforeTheRun() {
    RunMeters meters = RunMeters.create();
    meters.bindTo(registry);
    try (FeatureScope scope = watch().sink(meters.sink()).start()) {
      train();
      assertThat(epoch(registry)).isEqualTo(1);
      assertThat(scope.failures()).isZero();
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void boundWhileTheRunIsOpen() {
    RunMeters meters = RunMeters.create();
    try (FeatureScope scope = watch().sink(meters.sink()).start()) {
      train();
      meters.bindTo(registry);
      assertThat(epoch(registry)).isEqualTo(1);
      train();
      assertThat(epoch(registry)).isEqualTo(2);
      assertThat(registry.get(MetricCatalogue.DURATION).timer().count()).isEqualTo(1);
      assertThat(scope.failures()).isZero();
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void extraTagsAreOnEveryMeter() {
    RunMeters meters = RunMeters.of(Tags.of("team", "vision"));
    meters.bindTo(registry);
    try (FeatureScope scope = watch().sink(meters.sink()).start()) {
      assertThat(registry.getMeters())
          .isNotEmpty()
          .allSatisfy(meter -> assertThat(meter.getId().getTag("team")).isEqualTo("vision"));
      assertThat(scope.failures()).isZero();
    }
  }

  @Test
  void ownTagsAreRefusedAsExtraOnes() {
    assertThatThrownBy(() -> RunMeters.of(Tags.of("model", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'model'");
  }

  @Test
  void aCompositeShowsTheRunInAllItsParts() {
    CompositeMeterRegistry composite = new CompositeMeterRegistry();
    SimpleMeterRegistry second = new SimpleMeterRegistry();
    composite.add(registry);
    RunMeters meters = RunMeters.create();
    meters.bindTo(composite);
    try (FeatureScope scope = watch().sink(meters.sink()).start()) {
      composite.add(second);
      train();
      assertThat(epoch(registry)).isEqualTo(1);
      assertThat(epoch(second)).isEqualTo(1);
      assertThat(scope.failures()).isZero();
    }
    assertThat(registry.getMeters()).isEmpty();
    assertThat(second.getMeters()).isEmpty();
  }

  @Test
  void boundTwiceAndAsPartOfACompositeTheRunIsThereOnce() {
    CompositeMeterRegistry composite = new CompositeMeterRegistry();
    composite.add(registry);
    RunMeters meters = RunMeters.create();
    meters.bindTo(registry);
    meters.bindTo(registry);
    meters.bindTo(composite);
    try (FeatureScope scope = watch().sink(meters.sink()).start()) {
      train();
      assertThat(registry.get(MetricCatalogue.DURATION).timer().count()).isEqualTo(2);
      assertThat(scope.failures()).isZero();
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void twoRunsAtOnceAreToldApart() {
    RunMeters meters = RunMeters.create();
    meters.bindTo(registry);
    MultiLayerNetwork other = TestModels.network();
    try (FeatureScope scope = watch().sink(meters.sink()).start()) {
      try (FeatureScope second =
          FeatureScope.watch(other)
              .synchronous()
              .run("b")
              .probeSet(ProbeSet.of("train", DATA))
              .sink(meters.sink())
              .start()) {
        train();
        assertThat(registry.get("featurescope.epoch").tag("run", "a").gauge().value()).isEqualTo(1);
        assertThat(registry.get("featurescope.epoch").tag("run", "b").gauge().value()).isZero();
        assertThat(second.failures()).isZero();
      }
      assertThat(registry.find("featurescope.epoch").tag("run", "b").gauge()).isNull();
      assertThat(registry.find("featurescope.epoch").tag("run", "a").gauge()).isNotNull();
      assertThat(scope.failures()).isZero();
    }
  }

  @Test
  void aClosedRegistryIsRefusedBeforeTraining() {
    registry.close();

    assertThatThrownBy(() -> watch().meterRegistry(registry).start())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is closed")
        .hasMessageContaining("leave meterRegistry out");
    assertThat(network.getListeners()).isEmpty();
  }

  @Test
  void aClosedRegistryIsNotBound() {
    registry.close();
    RunMeters meters = RunMeters.create();

    assertThatCode(() -> meters.bindTo(registry)).doesNotThrowAnyException();

    try (FeatureScope scope = watch().sink(meters.sink()).start()) {
      train();
      assertThat(scope.failures()).isZero();
    }
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void aRegistryThatIsClosedWhileTheModelTrainsIsLetGo() {
    SimpleMeterRegistry other = new SimpleMeterRegistry();
    try (FeatureScope scope = watch().meterRegistry(registry).meterRegistry(other).start()) {
      registry.close();
      train();

      assertThat(scope.failures()).isZero();
      assertThat(epoch(other)).isEqualTo(1);
      assertThat(registry.getMeters()).isEmpty();
    }
  }

  @Test
  void oneOfTwoRunsOfANameThatBeginAtOnceIsShown() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    MeterRegistry slow =
        new SimpleMeterRegistry() {
          @Override
          public List<Meter> getMeters() {
            List<Meter> meters = super.getMeters();
            try {
              both.await(500, TimeUnit.MILLISECONDS); // both have looked, if they can at once
            } catch (Exception ignored) {
              // they cannot
            }
            return meters;
          }
        };
    ObjectNode start = new ObjectMapper().createObjectNode().put("event", "start").put("run", "a");
    ObjectNode failure = new ObjectMapper().createObjectNode().put("event", "failure");
    List<RunSink> sinks = new ArrayList<>();
    List<Thread> starts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      RunMeters meters = RunMeters.create();
      meters.bindTo(slow);
      RunSink sink = meters.sink();
      sinks.add(sink);
      starts.add(new Thread(() -> sink.event(start)));
    }
    starts.forEach(Thread::start);
    for (Thread thread : starts) {
      thread.join();
    }
    sinks.forEach(sink -> sink.event(failure));

    assertThat(slow.get(MetricCatalogue.FAILURES).counter().count()).isEqualTo(1);
  }
}
