package io.github.featurescope.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.probes.Measurements;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class MetersTest {

  private static final DataSet DATA = TestModels.data(90, 1);

  @TempDir private Path folder;

  private FeatureScope.Builder watch(MultiLayerNetwork network, MeterRegistry registry) {
    INDArray features = DATA.getFeatures();
    int[] truth = Labels.classes("train", DATA.getLabels());
    int[] given = truth.clone();
    given[0] = (given[0] + 1) % TestModels.CLASSES;
    return FeatureScope.watch(network)
        .synchronous()
        .measurements(Measurements.full())
        .run("a")
        .allLayers()
        .probeSet(ProbeSet.of("train", features, given, truth, null))
        .probeSet(ProbeSet.of("heldout", TestModels.data(60, 2)))
        .runLog(folder.resolve("run.jsonl"))
        .meterRegistry(registry);
  }

  @Test
  void everyMetricIsTheNumberOfTheRunLog() {
    MultiLayerNetwork network = TestModels.network();
    MeterRegistry registry = new SimpleMeterRegistry();
    try (FeatureScope scope = watch(network, registry).start()) {
      network.fit(TestModels.iterator(DATA, 30, true), 2);
      assertThat(scope.failures()).isZero();
      ObjectNode last = RunLog.read(folder.resolve("run.jsonl")).get(3);

      for (Metric metric : MetricCatalogue.metrics()) {
        String path =
            switch (metric.scope()) {
              case RUN -> metric.path();
              case SET -> "sets.train." + metric.path();
              case RANK -> "sets.train." + metric.path() + ".1";
              case LAYER -> "layers.layer2." + metric.path();
            };
        Tags tags =
            switch (metric.scope()) {
              case RUN -> Tags.of("model", "MultiLayerNetwork", "run", "a");
              case SET -> Tags.of("set", "train");
              case RANK -> Tags.of("set", "train", "k", "02");
              case LAYER -> Tags.of("layer", "layer2");
            };
        JsonNode logged = RunJson.at(last, path);
        Gauge gauge = registry.get(metric.name()).tags(tags).gauge();

        if (path.equals("noiseRate.rate")) {
          assertThat(logged.isNull()).as("three classes have no rate").isTrue();
          assertThat(gauge.value()).as(metric.name()).isNaN();
          continue;
        }
        assertThat(logged.isNumber()).as(metric.name() + " at " + path).isTrue();
        assertThat(gauge.value()).as(metric.name()).isEqualTo(logged.doubleValue());
        assertThat(gauge.getId().getBaseUnit()).isEqualTo(metric.baseUnit());
        assertThat(gauge.getId().getDescription()).isEqualTo(metric.description());
      }
    }
  }

  @Test
  void everyValueLiesInTheRangeOfItsMetric() {
    MultiLayerNetwork network = TestModels.network();
    try (FeatureScope scope = watch(network, new SimpleMeterRegistry()).start()) {
      network.fit(TestModels.iterator(DATA, 30, true), 2);
      assertThat(scope.failures()).isZero();
    }
    for (ObjectNode event : RunLog.read(folder.resolve("run.jsonl"))) {
      for (JsonNode report : event.path("sets")) {
        for (Metric metric : MetricCatalogue.metrics()) {
          JsonNode value = RunJson.at(report, metric.path());
          if (metric.scope() == Metric.Scope.SET && value.isNumber()) {
            if (metric.low() != null) {
              assertThat(value.asDouble())
                  .as(metric.name())
                  .isGreaterThanOrEqualTo(metric.low() - 1e-9);
            }
            if (metric.high() != null) {
              assertThat(value.asDouble())
                  .as(metric.name())
                  .isLessThanOrEqualTo(metric.high() + 1e-9);
            }
          }
        }
      }
    }
  }

  @Test
  void oneVerdictStateIsOne() {
    MultiLayerNetwork network = TestModels.network();
    MeterRegistry registry = new SimpleMeterRegistry();
    try (FeatureScope scope = watch(network, registry).start()) {
      network.fit(TestModels.iterator(DATA, 30, true), 1);
      assertThat(scope.failures()).isZero();

      double sum =
          registry.get(MetricCatalogue.VERDICT).gauges().stream().mapToDouble(Gauge::value).sum();
      assertThat(sum).isCloseTo(1, within(0.0));
      assertThat(registry.get(MetricCatalogue.DURATION).timer().count()).isEqualTo(2);
    }
  }

  @Test
  void allMetersGoWithTheRun() {
    MultiLayerNetwork network = TestModels.network();
    MeterRegistry registry = new SimpleMeterRegistry();
    FeatureScope scope = watch(network, registry).start();
    assertThat(registry.getMeters()).isNotEmpty();

    scope.close();

    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void namesAreUniqueAndFollowTheConventions() {
    Set<String> names = new HashSet<>();
    for (Metric metric : MetricCatalogue.metrics()) {
      assertThat(names.add(metric.name())).as(metric.name()).isTrue();
      assertThat(metric.name()).matches("featurescope(\\.[a-z0-9]+)+");
      assertThat(metric.name())
          .as("the unit is added by the registry")
          .doesNotEndWith("." + metric.baseUnit());
      assertThat(metric.description()).endsWith(".");
      assertThat(metric.reading()).endsWith(".");
    }
  }

  @Test
  void aFailedProbeLeavesNoStaleNumbers() {
    MultiLayerNetwork network = TestModels.network();
    MeterRegistry registry = new SimpleMeterRegistry();
    try (FeatureScope scope = watch(network, registry).start()) {
      network.params().putScalar(network.numParams() - 1, Double.NaN);
      network.fit(TestModels.iterator(DATA, 30, true), 1);
      assertThat(scope.failures()).isEqualTo(1);

      assertThat(registry.get("featurescope.epoch").gauge().value()).isEqualTo(1);
      assertThat(registry.get("featurescope.effective.dimension").gauges())
          .isNotEmpty()
          .allSatisfy(gauge -> assertThat(gauge.value()).isNaN());
    }
  }

  @Test
  void helpersHaveUniqueNamesThatFollowTheConventions() {
    Set<String> names = new HashSet<>();
    MetricCatalogue.metrics().forEach(metric -> names.add(metric.name()));
    for (HelperMetric helper : MetricCatalogue.helpers()) {
      assertThat(names.add(helper.name())).as(helper.name()).isTrue();
      assertThat(helper.name()).matches("featurescope(\\.[a-z0-9]+)+");
      assertThat(helper.name()).doesNotEndWith("." + helper.baseUnit());
      assertThat(helper.description()).endsWith(".");
      assertThat(helper.reading()).endsWith(".");
    }
  }

  @Test
  void everyMeterIsInTheCatalogue() {
    MeterRegistry registry = new SimpleMeterRegistry();
    Set<String> names = new HashSet<>();
    MetricCatalogue.metrics().forEach(metric -> names.add(metric.name()));
    MetricCatalogue.helpers().forEach(helper -> names.add(helper.name()));
    try (FeatureScope scope =
        watch(TestModels.network(), registry)
            .schedule(ProbeSchedule.everyEpoch().within(0.5))
            .start()) {
      assertThat(scope.failures()).isZero();
      assertThat(registry.getMeters().stream().map(meter -> meter.getId().getName()))
          .isSubsetOf(names);
    }
  }

  @Test
  void oneRunOfAModelIsInARegistryOnce() {
    MeterRegistry registry = new SimpleMeterRegistry();
    try (FeatureScope scope = watch(TestModels.network(), registry).start()) {
      int meters = registry.getMeters().size();

      assertThatThrownBy(
              () ->
                  watch(TestModels.network(), registry)
                      .runLog(folder.resolve("other.jsonl"))
                      .start())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'a'");
      assertThat(registry.getMeters()).hasSize(meters);
      assertThat(scope.failures()).isZero();
    }
  }
}
