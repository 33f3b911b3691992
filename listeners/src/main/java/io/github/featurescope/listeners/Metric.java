package io.github.featurescope.listeners;

import org.jspecify.annotations.Nullable;

/**
 * One metric: what it is called, where it stands in the run log and how to read it.
 *
 * @param name Micrometer name, lower case with dots
 * @param title what people call it
 * @param baseUnit Micrometer base unit, or null for a pure number
 * @param scope what it is a metric of
 * @param path where it stands: in a report for {@link Scope#SET}, {@link Scope#RANK} and {@link
 *     Scope#LAYER}, in a probe event for {@link Scope#RUN}
 * @param low smallest possible value, or null
 * @param high largest possible value, or null
 * @param description what it is, with its source
 * @param reading how to read it, in one sentence
 */
public record Metric(
    String name,
    String title,
    @Nullable String baseUnit,
    Scope scope,
    String path,
    @Nullable Double low,
    @Nullable Double high,
    String description,
    String reading) {

  /** What a metric is a metric of. */
  public enum Scope {
    /** One value a probe set; tags model, run, set. */
    SET,
    /** One value a probe set and rank k of an eigenfunction, from 1; tags model, run, set, k. */
    RANK,
    /** One value an inner layer, where layers are watched; tags model, run, layer. */
    LAYER,
    /** One value a run; tags model, run. */
    RUN
  }

  /** Base unit of shares. */
  static final String RATIO = "ratio";

  /** Base unit of times. */
  static final String SECONDS = "seconds";

  /** A metric under the project's prefix. */
  static Metric metric(
      Scope scope,
      String name,
      String title,
      @Nullable String baseUnit,
      String path,
      @Nullable Double low,
      @Nullable Double high,
      String description,
      String reading) {
    return new Metric(
        "featurescope." + name, title, baseUnit, scope, path, low, high, description, reading);
  }

  /**
   * Writes the range as an interval.
   *
   * @return such as {@code [0, 1]} or {@code [0, ∞)}
   */
  public String range() {
    String left = low == null ? "(−∞" : "[" + number(low);
    String right = high == null ? "∞)" : number(high) + "]";
    return left + ", " + right;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
