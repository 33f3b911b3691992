package io.github.featurescope.probes;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds everything that was measured on one snapshot.
 *
 * <p>Immutable. A quantity that has no value on the snapshot is absent, and {@link #undefined()}
 * says why.
 */
public final class Report {

  private final int samples;
  private final int width;
  private final int classes;
  private final Map<Measurement<?>, Record> results;
  private final Map<String, String> undefined;
  private final Map<Measurement<?>, Long> nanos;
  private final @Nullable SpectrumAccuracy accuracy;

  private Report(
      int samples,
      int width,
      int classes,
      Map<Measurement<?>, Record> results,
      Map<String, String> undefined,
      Map<Measurement<?>, Long> nanos,
      @Nullable SpectrumAccuracy accuracy) {
    this.samples = samples;
    this.width = width;
    this.classes = classes;
    this.results = Collections.unmodifiableMap(results);
    this.undefined = Collections.unmodifiableMap(undefined);
    this.nanos = Collections.unmodifiableMap(nanos);
    this.accuracy = accuracy;
  }

  /**
   * Measures a snapshot.
   *
   * @param snapshot what the model says about the probe set
   * @param measurements what to measure, in the order in which the report lists it
   * @return the report
   */
  public static Report of(Snapshot snapshot, List<? extends Measurement<?>> measurements) {
    return of(snapshot, measurements, () -> 0);
  }

  /**
   * Measures a snapshot and what that takes, by a clock of the caller's: what is measured reads
   * none.
   *
   * @param snapshot what the model says about the probe set
   * @param measurements what to measure, in the order in which the report lists it
   * @param clock such as {@code System::nanoTime}
   * @return the report, with {@link #nanos()}
   */
  public static Report of(
      Snapshot snapshot, List<? extends Measurement<?>> measurements, LongSupplier clock) {
    return of(
        snapshot.samples(),
        snapshot.width(),
        snapshot.classes(),
        measurements,
        measurement -> measurement.measure(snapshot),
        snapshot.shared(),
        clock);
  }

  /** Measures moments; every measurement must be one of moments. */
  static Report of(
      SecondMoments moments, int classes, List<? extends Measurement<?>> measurements) {
    return of(
        (int) Math.min(Integer.MAX_VALUE, Math.round(moments.samples())),
        moments.width(),
        classes,
        measurements,
        measurement -> ((MomentMeasurement<?>) measurement).measure(moments),
        moments,
        () -> 0);
  }

  private static Report of(
      int samples,
      int width,
      int classes,
      List<? extends Measurement<?>> measurements,
      Function<Measurement<?>, Record> measure,
      SecondMoments moments,
      LongSupplier clock) {
    Map<Measurement<?>, Record> results = new LinkedHashMap<>();
    Map<Measurement<?>, Long> nanos = new LinkedHashMap<>();
    Map<String, String> undefined = new LinkedHashMap<>();
    for (Measurement<?> measurement : measurements) {
      long begun = clock.getAsLong();
      try {
        results.put(measurement, measure.apply(measurement));
      } catch (UndefinedMeasurementException e) {
        String name = measurement.key().isEmpty() ? nameOf(measurement) : measurement.key();
        undefined.put(name, String.valueOf(e.getMessage()));
      }
      nanos.put(measurement, clock.getAsLong() - begun);
    }
    return new Report(
        samples, width, classes, results, undefined, nanos, moments.accuracy().orElse(null));
  }

  private static String nameOf(Measurement<?> measurement) {
    String name = measurement.getClass().getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /**
   * Returns the result of a measurement.
   *
   * @param measurement what was measured
   * @param <R> the record of its values
   * @return the values, or empty where it was not asked for or has no value on this snapshot
   */
  @SuppressWarnings("unchecked")
  public <R extends Record> Optional<R> find(Measurement<R> measurement) {
    return Optional.ofNullable((R) results.get(measurement));
  }

  /**
   * Returns all results in the order of measurement.
   *
   * @return an unmodifiable view
   */
  public Map<Measurement<?>, Record> results() {
    return results;
  }

  /**
   * Returns the reason for every quantity without a value.
   *
   * @return from the measurement's key, or its name where it has none, to the reason
   */
  public Map<String, String> undefined() {
    return undefined;
  }

  /**
   * Returns what each measurement took; what several share, such as a spectrum, is taken by the
   * first of them.
   *
   * @return nanoseconds in the order of measurement; zeros without a clock
   */
  public Map<Measurement<?>, Long> nanos() {
    return nanos;
  }

  /**
   * Returns how exactly the spectrum is known where not all of it was solved for.
   *
   * @return the method and its errors, or empty where all eigenpairs or none were
   */
  public Optional<SpectrumAccuracy> spectrumAccuracy() {
    return Optional.ofNullable(accuracy);
  }

  /**
   * Returns the number n of samples.
   *
   * @return n
   */
  public int samples() {
    return samples;
  }

  /**
   * Returns the width p of the feature layer.
   *
   * @return p
   */
  public int width() {
    return width;
  }

  /**
   * Returns the number C of classes.
   *
   * @return C
   */
  public int classes() {
    return classes;
  }
}
