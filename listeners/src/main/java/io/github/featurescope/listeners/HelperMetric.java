package io.github.featurescope.listeners;

import io.micrometer.core.instrument.Meter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One metric that is not measured on the model: what alerts, variables and tables need of the run.
 *
 * @param name Micrometer name, lower case with dots
 * @param title what people call it
 * @param type what kind of meter it is
 * @param baseUnit Micrometer base unit, or null for a pure number
 * @param tags its own tags beside model and run
 * @param source where in the run log its value comes from, in words
 * @param range of its values, as an interval or a set
 * @param description what it is
 * @param reading how to read it, in one sentence
 */
public record HelperMetric(
    String name,
    String title,
    Meter.Type type,
    @Nullable String baseUnit,
    List<String> tags,
    String source,
    String range,
    String description,
    String reading) {

  /** A gauge under the project's prefix. */
  static HelperMetric gauge(
      String name,
      String title,
      @Nullable String baseUnit,
      List<String> tags,
      String source,
      String range,
      String description,
      String reading) {
    return new HelperMetric(
        name, title, Meter.Type.GAUGE, baseUnit, tags, source, range, description, reading);
  }

  /**
   * Writes the name under which Prometheus knows it; of a timer, the one of its count and sum
   * without their suffixes.
   *
   * @return such as {@code featurescope_probe_failures_total}
   */
  public String prometheusName() {
    String unit = baseUnit == null ? "" : "_" + baseUnit;
    String suffix = type == Meter.Type.COUNTER ? "_total" : "";
    return name.replace('.', '_') + unit + suffix;
  }
}
