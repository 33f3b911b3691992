package io.github.featurescope.listeners;

import io.github.featurescope.adapters.HeadDescription;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is fixed about a run before it starts.
 *
 * @param run name of the run, a metric tag
 * @param time when watching began
 * @param version FeatureScope's version
 * @param modelName name of the model, a metric tag
 * @param model where the head is
 * @param probeSets the probe sets in the order in which they are read
 * @param layers the inner layers that are read, from input to head
 * @param schedule the schedule in words
 * @param budget the share of the training time that probing may cost, or null
 * @param iterationsDone iterations the model had done before
 * @param epochsDone epochs the model had done before
 * @param settings what else the user wants to stand in the run log
 */
public record RunInfo(
    String run,
    Instant time,
    String version,
    String modelName,
    HeadDescription model,
    List<SetInfo> probeSets,
    List<String> layers,
    String schedule,
    @Nullable Double budget,
    long iterationsDone,
    int epochsDone,
    Map<String, Object> settings) {

  /**
   * What is fixed about a probe set.
   *
   * @param name of the set
   * @param samples n
   * @param trueLabels whether true labels are known
   */
  public record SetInfo(String name, int samples, boolean trueLabels) {}

  /** Refuses a setting that has no plain form in JSON. */
  static void requirePlain(String key, Object value) {
    boolean plain =
        value instanceof String
            || value instanceof Boolean
            || (value instanceof Number number && Double.isFinite(number.doubleValue()));
    if (!plain) {
      throw new IllegalArgumentException(
          "setting '" + key + "' is " + value + "; give a finite number, a boolean or a text");
    }
  }
}
