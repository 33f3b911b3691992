package io.github.featurescope.dashboards;

import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Answers a scrape in the form that the scraper asked for.
 *
 * <p>A form is written at most four times a second, whoever asks and how often: a scrape of some
 * hundred series takes a millisecond or two from the training.
 */
final class MetricsRoute {

  /** The content type of the Prometheus text format. */
  static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /** The content type of OpenMetrics. */
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final long FRESH_NANOS = 250_000_000L;

  private final UnaryOperator<String> scrape;
  private final boolean knowsOpenMetrics;
  private final LongSupplier nanos;
  private final Map<String, Written> written = new ConcurrentHashMap<>();

  private record Written(byte[] text, long nanos) {}

  private MetricsRoute(UnaryOperator<String> scrape, boolean knowsOpenMetrics, LongSupplier nanos) {
    this.scrape = scrape;
    this.nanos = nanos;
    this.knowsOpenMetrics = knowsOpenMetrics;
  }

  /** Serves a registry as Prometheus text, or as OpenMetrics where the Accept header names it. */
  static MetricsRoute of(PrometheusMeterRegistry registry) {
    return new MetricsRoute(registry::scrape, true, System::nanoTime);
  }

  /** Serves a text that is already in the Prometheus format. */
  static MetricsRoute of(Supplier<String> scrape) {
    return new MetricsRoute(type -> scrape.get(), false, System::nanoTime);
  }

  /**
   * Serves what a scrape by content type gives.
   *
   * @param nanos tells the time
   */
  static MetricsRoute of(UnaryOperator<String> scrape, LongSupplier nanos) {
    return new MetricsRoute(scrape, true, nanos);
  }

  /** Answers one scrape. */
  void answer(Context ctx) {
    String accept = ctx.header("Accept");
    boolean open =
        knowsOpenMetrics && accept != null && accept.contains("application/openmetrics-text");
    String type = open ? OPEN_METRICS : PROMETHEUS;
    ctx.contentType(type).result(text(type));
  }

  /** The text of a content type. */
  byte[] text(String type) {
    // One at a time: who comes meanwhile gets the same.
    return written.compute(type, this::fresh).text();
  }

  private Written fresh(String type, @Nullable Written known) {
    long now = nanos.getAsLong();
    return known != null && now - known.nanos() < FRESH_NANOS
        ? known
        : new Written(scrape.apply(type).getBytes(StandardCharsets.UTF_8), now);
  }
}
