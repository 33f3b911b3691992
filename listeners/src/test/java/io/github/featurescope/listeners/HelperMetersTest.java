package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class HelperMetersTest {

  private static final DataSet DATA = TestModels.data(90, 1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private FeatureScope.Builder watch(MultiLayerNetwork network) {
    return FeatureScope.watch(network)
        .synchronous()
        .run("a")
        .probeSet(ProbeSet.of("train", DATA))
        .probeSet(ProbeSet.of("heldout", TestModels.data(60, 2)))
        .meterRegistry(registry);
  }

  private double value(String name) {
    return registry.get(name).gauge().value();
  }

  /** Feeds events as a recorded run has them. */
  private RunSink events(String... lines) {
    RunMeters meters = RunMeters.create();
    meters.bindTo(registry);
    RunSink sink = meters.sink();
    for (String line : lines) {
      sink.event(json(line));
    }
    return sink;
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (java.io.IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static final String START =
      "{'event':'start','run':'a','time':'2026-01-02T03:04:05Z','featurescope':'1.2',"
          + "'model':{'name':'m','kind':'MultiLayerNetwork','head':'out','classes':10},"
          + "'probeSets':[{'name':'train'},{'name':'test'}],'layers':[],'budget':0.02}";

  private static String probe(String rest) {
    return "{'event':'probe','time':'2026-01-02T03:04:06.250Z','epoch':7,'cost':{'seconds':0.5}"
        + rest
        + "}";
  }

  @Test
  void heartbeatIsTheTimeOfTheLastIteration() {
    MultiLayerNetwork network = TestModels.network();
    Ticking clock = new Ticking();
    try (FeatureScope scope =
        watch(network).clock(clock).schedule(ProbeSchedule.everyIterations(1000)).start()) {
      double begun = value("featurescope.last.iteration.timestamp");
      double probed = value("featurescope.last.probe.timestamp");
      network.fit(DATA);
      double first = value("featurescope.last.iteration.timestamp");
      network.fit(DATA);

      assertThat(begun).isBetween(1e6, 1e6 + 20);
      assertThat(first).isGreaterThan(begun);
      assertThat(value("featurescope.last.iteration.timestamp")).isGreaterThan(first);
      assertThat(value("featurescope.last.probe.timestamp")).isEqualTo(probed);
      assertThat(scope.failures()).isZero();
    }
  }

  @Test
  void lastProbeIsTheTimeOfItsEvent() {
    events(START, probe(""));

    assertThat(value("featurescope.last.probe.timestamp")).isEqualTo(1767323046.25);
    assertThat(value("featurescope.last.iteration.timestamp")).isEqualTo(1767323046.25);
  }

  @Test
  void aFailedProbeIsNoProbe() {
    events(
        START,
        probe(",'sets':{'train':{'centred':{'eigenvalues':[1.0]}}}"),
        "{'event':'failure','time':'2026-01-02T03:05:00Z','epoch':8}");

    assertThat(value("featurescope.last.probe.timestamp")).isEqualTo(1767323046.25);
    assertThat(value("featurescope.last.iteration.timestamp")).isEqualTo(1767323100.0);
    assertThat(registry.get(MetricCatalogue.FAILURES).counter().count()).isEqualTo(1);
  }

  @Test
  void epochsSinceTheBestAreCountedFromTheVerdict() {
    events(START, probe(",'verdict':{'best':{'epoch':3,'iteration':30}}"));

    assertThat(value("featurescope.epochs.since.best.epoch")).isEqualTo(4);
  }

  @Test
  void noBestEpochIsNotANumber() {
    events(START, probe(",'verdict':{'best':null}"));

    assertThat(value("featurescope.epochs.since.best.epoch")).isNaN();
  }

  private double valid(String set) {
    return registry.get("featurescope.spectrum.valid").tag("set", set).gauge().value();
  }

  @Test
  void spectrumIsValidWhereItIsFinite() {
    events(START);
    assertThat(valid("train")).isEqualTo(1);

    events(
        START.replace("'run':'a'", "'run':'b'"),
        probe(
            ",'sets':{'train':{'centred':{'eigenvalues':[1.0,0.5]}},"
                + "'test':{'undefined':{'centred':'all features are equal'}}}"));

    assertThat(
            registry.get("featurescope.spectrum.valid").tag("run", "b").tag("set", "train").gauge())
        .extracting(Gauge::value)
        .isEqualTo(1.0);
    assertThat(
            registry.get("featurescope.spectrum.valid").tag("run", "b").tag("set", "test").gauge())
        .extracting(Gauge::value)
        .isEqualTo(0.0);
  }

  @Test
  void spectrumIsNotValidAfterAFailedProbe() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network).start()) {
      assertThat(valid("train")).isEqualTo(1);
      network.params().putScalar(network.numParams() - 1, Double.NaN);
      network.fit(TestModels.iterator(DATA, 30, true), 1);

      assertThat(scope.failures()).isEqualTo(1);
      assertThat(valid("train")).isZero();
      assertThat(valid("heldout")).isZero();
    }
  }

  @Test
  void aBudgetIsShownWhereThereIsOne() {
    try (FeatureScope scope =
        watch(TestModels.network()).schedule(ProbeSchedule.everyEpoch().within(0.25)).start()) {
      assertThat(value("featurescope.probe.budget")).isEqualTo(0.25);
      assertThat(scope.info().budget()).isEqualTo(0.25);
    }
    try (FeatureScope scope = watch(TestModels.network()).start()) {
      assertThat(registry.find("featurescope.probe.budget").gauge()).isNull();
      assertThat(scope.info().budget()).isNull();
    }
  }

  @Test
  void factsOfTheRunAreLabels() {
    try (FeatureScope scope = watch(TestModels.network()).start()) {
      Gauge info = registry.get("featurescope.run.info").gauge();

      assertThat(info.value()).isEqualTo(1);
      assertThat(info.getId().getTag("version")).isEqualTo(FeatureScopeVersion.get());
      assertThat(info.getId().getTag("architecture")).isEqualTo("MultiLayerNetwork");
      assertThat(info.getId().getTag("head")).isEqualTo(scope.info().model().head());
      assertThat(value("featurescope.classes")).isEqualTo(TestModels.CLASSES);
    }
  }

  @Test
  void garbageCollectionTakesNothingFromGauges() {
    RunSink sink = events(START, probe(",'verdict':{'best':{'epoch':3}}"));
    System.gc();

    assertThat(value("featurescope.epochs.since.best.epoch")).isEqualTo(4);
    assertThat(value("featurescope.classes")).isEqualTo(10);
    sink.close();
    assertThat(registry.getMeters()).isEmpty();
  }

  /** A clock that goes on by a second each time it is read. */
  private static final class Ticking extends Clock {
    private long seconds = 1_000_000;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public synchronized Instant instant() {
      return Instant.ofEpochSecond(seconds++);
    }
  }
}
