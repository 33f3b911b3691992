package io.github.featurescope.examples.reproductions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.featurescope.listeners.RunJson;
import io.github.featurescope.listeners.RunLog;
import java.util.List;

/**
 * What a run log says of one training.
 *
 * @param name what is compared
 * @param seed of images, weights and order
 * @param probes one before training and one after every epoch
 */
record RunCurve(String name, long seed, List<ObjectNode> probes) {

  /** Share of the images that are predicted as their label. */
  static final String ACCURACY = "fit.given";

  /** D_LR of double-centred logits, the form for softmax. */
  static final String DLR = "dlr.doubleCentred";

  /** D_LR of the logits as they are. */
  static final String LITERAL = "dlr.literal";

  /** D_LR of features without structure. */
  static final String ISOTROPIC = "dlr.isotropic";

  static RunCurve read(String name, long seed) {
    List<ObjectNode> probes =
        RunLog.read(WatchedTraining.log(name, seed)).stream()
            .filter(event -> event.path("event").asText().equals("probe"))
            .toList();
    return new RunCurve(name, seed, probes);
  }

  double at(int epoch, String set, String path) {
    JsonNode value = RunJson.at(probes.get(epoch), "sets." + set + "." + path);
    if (!value.isNumber()) {
      throw new IllegalStateException(
          path + " of " + set + " is " + value + " in epoch " + epoch + " of " + name);
    }
    return value.doubleValue();
  }

  /** The value after the last epoch. */
  double last(String set, String path) {
    return at(probes.size() - 1, set, path);
  }

  /** The value after every epoch, from 0. */
  double[] course(String set, String path) {
    double[] course = new double[probes.size()];
    for (int epoch = 0; epoch < course.length; epoch++) {
      course[epoch] = at(epoch, set, path);
    }
    return course;
  }
}
