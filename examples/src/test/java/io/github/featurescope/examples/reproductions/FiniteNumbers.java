package io.github.featurescope.examples.reproductions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.Metric;
import io.github.featurescope.listeners.MetricCatalogue;
import io.github.featurescope.listeners.Observation;
import io.github.featurescope.listeners.RunJson;
import java.util.Map;
import java.util.Set;

/** Checks that everything that the catalogue promises is there and finite. */
final class FiniteNumbers {

  /** Shares of the mislabelled samples: there is no such sample where no noise was injected. */
  private static final Set<String> OF_WRONG_LABELS =
      Set.of("wrongLabels.wrongAsTrue", "wrongLabels.wrongAsGiven");

  private FiniteNumbers() {}

  static void assertComplete(Observation observation) {
    ObjectNode event = RunJson.probe(observation);
    for (String set : WatchedTraining.SETS) {
      assertThat(observation.reports().get(set).undefined())
          .as("undefined on %s in epoch %d", set, observation.epoch())
          .isEmpty();
      for (Metric metric : MetricCatalogue.metrics()) {
        if (metric.scope() == Metric.Scope.SET && !OF_WRONG_LABELS.contains(metric.path())) {
          assertThat(RunJson.at(event, "sets." + set + "." + metric.path()).isNumber())
              .as("%s of %s is a number in epoch %d", metric.path(), set, observation.epoch())
              .isTrue();
        }
      }
    }
    assertFinite("epoch " + observation.epoch(), event);
  }

  private static void assertFinite(String path, JsonNode node) {
    if (node.isNumber()) {
      assertThat(node.doubleValue()).as(path).isFinite();
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      assertFinite(path + "." + i, node.get(i));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      assertFinite(path + "." + field.getKey(), field.getValue());
    }
  }
}
